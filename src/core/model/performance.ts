import type { MetricResult, MetricValue } from './analytics.ts';
import type { Curve, PointOrigin } from './series.ts';

/** PERF-1. `all` is since the first value. 1D … 1Y count back from now; MTD and YTD from the calendar of `risk.dayBoundary`. */
export type PeriodId = '1D' | '1W' | '1M' | '3M' | '6M' | 'MTD' | 'YTD' | '1Y' | 'all';
export type Period = { readonly id: PeriodId } | { readonly from: number; readonly to: number | null };

/** Whose performance: `id` is an account's id, a strategy's name or an asset; null with `portfolio`. */
export interface Subject {
  readonly kind: 'portfolio' | 'account' | 'strategy' | 'asset';
  readonly id: string | null;
}

/** One fall below a peak. Times are epoch ms; lengths count periods of the series and calendar days. */
export interface DrawdownSpell {
  /** Lowest distance from the peak, a fraction in [−1, 0). */
  readonly depth: number;
  readonly peakAt: number;
  readonly troughAt: number;
  /** null while it is open. */
  readonly recoveredAt: number | null;
  /** From peak to trough, and from peak to recovery (or to the end while open). */
  readonly fallPeriods: number;
  readonly totalPeriods: number;
  readonly fallDays: number;
  readonly totalDays: number;
}

/** Compounded returns of one calendar year; months without a period are null. */
export interface YearOfReturns {
  readonly year: number;
  readonly months: readonly (number | null)[];
  readonly total: number;
}

export interface Histogram {
  /** One more than `counts`. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** A benchmark beside a series: metrics of PERF-6 over the periods both have, or why there are none. */
export interface BenchmarkResult {
  /** As configured: "BTC", "file:spx.csv", or "FILE:COLUMN" of the command line. */
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly periods: { readonly start: number; readonly end: number; readonly count: number } | null;
  readonly metrics: readonly MetricResult[];
  readonly totalReturn: number | null;
  readonly yearly: readonly { readonly year: number; readonly total: number }[];
  readonly reason: string | null;
}

/** PERF-8, and the core of PERF-1 to PERF-6: everything a professional tear sheet says of one return series. */
export interface TearSheet {
  /** null with `reason` where there are no returns at all. */
  readonly periods: {
    readonly start: number;
    readonly end: number;
    readonly count: number;
    readonly perYear: number;
    /** Told from the dates, or set. */
    readonly inferred: boolean;
  } | null;
  readonly reason: string | null;
  readonly riskFree: number;
  readonly metrics: readonly MetricResult[];
  readonly benchmarks: readonly BenchmarkResult[];
  readonly yearly: readonly YearOfReturns[];
  /** The worst first, ten at most. */
  readonly drawdowns: readonly DrawdownSpell[];
  readonly histogram: Histogram | null;
}

/** A tear sheet of a book or a part of it. */
export interface Performance extends TearSheet {
  readonly subject: Subject;
  readonly title: string;
  readonly currency: string;
  readonly from: number;
  readonly to: number;
  /** XIRR over the period, annual, act/365; reason where it has none, "several rates fit" in `moneyWeightedNote`. */
  readonly moneyWeighted: MetricValue;
  readonly moneyWeightedNote: string | null;
  /** Value at the end and net flows of the period, base currency. */
  readonly worth: MetricValue;
  readonly netFlow: MetricValue;
  readonly pnl: MetricValue;
  /** VAL-3 of the subject where it has one. */
  readonly todayReturn: MetricValue;
  /** Spans that were not recorded live. */
  readonly origins: readonly { readonly from: number; readonly to: number; readonly origin: PointOrigin }[];
  /** What the numbers do not contain, in words. */
  readonly notes: readonly string[];
  readonly simulated: boolean;
}

/** One part's share of the total return: PERF-5. */
export interface Contribution {
  readonly key: string;
  readonly title: string;
  /** Fractions of the period's return; all rows sum to `total`. */
  readonly contribution: number;
  readonly pnl: number;
  /** Mean share of the book over the period. */
  readonly averageShare: number | null;
  /** Closed round trips or realising fills. */
  readonly trades: number | null;
  readonly winRate: MetricValue;
}

export type AttributionBy = 'asset' | 'account' | 'strategy';

export interface Attribution {
  readonly by: AttributionBy;
  readonly from: number;
  readonly to: number;
  /** Time-weighted return of the whole, which the rows sum to exactly (last row "Fees, funding and unexplained" where there is a rest). */
  readonly total: number | null;
  readonly rows: readonly Contribution[];
  readonly reason: string | null;
  readonly notes: readonly string[];
}

/** PERF-9: one line of the overview of portfolios, strategies and accounts. */
export interface PerformanceRow {
  readonly portfolio: string;
  readonly subject: Subject;
  readonly title: string;
  readonly currency: string;
  readonly worth: MetricValue;
  readonly metrics: Readonly<
    Record<'totalReturn' | 'cagr' | 'sharpe' | 'sortino' | 'maxDrawdown' | 'volatility', MetricValue>
  >;
  readonly trades: number | null;
  readonly startAt: number | null;
  readonly sparkline: Curve | null;
  readonly simulated: boolean;
}

/** HIST-1: what changed between a date and another, row by row, in value terms (base currency). */
export interface ComparisonRow {
  readonly account: string;
  readonly asset: string;
  readonly quantityBefore: string;
  readonly quantityAfter: string;
  readonly priceBefore: number | null;
  readonly priceAfter: number | null;
  readonly valueBefore: number | null;
  readonly valueAfter: number | null;
  /** quantityBefore × (price − priceBefore), currencies held at their own rate then. */
  readonly priceEffect: number | null;
  /** Of foreign cash and rows priced in another currency: what the rate did. */
  readonly fxEffect: number | null;
  /** Deposits and withdrawals of the asset; null where they are not known (then they are in `quantityEffect`). */
  readonly flowEffect: number | null;
  /** Trades, fees, funding: (quantity − quantityBefore) × price less flows. */
  readonly quantityEffect: number | null;
  readonly reason: string | null;
}

export interface Comparison {
  readonly currency: string;
  /** The record used: the last at or before the date that was asked for. */
  readonly before: number | null;
  readonly after: number;
  readonly valueBefore: number | null;
  readonly valueAfter: number | null;
  readonly rows: readonly ComparisonRow[];
  readonly totals: {
    readonly price: number | null;
    readonly fx: number | null;
    readonly flow: number | null;
    readonly quantity: number | null;
  };
  readonly reason: string | null;
  readonly notes: readonly string[];
}
