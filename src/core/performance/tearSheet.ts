import { benchmarkMetrics } from '../metrics/benchmarkMetrics.ts';
import { metrics } from '../metrics/index.ts';
import type { Metric, ReturnSeries } from '../metrics/metric.ts';
import type { MetricResult } from '../model/analytics.ts';
import type { BenchmarkResult, TearSheet } from '../model/performance.ts';
import { yearlyReturns } from '../series/calendarReturns.ts';
import { drawdownTable } from '../series/drawdownTable.ts';
import { histogramOf } from '../series/histogram.ts';
import { type JoinOptions, joinSeries } from '../series/joinSeries.ts';
import type { Returns } from '../series/returns.ts';

/** A benchmark to set beside a series; `series` null: `reason` says why there is none. */
export interface BenchmarkInput {
  /** As configured: "BTC", "file:spx.csv", "FILE:COLUMN". */
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly series: ReturnSeries | null;
  readonly reason: string | null;
}

export interface TearSheetInput {
  readonly series: Returns;
  readonly benchmarks: readonly BenchmarkInput[];
  /** Whether periods per year were told from the dates (default) or set. */
  readonly inferred?: boolean;
  /** Also metrics of fewer periods than `Metric.minimum`, with a note: a file's owner knows how much there is of it. Default false. */
  readonly everything?: boolean;
  /** How periods that only one side has are joined; default `drop`. */
  readonly between?: JoinOptions['between'];
}

/** Everything a professional tear sheet says of one return series: PERF-2, PERF-6. Pure; rolling curves are asked for apart (rolling.ts). */
export function tearSheetOf(input: TearSheetInput): TearSheet {
  const { series, benchmarks, inferred = true, everything = false } = input;
  const name = (metric: Pick<Metric, 'id' | 'title' | 'unit' | 'group'>) => ({
    id: metric.id,
    title: metric.title,
    unit: metric.unit,
    group: metric.group,
  });
  if (!series.ok) {
    const { reason } = series;
    return {
      periods: null,
      reason,
      riskFree: 0,
      metrics: metrics.map((metric) => ({ ...name(metric), result: { reason }, convention: '' })),
      benchmarks: benchmarks.map((each) => ({ ...none(each), reason: each.reason ?? reason })),
      yearly: [],
      drawdowns: [],
      histogram: null,
    };
  }
  const of = series.value;
  const end = of.at.at(-1) ?? of.start;
  return {
    periods: { start: of.start, end, count: of.returns.length, perYear: of.perYear, inferred },
    reason: of.returns.length === 0 ? 'there are no returns' : null,
    riskFree: of.riskFree,
    metrics: metrics.map((metric) => ({
      ...name(metric),
      ...resultOf(metric, of.returns.length, everything, () => metric.compute(of)),
      convention: metric.convention(of),
    })),
    benchmarks: benchmarks.map((each) => beside(of, each, input)),
    yearly: yearlyReturns(of),
    drawdowns: drawdownTable(of),
    histogram: histogramOf(of),
  };
}

/** A metric's answer, or that there are too few periods for it to mean anything. */
function resultOf(
  metric: Pick<Metric, 'minimum'>,
  count: number,
  everything: boolean,
  compute: () => ReturnType<Metric['compute']>,
): Pick<MetricResult, 'result' | 'note'> {
  const minimum = metric.minimum ?? 1;
  if (count < minimum && !everything) return { result: { reason: `needs ${minimum} periods, has ${count}` } };
  const found = compute();
  if ('reason' in found) return { result: { reason: found.reason } };
  const few = count < minimum ? `told from ${count} periods; at least ${minimum} make it mean something` : null;
  const note = [found.note, few].filter((each) => each != null).join('; ');
  return { result: { value: found.value }, ...(note === '' ? {} : { note }) };
}

function beside(own: ReturnSeries, benchmark: BenchmarkInput, input: TearSheetInput): BenchmarkResult {
  if (benchmark.series === null) return { ...none(benchmark), reason: benchmark.reason ?? 'it has no returns' };
  const [a, b] = joinSeries(own, benchmark.series, { between: input.between ?? 'drop' });
  const count = a.returns.length;
  if (count === 0) return { ...none(benchmark), reason: `${benchmark.title} has no period in common with the series` };
  // Periods per year that were set hold for the common periods, too.
  const perYear = input.inferred === false ? own.perYear : a.perYear;
  const left = a.perYear === perYear ? a : { ...a, perYear };
  const right = b.perYear === perYear ? b : { ...b, perYear };
  const total = metrics.find((metric) => metric.id === 'totalReturn')?.compute(right);
  return {
    id: benchmark.id,
    title: benchmark.title,
    source: benchmark.source,
    periods: { start: a.start, end: a.at.at(-1) ?? a.start, count },
    metrics: benchmarkMetrics.map(({ id, title, unit, group, ...metric }) => ({
      id,
      title,
      unit,
      group,
      ...resultOf(metric, count, input.everything ?? false, () => metric.compute(left, right)),
      convention: metric.convention(left, right),
    })),
    totalReturn: total && 'value' in total ? total.value : null,
    yearly: yearlyReturns(right).map(({ year, total: value }) => ({ year, total: value })),
    reason: null,
  };
}

function none({ id, title, source }: BenchmarkInput): BenchmarkResult {
  return { id, title, source, periods: null, metrics: [], totalReturn: null, yearly: [], reason: null };
}
