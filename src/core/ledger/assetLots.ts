import { type Big, big } from '../decimal.ts';
import type { CostBasis } from './costBasis.ts';
import type { Lot } from './lotPool.ts';
import { createLotBook, type LotBook } from './matchLots.ts';

/** Price of an asset in the base currency at a time; null: not known. */
export type RateAt = (asset: string, at: number) => Big | null;

/** Lots of one asset in one account, all costs in one currency: that of the first lot, until nothing is left. */
export interface AssetLots {
  readonly book: LotBook;
  currency: string | null;
  /** All costs are in this currency, each at the rate of its own day (tax); null: see above. */
  readonly fixed: string | null;
}

export interface OpenLots {
  readonly quantity: Big;
  /** null: some of it came in at a cost that is not known. */
  readonly cost: Big | null;
  readonly currency: string;
  readonly reason: string | null;
}

export function createAssetLots(method: CostBasis, allowShort: boolean, fixed: string | null = null): AssetLots {
  return { book: createLotBook(method, allowShort), currency: fixed, fixed };
}

/** What a rate makes of an amount is known to this many decimal places. */
const ratePlaces = 8;

/** A cost that a rate told, no finer than rates are: so few digits are counted in no time. */
export function rounded(amount: Big | null): Big | null {
  return amount?.round(ratePlaces) ?? null;
}

/** `amount` of `from` in `to` at a time, through the base currency; null where a price is not known. */
export function convert(amount: Big, from: string, to: string, at: number, rateAt: RateAt): Big | null {
  if (from === to) return amount;
  const [one, other] = [rateAt(from, at), rateAt(to, at)];
  return one === null || other === null || other.lte(0) ? null : amount.times(one).div(other);
}

/**
 * Adds what came in for `amount` of `currency` (null: not known, for `reason`): a lot of its own also beside a short, which only a
 * purchase covers.
 */
export function acquire(
  lots: AssetLots,
  lot: { readonly at: number; readonly quantity: Big; readonly amount: Big | null; readonly currency: string },
  reason: string,
  rateAt: RateAt,
): void {
  if (lot.quantity.lte(0)) return;
  if (lots.fixed === null && lot.amount !== null && (lots.currency === null || lots.book.quantity().eq(0)))
    lots.currency = lot.currency;
  const into = lots.currency ?? lot.currency;
  const converted = lot.amount && convert(lot.amount, lot.currency, into, lot.at, rateAt);
  const amount = converted === lot.amount ? converted : rounded(converted);
  const why = lot.amount === null ? reason : `no price leads from ${lot.currency} to ${lots.currency} on its day`;
  const rank = amount?.div(lot.quantity) ?? null;
  lots.book.add([{ at: lot.at, quantity: lot.quantity, amount, rank, reason: amount === null ? why : null }]);
}

/** Lots that were carried from another account, with their own costs. */
export function receive(lots: AssetLots, carried: readonly Lot[], currency: string, rateAt: RateAt): void {
  if (lots.fixed === null && (lots.currency === null || lots.book.quantity().eq(0))) lots.currency = currency;
  const into = lots.currency ?? currency;
  lots.book.add(
    carried.map((lot) => {
      // A fee on the way made each unit dearer.
      if (lot.amount === null || currency === into) return { ...lot, rank: lot.amount?.div(lot.quantity) ?? null };
      const amount = rounded(convert(lot.amount, currency, into, lot.at, rateAt));
      const reason = lot.reason ?? `no price leads from ${currency} to ${into} on its day`;
      return { ...lot, amount, rank: amount?.div(lot.quantity) ?? null, reason };
    }),
  );
}

export function openLots({ book, currency }: AssetLots): OpenLots | null {
  const lots = book.lots();
  if (lots.length === 0) return null;
  let cost: Big | null = big(0);
  let quantity = big(0);
  for (const lot of lots) {
    quantity = quantity.plus(lot.quantity);
    cost = cost && lot.amount && cost.plus(lot.amount);
  }
  const reason = lots.find((lot) => lot.amount === null)?.reason ?? null;
  return { quantity, cost: currency === null ? null : cost, currency: currency ?? '', reason };
}
