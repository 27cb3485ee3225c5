import type { ReturnSeries } from '../metrics/metric.ts';
import { inferPeriodsPerYear } from './periodsPerYear.ts';
import { stepReturn } from './stepReturn.ts';

/** A value, or a return, of a date: `at` is the end of its period, epoch ms; files' dates are their UTC midnight. */
export interface Dated {
  readonly at: number;
  readonly value: number;
  /** Of values: money that came in (positive) or went out since the one before; default 0. */
  readonly flow?: number;
}

export interface SeriesOptions {
  /** Annual risk-free rate as a fraction; default 0. */
  readonly riskFree?: number;
  /** Set to override what the dates say. */
  readonly perYear?: number;
  /** Log returns, ln(end / start), instead of simple ones. They add up instead of compounding: metrics that compound do not fit them. */
  readonly log?: boolean;
}

export type BuiltSeries =
  | { readonly ok: true; readonly value: ReturnSeries; readonly inferred: boolean }
  | { readonly ok: false; readonly reason: string };

/**
 * Returns of consecutive values (equity, prices, an index), free of the cash flows that came with them; dates ascend. Fails in
 * words on fewer than two values, and where a value at or below 0 leaves nothing to earn on. For a recorded book: `returnsOf`.
 */
export function seriesFromValues(values: readonly Dated[], options: SeriesOptions = {}): BuiltSeries {
  const [first, ...rest] = values;
  if (!first || rest.length === 0) return { ok: false, reason: 'returns need two values' };
  const at: number[] = [];
  const returns: number[] = [];
  let previous = first;
  for (const point of rest) {
    const { flow = 0 } = point;
    const ratio =
      flow === 0 ? point.value / previous.value : 1 + (stepReturn(previous.value, point.value, flow) ?? Number.NaN);
    const step = options.log === true ? Math.log(ratio) : ratio - 1;
    if (!(previous.value > 0) || !Number.isFinite(step)) {
      return { ok: false, reason: `the value of ${dateOf(previous.at)} leaves nothing to earn on: ${previous.value}` };
    }
    at.push(point.at);
    returns.push(step);
    previous = point;
  }
  return seriesOf(first.at, at, returns, options, options.perYear ?? inferPeriodsPerYear([first.at, ...at]));
}

/** A series of returns as they are; the first period begins one usual gap before its end. */
export function seriesFromReturns(returns: readonly Dated[], options: SeriesOptions = {}): BuiltSeries {
  const [first] = returns;
  if (!first) return { ok: false, reason: 'there are no returns' };
  const wrong = returns.find(({ value }) => !Number.isFinite(value));
  if (wrong) return { ok: false, reason: `the return of ${dateOf(wrong.at)} is no number` };
  const at = returns.map((each) => each.at);
  return seriesOf(
    first.at - usualGap(at),
    at,
    returns.map((each) => each.value),
    options,
    // The start is a guess: of business days that begin on a Monday it would be a Sunday.
    options.perYear ?? inferPeriodsPerYear(at),
  );
}

const day = 86_400_000;

function usualGap(at: readonly number[]): number {
  const gaps = at.slice(1).map((time, i) => time - (at[i] ?? 0));
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? day;
}

function seriesOf(
  start: number,
  at: readonly number[],
  returns: readonly number[],
  options: SeriesOptions,
  perYear: number,
): BuiltSeries {
  return {
    ok: true,
    value: { at, returns, start, perYear, riskFree: options.riskFree ?? 0 },
    inferred: options.perYear === undefined,
  };
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
