import { type Big, big, toNumber } from '../decimal.ts';
import type { CostBasis } from './costBasis.ts';
import { createExactPool } from './exactPool.ts';
import { createLotColumns, type LotColumns } from './lotColumns.ts';
import { bigOf, power, rescaled, unitsOfBig } from './units.ts';

/** A quantity that came in at one time; `amount` is all it cost (of a short lot: all it brought), null where that is not known. */
export interface Lot {
  readonly at: number;
  readonly quantity: Big;
  readonly amount: Big | null;
  /** What HIFO and LOFO order by; null is used up last. */
  readonly rank: Big | null;
  /** Why the amount is not known. */
  readonly reason: string | null;
}

/** Open lots of one asset, used up in the order of a cost basis. Adding and taking are O(log n). */
export interface LotPool {
  add(lot: Lot): void;
  /** Lots, the last one divided, that make up `quantity`; what is missing is `rest`. */
  take(quantity: Big): { readonly taken: readonly Lot[]; readonly rest: Big };
  /** In the order of the cost basis. */
  lots(): readonly Lot[];
  quantity(): Big;
  isEmpty(): boolean;
  /**
   * The lots as columns, for many fills at once, with at least so many decimal places of quantities and amounts; null: some
   * digits do not fit, and they are kept exactly elsewhere.
   */
  columns(quantity: number, amount: number): LotColumns | null;
  /** Decimal places of the columns' units. */
  places(): { readonly quantity: number; readonly amount: number };
  /** Why an amount is not known, by the note of the columns. */
  reasonOf(note: number): string | null;
}

/** Parts of lots are rounded to this many decimal places of their currency at least; what is left keeps the remainder. */
const leastPlaces = 8;
/** A cost with more (binary noise of a file, what a rate made) is rounded to them. */
const mostPlaces = 10;

function costUnits(amount: Big): ReturnType<typeof unitsOfBig> {
  const exactly = unitsOfBig(amount);
  return exactly !== null && exactly.scale <= mostPlaces ? exactly : unitsOfBig(amount.round(mostPlaces));
}

/**
 * Lots as columns of whole numbers for as long as all digits fit, which is nearly always; from then on exact ones of any
 * length. What is taken in parts costs its share rounded to the last place, less than one unit of it off, and never loses any.
 */
export function createLotPool(method: CostBasis): LotPool {
  const ranked = method === 'HIFO' || method === 'LOFO';
  let columns: LotColumns | null = createLotColumns(method);
  let exact: LotPool | null = null;
  let places = { quantity: 0, amount: leastPlaces };
  const reasons: (string | null)[] = [];
  const noteFor = (reason: string | null): number => {
    if (reasons.at(-1) !== reason || reasons.length === 0) reasons.push(reason);
    return reasons.length - 1;
  };
  const lotOf = (slot: number, quantity: number, amount: number): Lot => {
    const unknown = Number.isNaN(amount);
    const rank = columns?.rankOf(slot) ?? Number.NaN;
    return {
      at: columns?.atOf(slot) ?? 0,
      quantity: bigOf(quantity, places.quantity),
      amount: unknown ? null : bigOf(amount, places.amount),
      rank: ranked && !Number.isNaN(rank) ? big(rank) : null,
      reason: unknown ? (reasons[columns?.noteOf(slot) ?? 0] ?? null) : null,
    };
  };
  const allLots = (): readonly Lot[] => {
    const lots: Lot[] = [];
    columns?.forEach((slot, quantity, amount) => void lots.push(lotOf(slot, quantity, amount)));
    return lots;
  };
  /** From here on with all digits. */
  const exactly = (): LotPool => {
    if (exact !== null) return exact;
    const lots = [...allLots()];
    exact = createExactPool(method);
    columns = null;
    // Their order is that of the method: for the others it is that in which they came.
    if (method === 'LIFO') lots.reverse();
    if (ranked) lots.sort((a, b) => a.at - b.at);
    for (const lot of lots) exact.add(lot);
    return exact;
  };
  /** Columns with at least so many places; null where they would not fit. */
  const within = (quantity: number, amount: number): LotColumns | null => {
    if (columns === null) return null;
    if (quantity <= places.quantity && amount <= places.amount) return columns;
    const next = { quantity: Math.max(quantity, places.quantity), amount: Math.max(amount, places.amount) };
    const [ofQuantity, ofAmount] = [power(next.quantity - places.quantity), power(next.amount - places.amount)];
    if (next.quantity > 15 || next.amount > 15 || !columns.scale(ofQuantity, ofAmount)) return null;
    places = next;
    return columns;
  };
  return {
    add(lot) {
      if (lot.quantity.lte(0)) return;
      const quantity = columns === null ? null : unitsOfBig(lot.quantity);
      const amount = columns === null || lot.amount === null ? null : costUnits(lot.amount);
      if (quantity === null || (lot.amount !== null && amount === null)) return exactly().add(lot);
      const own = within(quantity.scale, amount?.scale ?? 0);
      if (own === null) return exactly().add(lot);
      const units = rescaled(quantity.units, quantity.scale, places.quantity);
      const cost = amount === null ? Number.NaN : rescaled(amount.units, amount.scale, places.amount);
      if (Number.isNaN(units) || (amount !== null && Number.isNaN(cost))) return exactly().add(lot);
      const rank = ranked && lot.rank !== null ? toNumber(lot.rank) : Number.NaN;
      if (!own.add(lot.at, units, cost, rank, amount === null ? noteFor(lot.reason) : 0)) exactly().add(lot);
    },
    take(quantity) {
      const wanted = columns === null ? null : unitsOfBig(quantity);
      const own = wanted === null ? null : within(wanted.scale, 0);
      const units =
        own === null || wanted === null ? Number.NaN : rescaled(wanted.units, wanted.scale, places.quantity);
      if (own === null || Number.isNaN(units)) return exactly().take(quantity);
      const taken: Lot[] = [];
      const { rest } = own.take(units, (slot, part, amount) => void taken.push(lotOf(slot, part, amount)));
      return { taken, rest: rest === 0 ? big(0) : bigOf(rest, places.quantity) };
    },
    lots: () => exact?.lots() ?? allLots(),
    quantity: () => exact?.quantity() ?? bigOf(columns?.quantity() ?? 0, places.quantity),
    isEmpty: () => (columns === null ? exactly().isEmpty() : columns.count() === 0),
    columns: (quantity, amount) => within(quantity, amount),
    places: () => places,
    reasonOf: (note) => reasons[note] ?? null,
  };
}
