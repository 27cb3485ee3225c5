import { type Big, big } from '../decimal.ts';
import { acquire, convert } from '../ledger/assetLots.ts';
import type { LotsFold } from '../ledger/createLotsFold.ts';
import type { LotMatch } from '../ledger/matchLots.ts';
import { settlementOf } from '../ledger/movements.ts';
import type { RealiseInput } from '../ledger/realiseInput.ts';
import type { Trade } from '../model/trade.ts';
import type { Disposed } from './disposal.ts';

/**
 * A derivative's fill. Nothing is bought or sold but what is gained: entry and exit both count at the rate of the day of
 * closing, so that the gain is the P&L in its settlement currency at that day's rate. Where the exchange itself says what a
 * fill realised, that is the gain; where it books it as income of its own, the fill tells only its fee. The fee of opening is
 * in the lot, valued with it.
 */
export function contractDisposals(
  trade: Trade,
  account: string,
  fold: LotsFold,
  input: RealiseInput,
  bookedAsIncome: boolean,
): readonly Disposed[] {
  const { at, id, side } = trade;
  const { rateAt, includeFees, isCash } = input;
  const settle = settlementOf(trade);
  const rate = rateAt(settle, at);
  const day = new Date(at).toISOString().slice(0, 10);
  const fee = big(trade.fee ?? 0);
  const feeIn = trade.feeCurrency ?? settle;
  const ownFee = fee.eq(0) ? fee : convert(fee, feeIn, settle, at, rateAt);
  const quantity = big(trade.quantity);
  const inBase = (amount: Big | null): Big | null => amount && rate && amount.times(rate);
  const unpriced = rate === null ? `no price of ${settle} is known for ${day}` : null;
  const common = { account, asset: trade.symbol, at, trade: id, rest: big(0), restReason: '' };
  const paid: Disposed[] = [];
  /** Whether the fill adds to what is open; its size is kept in mind, its cost is told elsewhere. */
  const opened = ({ book }: ReturnType<LotsFold['openContracts']>): boolean => {
    const held = book.quantity();
    book.take({ at, side, quantity, amount: null, reason: 'its P&L is told as income' });
    return held.eq(0) || held.gt(0) === (side === 'buy');
  };
  /** A coin that was paid left at its worth, one that was received came in at it. Money has no lots. */
  const moved = (asset: string, change: Big): void => {
    if (change.eq(0) || isCash(asset)) return;
    const amount = rateAt(asset, at)?.times(change.abs()) ?? null;
    const reason = amount === null ? `no price of ${asset} is known for ${day}` : null;
    const lots = fold.lotsOf(account, asset);
    if (change.gt(0)) {
      acquire(lots, { at, quantity: change, amount, currency: input.baseCurrency }, reason ?? '', rateAt);
      return;
    }
    const gone = change.abs();
    const { taken, rest } = lots.book.remove(gone);
    const restReason = `more ${asset} was paid than is known to have been acquired`;
    const of = { quantity: gone, side: 'long', amount, fee: big(0), reason, taken, rest, restReason } as const;
    paid.push({ ...common, asset, ...of, booked: false });
  };
  moved(feeIn, fee.neg());
  // What a fill of a coin-margined contract gained is coins.
  if (!bookedAsIncome && trade.realizedPnl !== undefined) moved(settle, big(trade.realizedPnl));
  if (bookedAsIncome || trade.realizedPnl !== undefined) {
    const pnl = bookedAsIncome ? big(0) : big(trade.realizedPnl ?? 0);
    const opens = bookedAsIncome ? opened(fold.openContracts(trade, account, input)) : pnl.eq(0);
    if (pnl.eq(0) && (fee.eq(0) || !includeFees)) return paid;
    // The fee of an opening is of the side that it opens.
    const closes = (side === 'sell') === opens ? ('short' as const) : ('long' as const);
    paid.push({
      ...common,
      quantity,
      side: closes,
      amount: inBase(pnl),
      fee: inBase(ownFee),
      reason: unpriced,
      taken: [],
      booked: true,
    });
    return paid;
  }
  const lots = fold.openContracts(trade, account, input);
  const units = quantity.times(trade.contractSize ?? 1);
  const inverse = trade.contract === 'inverse';
  const price = big(trade.price);
  const whole = inverse ? (price.eq(0) ? null : units.div(price)) : units.times(price);
  const held = lots.book.quantity();
  const closes =
    held.eq(0) || held.gt(0) === (side === 'buy') ? big(0) : held.abs().lt(quantity) ? held.abs() : quantity;
  const opens = quantity.minus(closes);
  const share = (of: Big | null, part: Big): Big | null =>
    part.eq(quantity) ? of : (of?.times(part).div(quantity) ?? null);
  if (closes.gt(0)) {
    const disposal = lots.book.take({ at, side, quantity: closes, amount: share(whole, closes) });
    for (const match of disposal?.matches ?? []) {
      paid.push({
        ...common,
        quantity: match.quantity,
        side: disposal?.side ?? 'long',
        amount: inBase(amountOf(match, disposal?.side ?? 'long', inverse)),
        fee: inBase(share(ownFee, match.quantity)),
        reason: unpriced,
        taken: [lotOf(match, disposal?.side ?? 'long', inverse, inBase)],
        booked: false,
      });
    }
  }
  if (opens.gt(0)) {
    const gross = share(whole, opens);
    const own = includeFees ? share(ownFee, opens) : big(0);
    // More fee is less gained: a long costs more, a short brings less; inverse amounts count the other way round.
    const signed = own && (side === 'buy') !== inverse ? own : (own?.neg() ?? null);
    const amount = gross && signed && gross.plus(signed);
    lots.book.take({
      at,
      side,
      quantity: opens,
      amount,
      ...(amount === null ? { reason: `no price of ${feeIn}, its fee, is known for ${day}` } : {}),
    });
  }
  return paid;
}

/** What closing it was: of a long its proceeds, of a short its cost; of an inverse contract the two change places. */
function amountOf(match: LotMatch, side: 'long' | 'short', inverse: boolean): Big | null {
  return (side === 'long') !== inverse ? match.proceeds : match.cost;
}

function lotOf(match: LotMatch, side: 'long' | 'short', inverse: boolean, inBase: (amount: Big | null) => Big | null) {
  const opened = (side === 'long') !== inverse ? match.cost : match.proceeds;
  return { at: match.openedAt, quantity: match.quantity, amount: inBase(opened), rank: null, reason: match.reason };
}
