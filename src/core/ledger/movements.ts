import { type Big, big } from '../decimal.ts';
import type { Income } from '../model/ledger.ts';
import type { CashFlow, Trade } from '../model/trade.ts';
import { createTally, type Tally } from './tally.ts';

/** Entries of one account. */
export interface AccountLedger {
  readonly trades: readonly Trade[];
  readonly flows: readonly CashFlow[];
  readonly income: readonly Income[];
}

/** What one entry did to what an account owns of one asset. */
export interface Movement {
  readonly at: number;
  readonly asset: string;
  /** Signed. */
  readonly quantity: Big;
}

/**
 * Every change of an account's balances that its entries tell. A spot fill moves base against quote and its fee. A derivative's
 * fill moves no asset but its fee and what it realised, in the quote currency (of an inverse contract: its coin); what is
 * booked as `realizedPnl` income is not in the fill.
 */
export function movementsOf({ trades, flows, income }: AccountLedger): readonly Movement[] {
  const movements: Movement[] = [];
  for (const trade of trades) movements.push(...movementsOfTrade(trade));
  for (const { at, asset, quantity } of [...flows, ...income]) movements.push({ at, asset, quantity: big(quantity) });
  return movements.sort((a, b) => a.at - b.at);
}

function movementsOfTrade(trade: Trade): readonly Movement[] {
  const { at, base, quote } = trade;
  const fee =
    trade.fee === null || trade.feeCurrency === null
      ? []
      : [{ at, asset: trade.feeCurrency, quantity: big(trade.fee).neg() }];
  if (trade.contract !== undefined) {
    if (trade.realizedPnl === undefined) return fee;
    return [...fee, { at, asset: settlementOf(trade), quantity: big(trade.realizedPnl) }];
  }
  const sign = trade.side === 'buy' ? 1 : -1;
  const quantity = big(trade.quantity).times(sign);
  return [{ at, asset: base, quantity }, { at, asset: quote, quantity: quantity.times(trade.price).neg() }, ...fee];
}

/** The currency a trade realises in: its quote, of an inverse contract its coin. */
export function settlementOf(trade: Pick<Trade, 'base' | 'quote' | 'contract'>): string {
  return trade.contract === 'inverse' ? trade.base : trade.quote;
}

/** What an account owned of each asset before its first entry: what it owns now less everything that is told. */
export function ownedBefore(now: ReadonlyMap<string, Big>, told: AccountLedger): ReadonlyMap<string, Big> {
  const before = new Map(now);
  for (const [asset, tally] of netOf(told)) before.set(asset, (before.get(asset) ?? big(0)).minus(tally.big()));
  return before;
}

/** The sum of all movements, by asset: the same as of `movementsOf`, without making any. */
function netOf({ trades, flows, income }: AccountLedger): ReadonlyMap<string, Tally> {
  const tallies = new Map<string, Tally>();
  const of = (asset: string): Tally => {
    const known = tallies.get(asset);
    if (known !== undefined) return known;
    const made = createTally();
    tallies.set(asset, made);
    return made;
  };
  for (const trade of trades) {
    const { base, quote, side, quantity, price, fee, feeCurrency } = trade;
    if (trade.contract === undefined) {
      const sign = side === 'buy' ? 1 : -1;
      of(base).addProduct(quantity, '1', sign);
      of(quote).addProduct(quantity, price, sign === 1 ? -1 : 1);
    } else if (trade.realizedPnl !== undefined) of(settlementOf(trade)).add(trade.realizedPnl);
    if (fee !== null && feeCurrency !== null) of(feeCurrency).addProduct(fee, '1', -1);
  }
  for (const { asset, quantity } of flows) of(asset).add(quantity);
  for (const { asset, quantity } of income) of(asset).add(quantity);
  return tallies;
}
