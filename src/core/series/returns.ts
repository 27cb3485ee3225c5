import type { ReturnSeries } from '../metrics/metric.ts';
import type { ValuePoint } from '../model/series.ts';
import { inferPeriodsPerYear } from './periodsPerYear.ts';
import { stepReturn } from './stepReturn.ts';

export interface ReturnsOptions {
  /** Annual risk-free rate as a fraction. */
  readonly riskFree: number;
  /** Name of the account or portfolio, for reasons. */
  readonly name?: string;
  /** Set to override what the dates say. */
  readonly perYear?: number;
}

export type Returns =
  | { readonly ok: true; readonly value: ReturnSeries }
  | { readonly ok: false; readonly reason: string };

const day = 86_400_000;

/**
 * Simple returns per day, time-weighted over cash flows: the value of a day is its last one; what flowed during the day counts
 * from its start when it came in, until its end when it went out. Days without a value are joined into one period with the
 * next. A flow that is not known (null) makes the span's returns unknowable, and so does a value at or below zero before it.
 * The first point is the baseline: its own flow counts for nothing, and its first period may be a part of a day.
 */
export function returnsOf(points: readonly ValuePoint[], options: ReturnsOptions): Returns {
  const name = options.name ?? 'the portfolio';
  const [first, ...rest] = points;
  if (!first || rest.length === 0)
    return { ok: false, reason: 'returns need two values, no more than one is recorded' };
  const daily = dailyPoints(rest);
  const at: number[] = [];
  const returns: number[] = [];
  let previous = first.equity;
  for (const point of daily) {
    if (point.flow === null) return { ok: false, reason: `cash flows of ${name} are not known` };
    const step = stepReturn(previous, point.equity, point.flow);
    if (step === null) {
      return {
        ok: false,
        reason: `${name} had nothing to earn on before ${new Date(point.at).toISOString().slice(0, 10)}`,
      };
    }
    // A value at midnight closes the day before it, so it is dated within that day.
    at.push(point.at % day === 0 ? point.at - 1 : point.at);
    returns.push(step);
    previous = point.equity;
  }
  const perYear = options.perYear ?? inferPeriodsPerYear([first.at, ...at]);
  return { ok: true, value: { at, returns, start: first.at, perYear, riskFree: options.riskFree } };
}

/**
 * The last value of each UTC day with the day's net flow (null once a part is not known). A value at midnight closes the day
 * before it.
 */
export function dailyPoints(points: readonly ValuePoint[]): readonly ValuePoint[] {
  const daily: ValuePoint[] = [];
  let current = Number.NaN;
  for (const point of points) {
    const date = Math.ceil(point.at / day);
    const last = daily.at(-1);
    if (last && date === current) {
      const flow = last.flow === null || point.flow === null ? null : last.flow + point.flow;
      daily[daily.length - 1] = { ...point, flow };
    } else daily.push(point);
    current = date;
  }
  return daily;
}
