import type { CostBasis } from './costBasis.ts';
import { mostUnits } from './units.ts';

/** What was taken out of columns; the same record each time, to be read at once. */
export interface Taken {
  /** Of the lots with a known amount. */
  amount: number;
  /** Whether the amount of some lot is not known; `note` is the first one's. */
  unknown: boolean;
  note: number;
  /** What no lot covers. */
  rest: number;
}

/** One lot, or a part of one, in units. `amount` NaN: not known. */
export type EachLot = (slot: number, quantity: number, amount: number) => void;

/**
 * Open lots as columns of whole numbers, a million of which are matched in the time it takes to read them. Quantities and
 * amounts are units of two scales that the caller keeps; no lot may grow beyond `mostUnits`, no sum beyond what is exact. A lot that is divided
 * costs its part rounded to a unit, and what is left keeps the remainder: nothing is ever lost.
 */
export interface LotColumns {
  /** `amount` NaN: not known, and `note` is a number by which the caller knows why. False: the sums would not be exact any more, and nothing was added. */
  add(at: number, quantity: number, amount: number, rank: number, note: number): boolean;
  take(quantity: number, each?: EachLot): Taken;
  /** Open lots in the order in which they are used. */
  forEach(each: EachLot): void;
  quantity(): number;
  count(): number;
  atOf(slot: number): number;
  rankOf(slot: number): number;
  noteOf(slot: number): number;
  /** Multiplies every quantity and amount, because the scales have more places now; false: they would not fit. */
  scale(quantities: number, amounts: number): boolean;
}

