import { type Big, big } from '../decimal.ts';
import type { Income } from '../model/ledger.ts';
import type { CashFlow } from '../model/trade.ts';
import type { PaperBook } from './paperBook.ts';

export interface Told {
  readonly flows: readonly CashFlow[];
  readonly income: readonly Income[];
}

/**
 * A reset as entries: all that is there goes out (what is short comes in), then the starting cash comes in; their value at that time
 * is exactly what the account's worth changes by, so that a reset is neither profit nor loss. The trades before it are told no more:
 * what they made of what was paid in is told as their result, so that entries still add up to what is held.
 */
export function resetEntries(
  book: PaperBook,
  told: Told,
  { id, at, cash }: { readonly id: string; readonly at: number; readonly cash: Readonly<Record<string, string>> },
): Told {
  const there = totals([
    ...Object.entries(book.cash),
    ...Object.values(book.positions).map(({ base, quantity }) => [base, quantity] as const),
  ]);
  const paidIn = totals([...told.flows, ...told.income].map(({ asset, quantity }) => [asset, quantity]));
  const flow = (word: string, asset: string, quantity: Big): readonly CashFlow[] => {
    const kind = quantity.lt(0) ? 'withdrawal' : 'deposit';
    return quantity.eq(0) ? [] : [{ id: `${id} ${word} ${asset}`, at, asset, quantity: quantity.toString(), kind }];
  };
  const income = [...new Set([...there.keys(), ...paidIn.keys()])].flatMap((asset): readonly Income[] => {
    const made = (there.get(asset) ?? big(0)).minus(paidIn.get(asset) ?? 0);
    if (made.eq(0)) return [];
    return [{ id: `${id} result ${asset}`, at, asset, quantity: made.toString(), kind: 'other', symbol: null }];
  });
  const flows = [
    ...[...there].flatMap(([asset, quantity]) => flow('out', asset, quantity.neg())),
    ...Object.entries(cash).flatMap(([asset, quantity]) => flow('in', asset, big(quantity))),
  ];
  return { flows, income };
}

function totals(entries: readonly (readonly [asset: string, quantity: string])[]): ReadonlyMap<string, Big> {
  const sums = new Map<string, Big>();
  for (const [asset, quantity] of entries) sums.set(asset, (sums.get(asset) ?? big(0)).plus(quantity));
  return sums;
}
