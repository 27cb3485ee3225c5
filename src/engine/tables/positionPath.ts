import type { Curve } from '../../core/model/series.ts';
import type { Trade } from '../../core/model/trade.ts';

export interface PathInput {
  /** Of the position, ascending. */
  readonly fills: readonly Trade[];
  /** What else changed the quantity (deposits, transfers, interest, fees in kind), ascending, signed; it is no profit. */
  readonly moves: readonly { readonly at: number; readonly quantity: number }[];
  /** Signed units, or contracts × contract size, that are held now. */
  readonly held: number;
  readonly inverse: boolean;
  /** Of prices and of the P&L (inverse contracts: P&L in the coin). */
  readonly currency: string;
  readonly markPrice: number | null;
  readonly now: number;
  /** Price at the end of a day in the currency of prices; null: not known. */
  readonly closeAt: (at: number) => number | null;
  /** Worth of a currency in base currency; null: not known. */
  readonly rateAt: (currency: string, at: number) => number | null;
  /** Currency of the P&L. */
  readonly settlement: string;
}

export type Path =
  | {
      readonly curve: Curve /** Quantity that no entry tells; it counts at its price then. */;
      readonly before: number | null;
    }
  | { readonly reason: string };

const day = 86_400_000;
/** Less than this part of what was traded is rounding. */
const dust = 1e-6;

interface Step {
  readonly at: number;
  readonly change: number;
  /** Money (inverse: coins) that the change took, negative, or brought; null: at the price of its time. */
  readonly cash: number | null;
  /** Of a fill. */
  readonly price: number | null;
}

/**
 * POS-5: cumulative realised + unrealised P&L in base currency. Whatever the cost basis it is what sales brought − what
 * purchases cost + what is held × its price (inverse contracts in coin: Σ size / fill price − held / price), at every fill, at
 * the end of every day whose price is known, and now. What came in or went out without a fill counts at its price, so that
 * it is no profit. Before fees. Doubles: it is a picture.
 */
export function positionPath(input: PathInput): Path {
  const { fills, moves, held, inverse, now, markPrice, currency } = input;
  if (fills.length === 0 && moves.length === 0) return { reason: 'no fills of it are known' };
  const steps = stepsOf(input);
  const changed = steps.reduce((sum, { change }) => sum + change, 0);
  const traded = steps.reduce((sum, { change }) => sum + Math.abs(change), 0);
  const before = held - changed;
  const isKnown = Math.abs(before) <= dust * Math.max(Math.abs(held), traded);
  const first = steps[0];
  if (first === undefined) return { reason: 'no fills of it are known' };
  const worth = (quantity: number, price: number): number => (inverse ? -quantity / price : quantity * price);
  const at: number[] = [];
  const value: number[] = [];
  let quantity = isKnown ? 0 : before;
  let cash = 0;
  let last: number | null = first.price ?? input.closeAt(first.at);
  if (!isKnown) {
    if (last === null) return { reason: `what it was worth on ${dayOf(first.at)}, when its fills begin, is not known` };
    cash = -worth(before, last);
  }
  const tell = (time: number, price: number | null): void => {
    const open = Math.abs(quantity) > dust * traded;
    if (open && price === null) return;
    const rate = input.rateAt(input.settlement, time);
    if (rate === null) return;
    const amount = cash + (open && price !== null ? worth(quantity, price) : 0);
    at.push(time);
    value.push(amount * rate);
  };
  let next = 0;
  let midnight = Math.floor(first.at / day) * day + day;
  const fillUntil = (until: number): string | null => {
    for (let step = steps[next]; step !== undefined && step.at <= until; step = steps[next]) {
      const price = step.price ?? input.closeAt(step.at) ?? last;
      if (step.cash === null && price === null) return `what came in on ${dayOf(step.at)} has no price then`;
      cash += step.cash ?? (price === null ? 0 : -worth(step.change, price));
      quantity += step.change;
      last = price;
      next += 1;
      // Many fills of one moment are one point.
      if (steps[next]?.at !== step.at) tell(step.at, price);
    }
    return null;
  };
  for (; midnight <= now; midnight += day) {
    const reason = fillUntil(midnight - 1);
    if (reason !== null) return { reason };
    tell(midnight - 1, input.closeAt(midnight - 1));
  }
  const reason = fillUntil(now);
  if (reason !== null) return { reason };
  tell(now, markPrice);
  if (at.length < 2) return { reason: `no price of it in ${currency} is known for the time since its first fill` };
  return { curve: { at, value }, before: isKnown ? null : before };
}

function stepsOf({ fills, moves, inverse }: PathInput): readonly Step[] {
  const steps = [
    ...moves.map(({ at, quantity }): Step => ({ at, change: quantity, cash: null, price: null })),
    ...fills.map((fill): Step => {
      const size = Number(fill.quantity) * Number(fill.contractSize ?? 1) * (fill.side === 'buy' ? 1 : -1);
      const price = Number(fill.price);
      return { at: fill.at, change: size, cash: inverse ? size / price : -size * price, price };
    }),
  ];
  return steps.sort((a, b) => a.at - b.at);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
