import { type Big, big } from '../decimal.ts';
import type { CashFlow } from '../model/trade.ts';
import type { PaperBook } from './paperBook.ts';

/**
 * A reset as flows: all that is there goes out in kind (what is short comes in), then the starting cash comes in. Their value at
 * that time is exactly what the account's worth changes by, whatever the prices are, so that a reset is neither profit nor loss.
 */
export function resetFlows(
  book: PaperBook,
  { id, at, cash }: { readonly id: string; readonly at: number; readonly cash: Readonly<Record<string, string>> },
): readonly CashFlow[] {
  const there = new Map<string, Big>();
  const add = (asset: string, quantity: string) => there.set(asset, (there.get(asset) ?? big(0)).plus(quantity));
  for (const [asset, quantity] of Object.entries(book.cash)) add(asset, quantity);
  for (const { base, quantity } of Object.values(book.positions)) add(base, quantity);
  const flow = (word: string, asset: string, quantity: Big): readonly CashFlow[] => {
    const kind = quantity.lt(0) ? 'withdrawal' : 'deposit';
    return quantity.eq(0) ? [] : [{ id: `${id} ${word} ${asset}`, at, asset, quantity: quantity.toString(), kind }];
  };
  return [
    ...[...there].flatMap(([asset, quantity]) => flow('out', asset, quantity.neg())),
    ...Object.entries(cash).flatMap(([asset, quantity]) => flow('in', asset, big(quantity))),
  ];
}
