import type { Activity } from '../core/metrics/metric.ts';
import type { MetricValue } from '../core/model/analytics.ts';
import type { Performance, Period } from '../core/model/performance.ts';
import type { PointOrigin, ValuePoint } from '../core/model/series.ts';
import { xirr } from '../core/performance/moneyWeighted.ts';
import { periodBounds } from '../core/performance/periods.ts';
import { tearSheetOf } from '../core/performance/tearSheet.ts';
import type { Benchmark } from './benchmarks.ts';
import type { Scene } from './scene.ts';

/** What only the book knows of a span. */
export interface BookFacts {
  readonly todayReturn: MetricValue;
  readonly activity: Activity | null;
  readonly notes: readonly string[];
}

export interface PerformanceRequest {
  readonly scene: Scene;
  readonly period: Period;
  /** null: those of the scene. */
  readonly benchmarks: readonly string[] | null;
  /** What the book knows of (from, to]. */
  readonly facts: (span: Span) => Promise<BookFacts>;
}

export interface Span {
  readonly from: number;
  readonly to: number;
  /** The value that the span starts from, then those within it. */
  readonly points: readonly ValuePoint[];
}

/** PERF-1 to PERF-6 of one subject over one period. */
export async function performanceOf({ scene, period, benchmarks, facts }: PerformanceRequest): Promise<Performance> {
  const span = spanOf(scene, period);
  const { points } = span;
  const book = await facts(span);
  const returns = scene.reason === null ? scene.returns(points) : ({ ok: false, reason: scene.reason } as const);
  const start = points[0]?.at ?? span.from;
  const asked = await Promise.all(
    [...new Set(benchmarks ?? scene.benchmarks)].map((id) => scene.benchmark(id, Math.min(start, span.from))),
  );
  const money = moneyOf(span, scene);
  const series = returns.ok
    ? {
        ok: true as const,
        value: {
          ...returns.value,
          ...(book.activity === null ? {} : { activity: book.activity }),
          ...('value' in money.pnl ? { money: { profit: money.pnl.value, invested: money.invested } } : {}),
        },
      }
    : returns;
  const sheet = tearSheetOf({
    series,
    benchmarks: asked.map((each) => within(each, start, span.to)),
    inferred: scene.perYear === null,
    // A file's owner knows how much there is of it.
    everything: scene.series !== null,
    // A share's Monday is set against a coin's whole weekend.
    between: scene.series === null ? 'compound' : 'drop',
  });
  return {
    ...sheet,
    riskFree: scene.riskFree,
    subject: scene.subject,
    title: scene.title,
    currency: scene.currency,
    from: span.from,
    to: span.to,
    ...moneyWeightedOf(span, scene),
    worth: money.worth,
    netFlow: money.netFlow,
    pnl: money.pnl,
    todayReturn: book.todayReturn,
    origins: originsOf(points),
    notes: [...scene.notes, ...book.notes, ...oldStartNotes(span), ...originNotes(points)],
    simulated: scene.simulated,
  };
}

/** The value that a period starts from is the last one at or before its start, however old: from there it was held. */
export function spanOf(scene: Pick<Scene, 'points' | 'now' | 'dayBoundary'>, period: Period): Span {
  const { points, now, dayBoundary } = scene;
  const bounds = periodBounds(period, now, points[0]?.at ?? null, dayBoundary);
  const begin = Math.max(
    0,
    points.findLastIndex(({ at }) => at <= bounds.from),
  );
  // A value at midnight closes the day before it: of a span that ends with a whole day it is the last.
  const until = (bounds.to + 1) % day === 0 ? bounds.to + 1 : bounds.to;
  const inside = points.slice(begin).filter(({ at }) => at <= until);
  return { ...bounds, points: inside };
}

