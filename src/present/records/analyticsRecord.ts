import type { Performance } from '../../core/model/performance.ts';
import { isoTime } from '../records.ts';
import { type MetricValueRecord, metricRecords } from './metricRecords.ts';
import { type SubjectRecord, subjectRecord } from './performanceRecord.ts';

/** `quantfolio analytics --json`: every metric by its id, a number or a reason; benchmarks and drawdowns beside them. */
export interface AnalyticsRecord extends SubjectRecord {
  readonly risk_free: number;
  readonly metrics: Readonly<Record<string, MetricValueRecord>>;
  readonly benchmarks: readonly {
    readonly id: string;
    readonly title: string;
    readonly source: string;
    readonly total_return: number | null;
    readonly metrics: Readonly<Record<string, MetricValueRecord>>;
    readonly reason: string | null;
  }[];
  /** The worst first; `depth` is a fraction below 0. */
  readonly drawdowns: readonly {
    readonly depth: number;
    readonly peak: string;
    readonly trough: string;
    readonly recovery: string | null;
    readonly days: number;
  }[];
}

export function analyticsRecord(performance: Performance, at: number): AnalyticsRecord {
  return {
    ...subjectRecord(performance, at),
    risk_free: performance.riskFree,
    metrics: metricRecords(performance.metrics),
    benchmarks: performance.benchmarks.map(({ id, title, source, totalReturn, metrics, reason }) => ({
      id,
      title,
      source,
      total_return: totalReturn,
      metrics: metricRecords(metrics),
      reason,
    })),
    drawdowns: performance.drawdowns.map(({ depth, peakAt, troughAt, recoveredAt, totalDays }) => ({
      depth,
      peak: isoTime(peakAt),
      trough: isoTime(troughAt),
      recovery: recoveredAt === null ? null : isoTime(recoveredAt),
      days: totalDays,
    })),
  };
}
