import { type Big, big } from '../decimal.ts';
import type { CostBasis } from './costBasis.ts';
import type { Lot, LotPool } from './lotPool.ts';

interface Entry {
  readonly lot: Lot;
  readonly order: number;
}

/** Lots of any number of digits: slow, and exact but for divisions, which round at 40 decimal places. */
export function createExactPool(method: CostBasis): LotPool {
  /** A binary heap: the lot to use first is at 0. */
  const heap: Entry[] = [];
  const before = ordering(method);
  let count = 0;
  let held = big(0);

  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (first === undefined || second === undefined) return;
    heap[a] = second;
    heap[b] = first;
  };
  const isBefore = (a: number, b: number): boolean => {
    const [first, second] = [heap[a], heap[b]];
    return first !== undefined && second !== undefined && before(first, second);
  };
  const push = (entry: Entry): void => {
    heap.push(entry);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isBefore(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const pop = (): Entry | undefined => {
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const best = isBefore(right, left) ? right : left;
      if (!isBefore(best, at)) return first;
      swap(at, best);
      at = best;
    }
  };

  return {
    add(lot) {
      if (lot.quantity.lte(0)) return;
      held = held.plus(lot.quantity);
      const pooled = method === 'average' ? pop() : undefined;
      push(pooled === undefined ? { lot, order: count++ } : { lot: averaged(pooled.lot, lot), order: pooled.order });
    },
    take(quantity) {
      const taken: Lot[] = [];
      let rest = quantity;
      while (rest.gt(0)) {
        const entry = pop();
        if (entry === undefined) break;
        if (entry.lot.quantity.lte(rest)) {
          taken.push(entry.lot);
          rest = rest.minus(entry.lot.quantity);
          continue;
        }
        const [part, left] = divided(entry.lot, rest);
        taken.push(part);
        push({ lot: left, order: entry.order });
        rest = big(0);
      }
      held = held.minus(quantity).plus(rest);
      return { taken, rest };
    },
    lots: () => [...heap].sort((a, b) => (before(a, b) ? -1 : 1)).map(({ lot }) => lot),
    quantity: () => held,
    isEmpty: () => heap.length === 0,
    columns: () => null,
    places: () => ({ quantity: 0, amount: 0 }),
    reasonOf: () => null,
  };
}

function ordering(method: CostBasis): (a: Entry, b: Entry) => boolean {
  switch (method) {
    case 'FIFO':
    case 'average':
      return (a, b) => a.order < b.order;
    case 'LIFO':
      return (a, b) => a.order > b.order;
    case 'HIFO':
      return (a, b) => ranked(a, b, 1);
    case 'LOFO':
      return (a, b) => ranked(a, b, -1);
  }
}

function ranked(a: Entry, b: Entry, direction: 1 | -1): boolean {
  const [one, two] = [a.lot.rank, b.lot.rank];
  if (one === null || two === null) return one === two ? a.order < b.order : two === null;
  return one.eq(two) ? a.order < b.order : one.cmp(two) === direction;
}

function divided(lot: Lot, quantity: Big): readonly [Lot, Lot] {
  const amount = lot.amount?.times(quantity).div(lot.quantity) ?? null;
  return [
    { ...lot, quantity, amount },
    { ...lot, quantity: lot.quantity.minus(quantity), amount: lot.amount && amount && lot.amount.minus(amount) },
  ];
}

function averaged(a: Lot, b: Lot): Lot {
  return {
    ...a,
    quantity: a.quantity.plus(b.quantity),
    amount: a.amount && b.amount && a.amount.plus(b.amount),
    reason: a.reason ?? b.reason,
  };
}
