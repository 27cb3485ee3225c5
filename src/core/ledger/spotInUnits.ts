import { big, toNumber } from '../decimal.ts';
import type { Trade } from '../model/trade.ts';
import type { AssetLots } from './assetLots.ts';
import type { RealiseInput } from './realiseInput.ts';
import { mostUnits, placesOf, power, rescaled, textOf, unitsOf } from './units.ts';

/**
 * A spot fill against money in whole numbers, as nearly all are: the same as with Bigs, thirty times as fast. null: something
 * about it is unusual (digits that do not fit, lots in another currency, not enough of them, no rate for the fee), nothing was
 * changed, and it is to be worked out exactly.
 */
export function spotInUnits(
  trade: Trade,
  account: string,
  lotsOf: (account: string, asset: string) => AssetLots,
  { isCash, rateAt, includeFees }: RealiseInput,
): Trade | null {
  const { at, base, quote, side } = trade;
  if (!isCash(quote) || isCash(base)) return null;
  const feeIn = trade.feeCurrency ?? quote;
  const fee = trade.fee ?? '0';
  const [ofQuantity, ofPrice, ofFee] = [placesOf(trade.quantity), placesOf(trade.price), placesOf(fee)];
  const hasFee = fee !== '0' && Number(fee) !== 0;
  const quantity = unitsOf(trade.quantity, ofQuantity);
  const price = unitsOf(trade.price, ofPrice);
  const paid = unitsOf(fee, ofFee);
  const worth = quantity * price;
  const inBase = hasFee && feeIn === base;
  // Also where one of them is no number.
  if (!(worth < mostUnits && Math.abs(paid) < mostUnits && quantity > 0) || inBase) return null;
  const isCoin = hasFee && feeIn !== quote && !isCash(feeIn);
  // A rebate in a coin.
  if (isCoin && paid < 0) return null;
  const lots = lotsOf(account, base);
  const pool = lots.book.long;
  const value = ofQuantity + ofPrice;
  const outside = hasFee && includeFees && side === 'buy' && feeIn !== quote;
  const columns = pool.columns(ofQuantity, Math.max(value, hasFee && !outside ? ofFee : 0));
  if (columns === null) return null;
  const places = pool.places();
  const units = rescaled(quantity, ofQuantity, places.quantity);
  const amount = rescaled(worth, value, places.amount);
  if (Number.isNaN(units) || Number.isNaN(amount)) return null;
  if (side === 'sell') {
    if (lots.currency !== quote || columns.quantity() < units) return null;
    if (isCoin && !payCoin(lotsOf(account, feeIn), paid, ofFee)) return null;
    const { amount: cost, unknown, note } = columns.take(units);
    if (unknown) return { ...trade, realizedReason: pool.reasonOf(note) ?? 'its cost is not known' };
    const gain = amount - cost;
    return { ...trade, realizedPnl: textOf(gain, places.amount) };
  }
  const empty = columns.quantity() === 0;
  if (!empty && lots.currency !== quote) return null;
  if (lots.fixed !== null && lots.fixed !== quote) return null;
  let cost = amount;
  if (hasFee && includeFees) {
    const own = outside
      ? inQuote(paid, ofFee, feeIn, quote, at, rateAt, places.amount)
      : rescaled(paid, ofFee, places.amount);
    if (Number.isNaN(own)) return null;
    cost += own;
  }
  if (!columns.add(at, units, cost, cost / power(places.amount) / (units / power(places.quantity)), 0)) return null;
  if (isCoin && !payCoin(lotsOf(account, feeIn), paid, ofFee)) lotsOf(account, feeIn).book.remove(big(fee));
  lots.currency = quote;
  return { ...trade, realizedPnl: '0' };
}

/** A fee in a third coin uses up its lots; false: not in whole numbers. */
function payCoin({ book }: AssetLots, fee: number, scale: number): boolean {
  const columns = book.long.columns(scale, 0);
  if (columns === null) return false;
  const units = rescaled(fee, scale, book.long.places().quantity);
  if (Number.isNaN(units) || units < 0) return false;
  columns.take(units);
  return true;
}

/** What a fee costs in the currency of the fill, rounded to a unit; NaN: no rate, or it does not fit. */
function inQuote(
  fee: number,
  scale: number,
  feeIn: string,
  quote: string,
  at: number,
  rateAt: RealiseInput['rateAt'],
  places: number,
): number {
  const [one, other] = [rateAt(feeIn, at), rateAt(quote, at)];
  if (one === null || other === null || other.lte(0)) return Number.NaN;
  const units = Math.round(((fee / power(scale)) * toNumber(one) * power(places)) / toNumber(other));
  return Math.abs(units) < mostUnits ? units : Number.NaN;
}
