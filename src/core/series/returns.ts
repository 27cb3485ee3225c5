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
 * from its start when it came in, until its end when it went out; what passed through within the day, both. Days without a value are joined into one period with the
 * next, days on which nothing was there are none. A flow that is not known (null) makes the span's returns unknowable, and so does a value at or below zero before it.
 * The first point is the baseline: its own flow counts for nothing, and its first period may be a part of a day.
 */
export function returnsOf(points: readonly ValuePoint[], options: ReturnsOptions): Returns {
  const name = options.name ?? 'the portfolio';
  const [first, ...rest] = points;
  if (!first || rest.length === 0)
    return { ok: false, reason: 'returns need two values, no more than one is recorded' };
  const daily = dailyPoints(rest, first.equity);
  const at: number[] = [];
  const returns: number[] = [];
  let previous = first.equity;
  for (const point of daily) {
    if (point.flow === null) return { ok: false, reason: `cash flows of ${name} are not known` };
    // Nothing was there all day: no period, and no end of the record.
    if (previous === 0 && point.equity === 0 && point.flow === 0) continue;
    const { passing = 0 } = point;
    const step = stepReturn(previous + passing, point.equity + passing, point.flow);
    if (step === null) {
      const date = new Date(point.at).toISOString().slice(0, 10);
      return { ok: false, reason: `${name} was worth nothing, or less, before ${date}: there is no return across it` };
    }
    // A value at midnight closes the day before it, so it is dated within that day.
    at.push(point.at % day === 0 ? point.at - 1 : point.at);
    returns.push(step);
    previous = point.equity;
  }
  if (at.length === 0) return { ok: false, reason: `${name} was worth nothing all the time` };
  const perYear = options.perYear ?? inferPeriodsPerYear([first.at, ...at]);
  return { ok: true, value: { at, returns, start: first.at, perYear, riskFree: options.riskFree } };
}

/** The last value of a day, with its net flow. */
export interface DailyPoint extends ValuePoint {
  /** What came in and went out again on the day, and was there to earn on meanwhile; absent: nothing. */
  readonly passing?: number;
}

/**
 * The last value of each UTC day with the day's net flow (null once a part is not known). A value at midnight closes the day
 * before it. `before`: the value that the first day begins with.
 */
export function dailyPoints(points: readonly ValuePoint[], before: number): readonly DailyPoint[] {
  const daily: DailyPoint[] = [];
  let begin = 0;
  let start = before;
  points.forEach((point, index) => {
    const next = points[index + 1];
    if (next !== undefined && Math.ceil(next.at / day) === Math.ceil(point.at / day)) return;
    daily.push(dayOf(points, begin, index, start));
    begin = index + 1;
    start = point.equity;
  });
  return daily;
}

function dayOf(points: readonly ValuePoint[], begin: number, end: number, start: number): DailyPoint {
  const last = points[end] ?? { at: 0, equity: start, flow: null, origin: 'recorded' };
  let into = 0;
  let out = 0;
  for (let index = begin; index <= end; index++) {
    const flow = points[index]?.flow ?? null;
    if (flow === null) return { ...last, flow: null };
    if (flow > 0) into += flow;
    else out -= flow;
  }
  const point = { ...last, flow: into - out };
  const passing = Math.min(into, out);
  if (passing === 0) return point;
  // Money that passes through earns while it is there; on its way between two accounts, or told at the wrong minute, it does
  // not. The values in between say which of the two it was.
  const whole = stepReturn(start + passing, last.equity + passing, point.flow);
  const net = stepReturn(start, last.equity, point.flow);
  const linked = linkedReturn(points, begin, end, start);
  const earned = linked === null || net === null || Math.abs(linked - (whole ?? 0)) < Math.abs(linked - net);
  return earned ? { ...point, passing } : point;
}

/** The steps of a day one after the other; null where one of them has no capital. */
function linkedReturn(points: readonly ValuePoint[], begin: number, end: number, start: number): number | null {
  let growth = 1;
  let previous = start;
  for (let index = begin; index <= end; index++) {
    const point = points[index];
    const step = point === undefined || point.flow === null ? null : stepReturn(previous, point.equity, point.flow);
    if (point === undefined || step === null) return null;
    growth *= 1 + step;
    previous = point.equity;
  }
  return growth - 1;
}
