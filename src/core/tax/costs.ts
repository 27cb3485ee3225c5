import { type Big, big, toNumber } from '../decimal.ts';
import type { RateAt } from '../ledger/assetLots.ts';
import { settlementOf } from '../ledger/movements.ts';
import type { Ledger } from '../model/ledger.ts';
import type { CostCategory } from '../model/tax.ts';

export interface CostsInput {
  readonly ledger: Ledger;
  /** [from, to] */
  readonly from: number;
  readonly to: number;
  readonly rateAt: RateAt;
  /** Network fees are a category of their own; else they are within the others. */
  readonly trackGas: boolean;
}

const titles: Readonly<Record<CostCategory['id'], string>> = {
  trading: 'Trading fees',
  network: 'Network fees',
  funding: 'Funding',
  interest: 'Interest',
  other: 'Other fees',
};

/**
 * LED-4: what trading and moving money cost, in base currency at the rates of the days; positive is paid, so that rebates and
 * funding received lessen it. Interest that was earned is income, no negative cost.
 */
export function costsOf({ ledger, from, to, rateAt, trackGas }: CostsInput): readonly CostCategory[] {
  const sums = new Map<CostCategory['id'], { amount: Big; count: number; unpriced: number }>();
  const add = (id: CostCategory['id'], asset: string, paid: Big, at: number): void => {
    if (paid.eq(0) || at < from || at > to) return;
    const known = sums.get(id) ?? { amount: big(0), count: 0, unpriced: 0 };
    sums.set(id, known);
    known.count += 1;
    const rate = rateAt(asset, at);
    if (rate === null) known.unpriced += 1;
    else known.amount = known.amount.plus(rate.times(paid));
  };
  for (const trade of ledger.trades) {
    if (trade.fee !== null) add('trading', trade.feeCurrency ?? settlementOf(trade), big(trade.fee), trade.at);
  }
  for (const { kind, asset, quantity, at } of ledger.flows) {
    if (kind === 'fee') add(trackGas ? 'network' : 'other', asset, big(quantity).neg(), at);
  }
  for (const { kind, asset, quantity, at } of ledger.income) {
    const paid = big(quantity).neg();
    if (kind === 'funding') add('funding', asset, paid, at);
    else if (kind === 'interest' && paid.gt(0)) add('interest', asset, paid, at);
    else if (kind === 'fee') add('other', asset, paid, at);
    else if (kind === 'rebate') add('trading', asset, paid, at);
  }
  const order: readonly CostCategory['id'][] = ['trading', 'network', 'funding', 'interest', 'other'];
  return order.flatMap((id) => {
    const { amount = big(0), count = 0, unpriced = 0 } = sums.get(id) ?? {};
    if (id === 'network' && !trackGas) return [];
    return [{ id, title: titles[id], amount: toNumber(amount.round(8)), count, unpriced }];
  });
}
