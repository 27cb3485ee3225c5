import type { MetricResult, MetricValue } from '../model/analytics.ts';

/** What metrics are computed on. Returns are simple, per period, time-weighted over flows; `index` starts at 1. */
export interface ReturnSeries {
  /** End of each period, epoch ms; same length as `returns`. */
  readonly at: readonly number[];
  readonly returns: readonly number[];
  readonly start: number;
  readonly perYear: number;
  /** Annual risk-free rate as a fraction. */
  readonly riskFree: number;
}

/** The shape of a metric: one file each, one line in index.ts. Its docstring cites formula, convention and reference. */
export interface Metric {
  readonly id: string;
  readonly title: string;
  readonly unit: MetricResult['unit'];
  /** Fewest periods before a surface shows it: a year told from a few days is no information. Default 1. */
  readonly minimum?: number;
  /** Convention and parameters in words, for "explain". */
  convention(series: ReturnSeries): string;
  /** A number or a reason; never NaN, never a silent 0. */
  compute(series: ReturnSeries): MetricValue;
}