function moneyOf(
  { points }: Span,
  { reason, hasAmounts }: Scene,
): {
  readonly worth: MetricValue;
  readonly netFlow: MetricValue;
  readonly pnl: MetricValue;
  readonly invested: number;
} {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) {
    const none = { reason: reason ?? 'no value is recorded in this period' };
    return { worth: none, netFlow: none, pnl: none, invested: 0 };
  }
  if (!hasAmounts) {
    const none = { reason: 'a file of returns has no amounts' };
    return { worth: none, netFlow: none, pnl: none, invested: 0 };
  }
  let net: number | null = 0;
  let deposits = 0;
  for (const { flow } of points.slice(1)) {
    net = net === null || flow === null ? null : net + flow;
    deposits += Math.max(0, flow ?? 0);
  }
  const worth = { value: last.equity };
  if (net === null) {
    const unknown = { reason: 'deposits and withdrawals of a part of this period are not known' };
    return { worth, netFlow: unknown, pnl: unknown, invested: 0 };
  }
  return {
    worth,
    netFlow: { value: net },
    pnl: { value: last.equity - first.equity - net },
    invested: first.equity + deposits,
  };
}

/** What was there counts as paid in at the start, what is there as paid out at the end. */
function moneyWeightedOf(
  { points }: Span,
  { reason }: Scene,
): Pick<Performance, 'moneyWeighted' | 'moneyWeightedNote'> {
  const first = points[0];
  const last = points.at(-1);
  const none = (why: string) => ({ moneyWeighted: { reason: why }, moneyWeightedNote: null });
  if (first === undefined || last === undefined || first === last) {
    return none(reason ?? 'it needs two values, no more than one is recorded');
  }
  const flows = [{ at: first.at, amount: -first.equity }];
  for (const { at, flow } of points.slice(1)) {
    if (flow === null) return none('deposits and withdrawals of a part of this period are not known');
    if (flow !== 0) flows.push({ at, amount: -flow });
  }
  flows.push({ at: last.at, amount: last.equity });
  const rate = xirr(flows);
  if ('reason' in rate) return none(rate.reason);
  const days = Math.round((last.at - first.at) / day);
  const notes = [
    ...(rate.several ? ['several rates fit these flows; this is the one nearest to 10 %'] : []),
    ...(days < 90 ? [`a rate for a year, told from ${days === 1 ? 'a day' : `${days} days`}`] : []),
  ];
  return { moneyWeighted: { value: rate.value }, moneyWeightedNote: notes.length > 0 ? notes.join('; ') : null };
}

/** A period that begins in a gap of the records reaches back to the value before it: longer than it says. */
function oldStartNotes({ from, points }: Span): readonly string[] {
  const first = points[0]?.at ?? from;
  if (from - first <= oldStartMs) return [];
  const date = (at: number) => new Date(at).toISOString().slice(0, 10);
  return [`Nothing was recorded between ${date(first)} and ${date(from)}: the period is told from the value before.`];
}

const day = 86_400_000;
/** A day, and what a record may come late. */
const oldStartMs = 1.5 * day;

/** Until when values were not seen as they happened. */
function originNotes(points: readonly ValuePoint[]): readonly string[] {
  const last = points.findLast(({ origin }) => origin === 'reconstructed');
  if (last === undefined) return [];
  const date = new Date(last.at).toISOString().slice(0, 10);
  return [`Until ${date} values are reconstructed from trades, transfers and daily closes.`];
}

function originsOf(points: readonly ValuePoint[]): Performance['origins'] {
  const runs: { from: number; to: number; origin: PointOrigin }[] = [];
  for (const { at, origin } of points) {
    const run = runs.at(-1);
    if (run !== undefined && run.origin === origin) run.to = at;
    else runs.push({ from: run?.to ?? at, to: at, origin });
  }
  return runs.filter(({ origin }) => origin !== 'recorded');
}

/** Returns of a benchmark that lie within the span. */
function within(benchmark: Benchmark, from: number, to: number): Benchmark {
  const { series } = benchmark;
  if (series === null) return benchmark;
  const kept = series.at.flatMap((at, index) => (at > from && at <= to ? [index] : []));
  if (kept.length === 0) return { ...benchmark, series: null, reason: 'it has no return in this period' };
  const [first = 0] = kept;
  const { riskFreeSeries, ...rest } = series;
  return {
    ...benchmark,
    series: {
      ...rest,
      at: kept.map((index) => series.at[index] ?? 0),
      returns: kept.map((index) => series.returns[index] ?? 0),
      start: first === 0 ? series.start : (series.at[first - 1] ?? series.start),
    },
  };
}
