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
 * Simple returns per day, time-weighted over cash flows: the value of a day is its last one; flows within a day count at
 * the values around them, and with daily values only from its start when money came in, until its end when it went out. Days without a value are joined into one period with the
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
    const step = dailyReturn(previous, point);
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
  /** Return of the day, where the values within it tell more than its two ends and the net flow. */
  readonly change?: number;
}

/** Return from one daily point to the next; null where there was no capital to earn on. The flow has to be known. */
export function dailyReturn(before: number, point: DailyPoint): number | null {
  return point.change ?? stepReturn(before, point.equity, point.flow ?? 0);
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

/**
 * Values within a day say what money earned on: its steps are linked, each flow at its value. But a flow that the value beside
 * it does not show (a date without a time, a balance that came later) would then be a profit or a loss: such a day is told
 * by its two ends and the net flow; what came in and went out again counts as there meanwhile, where nothing says otherwise.
 */
function dayOf(points: readonly ValuePoint[], begin: number, end: number, start: number): DailyPoint {
  const last = points[end] ?? { at: 0, equity: start, flow: null, origin: 'recorded' };
  let into = 0;
  let out = 0;
  let unseen = 0;
  let growth: number | null = 1;
  let previous = start;
  for (let index = begin; index <= end; index++) {
    const point = points[index];
    if (point === undefined || point.flow === null) return { ...last, flow: null };
    const { flow, equity } = point;
    if (flow > 0) into += flow;
    else out -= flow;
    if (Math.abs(equity - previous - flow) > Math.abs(flow) / 2) unseen += Math.abs(flow);
    const step: number | null = stepReturn(previous, equity, flow);
    growth = growth === null || step === null ? null : growth * (1 + step);
    previous = equity;
  }
  const point = { ...last, flow: into - out };
  if (into + out === 0 || begin === end) return point;
  const seen = unseen <= (into + out) / 4;
  if (growth !== null && seen) return { ...point, change: growth - 1 };
  const passing = Math.min(into, out);
  if (growth !== null || passing === 0) return point;
  const change = stepReturn(start + passing, last.equity + passing, point.flow);
  return change === null ? point : { ...point, change };
}
