import type { BenchmarkResult, TearSheet } from '../../core/model/performance.ts';
import { recordVersion } from '../records.ts';
import { type MetricValueRecord, metricRecords } from './metricRecords.ts';

export interface PeriodsRecord {
  /** First date of the file (its first value, or the end of its first return), and last. */
  readonly start: string;
  readonly end: string;
  readonly count: number;
  readonly perYear: number;
}

export interface BenchmarkRecord {
  readonly id: string;
  readonly periods: PeriodsRecord | null;
  readonly metrics: Readonly<Record<string, MetricValueRecord>>;
  readonly total_return: number | null;
  readonly yearly: readonly { readonly year: number; readonly return: number }[];
  readonly reason: string | null;
}

/** `quantfolio tearsheet --json`: CLI-4. Dates are UTC days where all of them are, else ISO 8601 times. */
export interface TearSheetRecord {
  readonly version: number;
  readonly file: string;
  readonly column: string;
  readonly kind: string;
  readonly risk_free: number;
  readonly periods: PeriodsRecord;
  /** By id; those beside a benchmark among them. */
  readonly metrics: Readonly<Record<string, MetricValueRecord>>;
  readonly benchmark: BenchmarkRecord | null;
  readonly monthly: readonly { readonly month: string; readonly return: number }[];
  readonly yearly: readonly { readonly year: number; readonly return: number }[];
  /** The worst first. */
  readonly drawdowns: readonly {
    readonly depth: number;
    readonly peak: string;
    readonly trough: string;
    readonly recovery: string | null;
    readonly fall_periods: number;
    readonly total_periods: number;
    readonly fall_days: number;
    readonly total_days: number;
  }[];
  readonly notes: readonly string[];
}

export interface TearSheetSource {
  readonly file: string;
  readonly column: string;
  readonly kind: string;
  /** First date of the file. */
  readonly firstAt: number;
  readonly notes: readonly string[];
}

export function tearSheetRecord(
  sheet: TearSheet & { readonly periods: NonNullable<TearSheet['periods']> },
  source: TearSheetSource,
  /** Ids that need a benchmark, for the reason in their place. */
  relative: readonly string[],
): TearSheetRecord {
  const { periods } = sheet;
  const [benchmark] = sheet.benchmarks;
  const why = benchmark === undefined ? 'needs a benchmark: --benchmark FILE:COLUMN' : (benchmark.reason ?? '');
  const time = timeWords([periods.start, periods.end, source.firstAt]);
  const beside = benchmark === undefined ? null : benchmarkRecord(benchmark, periods, source.firstAt);
  const lacking = Object.fromEntries(relative.map((id) => [id, { reason: why }]));
  return {
    version: recordVersion,
    file: source.file,
    column: source.column,
    kind: source.kind,
    risk_free: sheet.riskFree,
    periods: { start: time(source.firstAt), end: time(periods.end), count: periods.count, perYear: periods.perYear },
    metrics: {
      ...metricRecords(sheet.metrics),
      ...(beside === null || beside.reason !== null ? lacking : beside.metrics),
    },
    benchmark: beside,
    monthly: sheet.yearly.flatMap(({ year, months }) =>
      months.flatMap((value, month) =>
        value === null ? [] : [{ month: `${year}-${String(month + 1).padStart(2, '0')}`, return: value }],
      ),
    ),
    yearly: sheet.yearly.map(({ year, total }) => ({ year, return: total })),
    drawdowns: sheet.drawdowns.map((each) => ({
      depth: each.depth,
      peak: time(each.peakAt),
      trough: time(each.troughAt),
      recovery: each.recoveredAt === null ? null : time(each.recoveredAt),
      fall_periods: each.fallPeriods,
      total_periods: each.totalPeriods,
      fall_days: each.fallDays,
      total_days: each.totalDays,
    })),
    notes: source.notes,
  };
}

function benchmarkRecord(
  benchmark: BenchmarkResult,
  { start, perYear }: NonNullable<TearSheet['periods']>,
  firstAt: number,
): BenchmarkRecord {
  // The series' own start is told as the first date of its file.
  const { periods: common } = benchmark;
  const periods = common === null ? null : { ...common, start: common.start === start ? firstAt : common.start };
  const time = timeWords(periods === null ? [] : [periods.start, periods.end]);
  return {
    id: benchmark.id,
    periods:
      periods === null ? null : { start: time(periods.start), end: time(periods.end), count: periods.count, perYear },
    metrics: metricRecords(benchmark.metrics),
    total_return: benchmark.totalReturn,
    yearly: benchmark.yearly.map(({ year, total }) => ({ year, return: total })),
    reason: benchmark.reason,
  };
}

const day = 86_400_000;

/** Times as days, where the file's dates are days, or as times. */
function timeWords(times: readonly number[]): (at: number) => string {
  const days = times.every((at) => at % day === 0);
  return (at) => {
    const text = new Date(at).toISOString();
    return days ? text.slice(0, 10) : text;
  };
}
