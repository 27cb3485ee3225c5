import { type Big, big, sum } from '../decimal.ts';
import type { Trade } from '../model/trade.ts';
import { type AccountLedger, type Movement, settlementOf } from './movements.ts';

/** One derivative over time: what was open, and what it realised where neither its fills nor the income say it. */
export interface ContractPath {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly inverse: boolean;
  /** From here on the entry price is known: it was flat, or had never been open. */
  readonly flatSince: number;
  /** Realised P&L that no entry books. */
  readonly movements: readonly Movement[];
  /** What was open right after everything at or before a time; null: flat. */
  at(time: number): OpenContracts | null;
}

export interface OpenContracts {
  readonly contracts: Big;
  readonly entry: Big;
  /** At a mark price in quote: linear in the quote currency, inverse in the coin (POS-1). */
  pnl(mark: Big): Big;
}

interface Step {
  readonly at: number;
  readonly contracts: Big;
  readonly entry: Big;
}

/** Replays derivatives forward from flat, at average entry prices as exchanges do. */
export function contractPaths(ledger: AccountLedger, now: ReadonlyMap<string, Big>): readonly ContractPath[] {
  const bySymbol = new Map<string, Trade[]>();
  for (const trade of [...ledger.trades].sort((a, b) => a.at - b.at)) {
    if (trade.contract === undefined) continue;
    const fills = bySymbol.get(trade.symbol);
    if (fills) fills.push(trade);
    else bySymbol.set(trade.symbol, [trade]);
  }
  const booked = ledger.income.some(({ kind }) => kind === 'realizedPnl');
  return [...bySymbol].flatMap(([symbol, fills]) => {
    const path = pathOf(symbol, fills, now.get(symbol) ?? big(0), booked);
    return path === null ? [] : [path];
  });
}

function pathOf(symbol: string, fills: readonly Trade[], now: Big, booked: boolean): ContractPath | null {
  const [first] = fills;
  if (first === undefined) return null;
  const inverse = first.contract === 'inverse';
  const size = big(first.contractSize ?? 1);
  const before = now.minus(sum(fills.map(signedOf)));
  let contracts = before;
  let entry = big(0);
  let flatSince = before.eq(0) ? 0 : Number.POSITIVE_INFINITY;
  const steps: Step[] = [];
  const movements: Movement[] = [];
  for (const fill of fills) {
    const change = signedOf(fill);
    const price = big(fill.price);
    const after = contracts.plus(change);
    const opens = contracts.eq(0) || contracts.gt(0) === change.gt(0);
    const closed = opens ? big(0) : change.abs().lt(contracts.abs()) ? change.abs() : contracts.abs();
    if (closed.gt(0) && fill.realizedPnl === undefined && !booked && flatSince < Number.POSITIVE_INFINITY) {
      const sign = contracts.gt(0) ? 1 : -1;
      const quantity = pnlOf(closed.times(sign).times(size), entry, price, inverse);
      movements.push({ at: fill.at, asset: settlementOf(fill), quantity });
    }
    if (opens) entry = averageOf(contracts.abs(), entry, change.abs(), price, inverse);
    else if (after.gt(0) !== contracts.gt(0)) entry = price;
    if (after.eq(0) && flatSince === Number.POSITIVE_INFINITY) flatSince = fill.at;
    contracts = after;
    steps.push({ at: fill.at, contracts, entry });
  }
  return {
    symbol,
    base: first.base,
    quote: first.quote,
    inverse,
    flatSince,
    movements,
    at(time) {
      const step = lastAt(steps, time);
      const open = step ?? { contracts: before, entry: big(0) };
      if (open.contracts.eq(0)) return null;
      return { ...open, pnl: (mark) => pnlOf(open.contracts.times(size), open.entry, mark, inverse) };
    },
  };
}

/** `units` signed, contract size in them. */
function pnlOf(units: Big, entry: Big, mark: Big, inverse: boolean): Big {
  if (!inverse) return mark.minus(entry).times(units);
  return entry.eq(0) || mark.eq(0) ? big(0) : units.times(big(1).div(entry).minus(big(1).div(mark)));
}

/** Linear: weighted by contracts; inverse: harmonic, because P&L follows 1 / price. */
function averageOf(held: Big, entry: Big, added: Big, price: Big, inverse: boolean): Big {
  // An entry of 0 is one that is not known (open since before the first fill).
  if (held.eq(0) || entry.eq(0) || price.eq(0)) return price;
  const whole = held.plus(added);
  if (!inverse) return held.times(entry).plus(added.times(price)).div(whole);
  return whole.div(held.div(entry).plus(added.div(price)));
}

/** The last step at or before a time; steps are ascending. */
function lastAt(steps: readonly Step[], time: number): Step | undefined {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.at ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1];
}

function signedOf({ side, quantity }: Trade): Big {
  return side === 'buy' ? big(quantity) : big(quantity).neg();
}
