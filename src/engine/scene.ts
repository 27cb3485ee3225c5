import type { DayBoundary } from '../core/calendar.ts';
import type { ReturnSeries } from '../core/metrics/metric.ts';
import type { Subject } from '../core/model/performance.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Returns } from '../core/series/returns.ts';
import type { Benchmark } from './benchmarks.ts';

/** What performance and charts are told from: a part of a portfolio, or an open file. */
export interface Scene {
  readonly subject: Subject;
  readonly title: string;
  readonly currency: string;
  readonly now: number;
  readonly dayBoundary: DayBoundary;
  readonly simulated: boolean;
  /** Whether values are money: those of a file of returns are an index. */
  readonly hasAmounts: boolean;
  /** Values, ascending, all there is; of a file of returns an index that begins at 1. */
  readonly points: readonly ValuePoint[];
  /** Why there are none. */
  readonly reason: string | null;
  readonly notes: readonly string[];
  readonly riskFree: number;
  /** Set; null: told from the dates. */
  readonly perYear: number | null;
  /** Those of the configuration. */
  readonly benchmarks: readonly string[];
  benchmark(id: string, from: number): Promise<Benchmark>;
  /** Returns of a span of `points`, whose first is the baseline. */
  returns(points: readonly ValuePoint[]): Returns;
  /** Whole series of a file; null: of a portfolio. */
  readonly series: ReturnSeries | null;
}
