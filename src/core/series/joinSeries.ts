import type { ReturnSeries } from '../metrics/metric.ts';
import { inferPeriodsPerYear } from './periodsPerYear.ts';

const day = 86_400_000;

export interface JoinOptions {
  /**
   * Of periods that only one of the two has: `drop` (default, the inner join of conventions.md: each series' own returns on the
   * dates both have), or `compound` them into the next common one, so that a share's Monday is set against a coin's whole weekend.
   */
  readonly between?: 'drop' | 'compound';
}

/**
 * Two series on the dates both have (UTC date of each period's end), in order of time. Periods per year are told anew from the
 * common dates where some were dropped and the series' own were told so too; the risk-free rate is the first one's, for both.
 * Periods finer than a day are joined by their exact time. No common date: two series without returns.
 */
export function joinSeries(a: ReturnSeries, b: ReturnSeries, options: JoinOptions = {}): [ReturnSeries, ReturnSeries] {
  const keyOf = a.perYear > 366 || b.perYear > 366 ? (at: number) => at : (at: number) => Math.floor(at / day);
  const compound = options.between === 'compound';
  const at: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const rates: number[] = [];
  let i = 0;
  let j = 0;
  let skippedA = 1;
  let skippedB = 1;
  let skippedRate = 1;
  // What either series has before both began is no part of a common period.
  let started = false;
  while (i < a.at.length && j < b.at.length) {
    const x = keyOf(a.at[i] ?? 0);
    const y = keyOf(b.at[j] ?? 0);
    const growA = 1 + (a.returns[i] ?? 0);
    const growB = 1 + (b.returns[j] ?? 0);
    const rate = 1 + (a.riskFreeSeries?.[i] ?? 0);
    if (x === y) {
      at.push(a.at[i] ?? 0);
      const whole = compound && started;
      left.push(whole && skippedA !== 1 ? skippedA * growA - 1 : (a.returns[i] ?? 0));
      right.push(whole && skippedB !== 1 ? skippedB * growB - 1 : (b.returns[j] ?? 0));
      rates.push(whole && skippedRate !== 1 ? skippedRate * rate - 1 : (a.riskFreeSeries?.[i] ?? 0));
      skippedA = 1;
      skippedB = 1;
      skippedRate = 1;
      started = true;
      i += 1;
      j += 1;
    } else if (x < y) {
      skippedA *= growA;
      skippedRate *= rate;
      i += 1;
    } else {
      skippedB *= growB;
      j += 1;
    }
  }
  const start = startOf(a, b, at[0]);
  const whole = at.length === a.at.length;
  const perYear = whole || at.length < 3 ? a.perYear : inferPeriodsPerYear(at);
  const common = { at, start, perYear, riskFree: a.riskFree };
  const other: ReturnSeries = { ...common, returns: right };
  // The same series stays the same record: what is known of it need not be computed again.
  if (whole && start === a.start) return [a, other];
  return [{ ...common, returns: left, ...(a.riskFreeSeries ? { riskFreeSeries: rates } : {}) }, other];
}

/** The later start of the two, but not after the first common period's end. */
function startOf(a: ReturnSeries, b: ReturnSeries, first: number | undefined): number {
  const later = Math.max(a.start, b.start);
  return first === undefined ? later : Math.min(later, first);
}