export function createLotColumns(method: CostBasis): LotColumns {
  const ranked = method === 'HIFO' || method === 'LOFO';
  const pooled = method === 'average';
  /** Sums are only added up, so that they may use all digits of a double; that of a pool is divided, too. */
  const mostSum = pooled ? mostUnits : Number.MAX_SAFE_INTEGER;
  const direction = method === 'HIFO' ? -1 : 1;
  let capacity = 16;
  let quantities = new Float64Array(capacity);
  let amounts = new Float64Array(capacity);
  let times = new Float64Array(capacity);
  let ranks = new Float64Array(capacity);
  let notes = new Int32Array(capacity);
  /** FIFO uses slots from the head on, LIFO from the tail back; ranked ones are a heap of slots, whose order is their number. */
  let head = 0;
  let tail = 0;
  let heap: number[] = [];
  let held = 0;
  let known = 0;
  const taken: Taken = { amount: 0, unknown: false, note: 0, rest: 0 };

  const room = (): void => {
    // Half of it is used up: what is open moves to the front. A heap's slots keep their numbers for as long as they are open.
    if (!ranked && head > capacity / 2) {
      for (const column of [quantities, amounts, times, ranks, notes]) column.copyWithin(0, head, tail);
      tail -= head;
      head = 0;
      return;
    }
    capacity *= 2;
    const grown = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(capacity);
      to.set(from);
      return to;
    };
    quantities = grown(quantities);
    amounts = grown(amounts);
    times = grown(times);
    ranks = grown(ranks);
    const kept = new Int32Array(capacity);
    kept.set(notes);
    notes = kept;
  };
  const isBefore = (a: number, b: number): boolean => {
    const [one, two] = [(ranks[a] ?? 0) * direction, (ranks[b] ?? 0) * direction];
    if (one === two || (Number.isNaN(one) && Number.isNaN(two))) return a < b;
    // What has no rank is used last.
    return Number.isNaN(two) || one < two;
  };
  const push = (slot: number): void => {
    let at = heap.length;
    heap.push(slot);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (!isBefore(slot, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = slot;
  };
  const pop = (): void => {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] ?? 0, heap[child] ?? 0)) child += 1;
      const below = heap[child] ?? 0;
      if (!isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  };

  /** As `take`, of the lots that came first: most ledgers, and nobody looks at each lot. */
  const takeFirst = (quantity: number): Taken => {
    let rest = quantity;
    let sum = 0;
    taken.unknown = false;
    while (head < tail) {
      const open = quantities[head] as number;
      const amount = amounts[head] as number;
      const whole = open <= rest;
      const part = whole ? amount : Math.round((amount * rest) / open);
      if (Number.isNaN(part)) {
        if (!taken.unknown) taken.note = notes[head] ?? 0;
        taken.unknown = true;
      } else sum += part;
      if (!whole) {
        quantities[head] = open - rest;
        amounts[head] = amount - part;
        rest = 0;
        break;
      }
      rest -= open;
      head += 1;
      if (rest === 0) break;
    }
    held -= quantity - rest;
    known -= Math.abs(sum);
    if (head === tail) {
      head = 0;
      tail = 0;
      known = 0;
    }
    taken.amount = sum;
    taken.rest = rest;
    return taken;
  };

  return {
    add(at, quantity, amount, rank, note) {
      const unknown = Number.isNaN(amount);
      const size = unknown ? known : known + (amount < 0 ? -amount : amount);
      if (!(quantity < mostUnits && size - known < mostUnits && held + quantity < mostSum && size < mostSum))
        return false;
      held += quantity;
      known = size;
      if (pooled && tail > head) {
        if (unknown && !Number.isNaN(amounts[head])) notes[head] = note;
        quantities[head] = (quantities[head] ?? 0) + quantity;
        amounts[head] = (amounts[head] ?? 0) + amount;
        return true;
      }
      if (tail === capacity) room();
      quantities[tail] = quantity;
      amounts[tail] = amount;
      times[tail] = at;
      if (unknown) notes[tail] = note;
      if (ranked) {
        ranks[tail] = rank;
        push(tail);
      }
      tail += 1;
      return true;
    },
    take(quantity, each) {
      if (each === undefined && !ranked && method !== 'LIFO') return takeFirst(quantity);
      let rest = quantity;
      let sum = 0;
      let note = -1;
      while (rest > 0) {
        const slot = ranked ? (heap[0] ?? -1) : method === 'LIFO' ? tail - 1 : head;
        if (slot < 0 || (ranked ? heap.length === 0 : head >= tail)) break;
        const open = quantities[slot] ?? 0;
        const amount = amounts[slot] ?? 0;
        if (open <= rest) {
          rest -= open;
          if (!Number.isNaN(amount)) sum += amount;
          else if (note < 0) note = notes[slot] ?? 0;
          if (each !== undefined) each(slot, open, amount);
          if (ranked) pop();
          else if (method === 'LIFO') tail -= 1;
          else head += 1;
          continue;
        }
        const part = Math.round((amount * rest) / open);
        quantities[slot] = open - rest;
        amounts[slot] = amount - part;
        if (!Number.isNaN(part)) sum += part;
        else if (note < 0) note = notes[slot] ?? 0;
        if (each !== undefined) each(slot, rest, part);
        rest = 0;
      }
      held -= quantity - rest;
      if (sum !== 0) known -= Math.abs(sum);
      if (ranked ? heap.length === 0 : head >= tail) {
        head = 0;
        tail = 0;
        heap = [];
        known = 0;
      }
      taken.amount = sum;
      taken.unknown = note >= 0;
      taken.note = note;
      taken.rest = rest;
      return taken;
    },
    forEach(each) {
      const slots = ranked
        ? [...heap].sort((a, b) => (isBefore(a, b) ? -1 : 1))
        : Array.from({ length: tail - head }, (_, index) => (method === 'LIFO' ? tail - 1 - index : head + index));
      for (const slot of slots) each(slot, quantities[slot] ?? 0, amounts[slot] ?? 0);
    },
    quantity: () => held,
    count: () => (ranked ? heap.length : tail - head),
    atOf: (slot) => times[slot] ?? 0,
    rankOf: (slot) => ranks[slot] ?? Number.NaN,
    noteOf: (slot) => notes[slot] ?? 0,
    scale(ofQuantities, ofAmounts) {
      if (held * ofQuantities >= mostSum || known * ofAmounts >= mostSum) return false;
      for (let slot = ranked ? 0 : head; slot < tail; slot += 1) {
        // NaN, an amount that is not known, is not larger than anything.
        if ((quantities[slot] ?? 0) * ofQuantities >= mostUnits) return false;
        if (Math.abs(amounts[slot] ?? 0) * ofAmounts >= mostUnits) return false;
      }
      for (let slot = 0; slot < tail; slot += 1) {
        quantities[slot] = (quantities[slot] ?? 0) * ofQuantities;
        amounts[slot] = (amounts[slot] ?? 0) * ofAmounts;
      }
      held *= ofQuantities;
      known *= ofAmounts;
      return true;
    },
  };
}
