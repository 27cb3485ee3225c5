import { type Big, big, type Numeric, sum } from '../decimal.ts';
import type { CostBasis } from './costBasis.ts';
import { createLotPool, type Lot, type LotPool } from './lotPool.ts';

/** Something bought or sold, or a long or short that was opened or closed. `quantity` > 0. */
export interface LotEvent {
  readonly at: number;
  readonly side: 'buy' | 'sell';
  readonly quantity: Numeric;
  /** All that was paid or received, fees counted as the caller wants them; null: not known, and `reason` says why. */
  readonly amount: Numeric | null;
  readonly reason?: string;
  /** What HIFO and LOFO order lots by, a unit; absent: amount / quantity. */
  readonly rank?: Numeric;
}

export interface LotMatch {
  readonly openedAt: number;
  readonly quantity: Big;
  /** Of a short: what buying it back cost. */
  readonly cost: Big | null;
  readonly proceeds: Big | null;
  readonly gain: Big | null;
  readonly reason: string | null;
}

/** One event that closed something. Its numbers are of what was matched; what was not is `unmatched`, never given cost 0. */
export interface Disposal {
  readonly at: number;
  readonly side: 'long' | 'short';
  readonly quantity: Big;
  readonly unmatched: Big;
  /** What the unmatched part brought: no gain, because what it cost is not known. */
  readonly unmatchedProceeds: Big | null;
  readonly proceeds: Big | null;
  readonly cost: Big | null;
  readonly gain: Big | null;
  readonly reason: string | null;
  readonly matches: readonly LotMatch[];
}

/** Lots of one asset of one account over time. Feed events in order of time. */
export interface LotBook {
  /** What the event closed; null where it only opened. */
  take(event: LotEvent): Disposal | null;
  /** Signed: negative is short. */
  quantity(): Big;
  lots(): readonly Lot[];
  /** Takes lots out as they are, to carry them elsewhere; what is missing is `rest`. */
  remove(quantity: Big): { readonly taken: readonly Lot[]; readonly rest: Big };
  /** Takes short lots out as they are, because they were bought back. */
  removeShort(quantity: Big): { readonly taken: readonly Lot[]; readonly rest: Big };
  /** Long lots, for many fills at once. */
  readonly long: LotPool;
  /** Puts lots in that were carried here. */
  add(lots: readonly Lot[]): void;
}

/** A fill that closes and opens is divided at this many decimal places of its amount. */
const partPlaces = 12;

/**
 * LED-2: first in first out, last in first out, highest or lowest cost first, or average cost. Without `allowShort` what is sold
 * beyond what is held stays unmatched (spot); with it a short is opened (derivatives, paper). Exact; divisions of lots round
 * at 40 decimal places.
 */
export function createLotBook(method: CostBasis, allowShort: boolean): LotBook {
  const byCost = method === 'HIFO' || method === 'LOFO';
  const open = { long: createLotPool(method), short: createLotPool(method) };
  return {
    take(event) {
      const quantity = big(event.quantity);
      const amount = event.amount === null ? null : big(event.amount);
      const [closes, opens] = event.side === 'buy' ? (['short', 'long'] as const) : (['long', 'short'] as const);
      const { taken, rest } = open[closes].take(quantity);
      const closed = quantity.minus(rest);
      const mayOpen = opens === 'long' || allowShort;
      // Rounded once, so that what closed and what opened add up to all of it.
      const left = rest.eq(0)
        ? big(0)
        : rest.eq(quantity)
          ? amount
          : (amount?.times(rest).div(quantity).round(partPlaces) ?? null);
      const used = amount && left && amount.minus(left);
      const share = (part: Big): Big | null => (part.eq(closed) ? used : (used?.times(part).div(closed) ?? null));
      if (rest.gt(0) && mayOpen) {
        const unit = (): Big | null => (byCost ? (amount?.div(quantity) ?? null) : null);
        const rank = event.rank === undefined ? unit() : big(event.rank);
        open[opens].add({ at: event.at, quantity: rest, amount: left, rank, reason: event.reason ?? null });
      }
      if (closed.eq(0) && mayOpen) return null;
      const matches = taken.map((lot) => matchOf(lot, share(lot.quantity), closes, event.reason ?? null));
      const of = (pick: (match: LotMatch) => Big | null): Big | null => {
        const parts = matches.map(pick);
        return parts.includes(null) ? null : sum(parts.flatMap((part) => part ?? []));
      };
      return {
        at: event.at,
        side: closes,
        quantity,
        unmatched: mayOpen ? big(0) : rest,
        unmatchedProceeds: mayOpen ? big(0) : left,
        proceeds: of((match) => match.proceeds),
        cost: of((match) => match.cost),
        gain: of((match) => match.gain),
        reason: matches.find((match) => match.reason !== null)?.reason ?? null,
        matches,
      };
    },
    quantity: () => open.long.quantity().minus(open.short.quantity()),
    lots: () => [...open.long.lots(), ...open.short.lots()],
    remove: (quantity) => open.long.take(quantity),
    long: open.long,
    removeShort: (quantity) => open.short.take(quantity),
    add(lots) {
      for (const lot of lots) open.long.add(lot);
    },
  };
}

function matchOf(lot: Lot, amount: Big | null, side: 'long' | 'short', reason: string | null): LotMatch {
  const [cost, proceeds] = side === 'long' ? [lot.amount, amount] : [amount, lot.amount];
  const gain = cost === null || proceeds === null ? null : proceeds.minus(cost);
  return {
    openedAt: lot.at,
    quantity: lot.quantity,
    cost,
    proceeds,
    gain,
    reason: gain === null ? (lot.reason ?? reason ?? 'its cost is not known') : null,
  };
}

export interface MatchedLots {
  readonly disposals: readonly Disposal[];
  /** Sum of the known gains; `incomplete` where one is not known. */
  readonly realized: Big;
  readonly incomplete: boolean;
  readonly quantity: Big;
  readonly lots: readonly Lot[];
}

/** All events of one asset at once, in order of time. */
export function matchLots(
  events: readonly LotEvent[],
  settings: { readonly method: CostBasis; readonly allowShort: boolean },
): MatchedLots {
  const book = createLotBook(settings.method, settings.allowShort);
  const disposals = events.flatMap((event) => book.take(event) ?? []);
  return {
    disposals,
    realized: sum(disposals.flatMap(({ gain }) => gain ?? [])),
    incomplete: disposals.some(({ gain, unmatched }) => gain === null || unmatched.gt(0)),
    quantity: book.quantity(),
    lots: book.lots(),
  };
}
