import type { MetricGroup, MetricResult, MetricValue } from '../model/analytics.ts';

/** What metrics are computed on. Returns are simple, per period, time-weighted over flows; `index` starts at 1. */
export interface ReturnSeries {
  /** End of each period, epoch ms; same length as `returns`. */
  readonly at: readonly number[];
  readonly returns: readonly number[];
  readonly start: number;
  readonly perYear: number;
  /** Annual risk-free rate as a fraction. */
  readonly riskFree: number;
  /** Risk-free rate of each period, where a series of it is known; it then counts instead of `riskFree`. */
  readonly riskFreeSeries?: readonly number[];
  /** What trade-based metrics need (their ids are their own); absent: they say so. */
  readonly activity?: Activity;
  /** The span in money, for what a bare return does not tell; absent: such metrics say so. */
  readonly money?: Money;
}

/** What was earned on what was paid in, base currency. */
export interface Money {
  /** Value at the end − value at the start − net flows. */
  readonly profit: number;
  /** Value at the start + deposits since. */
  readonly invested: number;
}

/** Trading over the same span as a series. */
export interface Activity {
  /** Realised P&L of each closed round trip or realising fill, base currency, ascending in time. */
  readonly realized: readonly number[];
  /** Σ |notional| of all fills, base currency; null where it is not known. */
  readonly turnover: number | null;
  /** Mean equity over the span, base currency. */
  readonly meanEquity: number;
  /** Mean gross exposure / equity, as a fraction; null where it is not known. */
  readonly exposure: number | null;
}

/** Numbers a metric may be asked with; each metric documents its own names and defaults ("confidence", "marPerPeriod"). */
export type Parameters = Readonly<Record<string, number | string | boolean>>;

/** The shape of a metric: one file each, one line in index.ts. Its docstring cites formula, convention and reference. */
export interface Metric {
  readonly id: string;
  readonly title: string;
  readonly unit: MetricResult['unit'];
  readonly group: MetricGroup;
  /** Fewest periods before a surface shows it: a year told from a few days is no information. Default 1. */
  readonly minimum?: number;
  /** Every parameter with its default, which is the house's convention (conventions.md); {} or absent: none. */
  readonly parameters?: Parameters;
  /** Convention and parameters in words, for "explain". */
  convention(series: ReturnSeries, parameters?: Parameters): string;
  /** A number or a reason; never NaN, never a silent 0. `parameters` override single defaults. */
  compute(series: ReturnSeries, parameters?: Parameters): MetricValue & { readonly note?: string };
}

/** A metric of a series beside a benchmark: both inner-joined by date, same length. One file each, one line in benchmarkMetrics.ts. */
export interface BenchmarkMetric extends Omit<Metric, 'convention' | 'compute'> {
  convention(series: ReturnSeries, benchmark: ReturnSeries, parameters?: Parameters): string;
  compute(
    series: ReturnSeries,
    benchmark: ReturnSeries,
    parameters?: Parameters,
  ): MetricValue & { readonly note?: string };
}
