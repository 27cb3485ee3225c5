import type { Curve } from './series.ts';

/** A metric's answer: a number, or why there is none. Never NaN. */
export type MetricValue = { readonly value: number } | { readonly reason: string };

/** How metrics stand together in tables. `relative`: to a benchmark. */
export type MetricGroup = 'return' | 'risk' | 'ratio' | 'drawdown' | 'tail' | 'distribution' | 'trade' | 'relative';

export interface MetricResult {
  readonly id: string;
  readonly title: string;
  readonly unit: 'percent' | 'ratio' | 'money' | 'days' | 'count';
  readonly group: MetricGroup;
  readonly result: MetricValue;
  /** Convention and parameters in words: "arithmetic, n − 1, 365 periods per year, rf 0 %". */
  readonly convention: string;
  /** A warning beside a value: "outside the validity domain of Cornish-Fisher". */
  readonly note?: string;
}

export type CorrelationMethod = 'pearson' | 'spearman' | 'ewma';

/** What a correlation matrix means for the book as held: RISK-9. */
export interface Diversification {
  /** Σ wᵢσᵢ / σ of the book (Choueifaty): 1 is one bet. */
  readonly ratio: MetricValue;
  /** exp of the entropy of the risk shares of the principal portfolios (Meucci 2009). */
  readonly effectiveBets: MetricValue;
  /** Herfindahl–Hirschman index of the weights: Σ wᵢ². */
  readonly hhi: MetricValue;
  /** Share of the book, as a fraction, that these weights cover. */
  readonly covered: number | null;
}

/** |ρ| ≥ 0.7 of two assets that are held. */
export interface CorrelationFlag {
  readonly a: string;
  readonly b: string;
  readonly value: number;
  /** "High correlation between ETH and SOL: diversification limited". */
  readonly words: string;
}

/** The answer to one choice of method and window. */
export interface CorrelationAnswer {
  readonly matrix: CorrelationMatrix | null;
  readonly flags: readonly CorrelationFlag[];
  /** Groups of assets whose pairs are all ≥ 0.7, largest first. */
  readonly clusters: readonly (readonly string[])[];
  readonly diversification: Diversification;
  readonly reason: string | null;
}

export interface CorrelationMatrix {
  readonly method: CorrelationMethod;
  /** Decay of `ewma`. */
  readonly lambda?: number;
  readonly window: number;
  /** In display order (clusters together). */
  readonly assets: readonly string[];
  /** Row by row, same order; null where the overlap is too short. */
  readonly rows: readonly (readonly (number | null)[])[];
  /** Common observations of each pair. */
  readonly overlap: readonly (readonly number[])[];
  readonly excluded: readonly { readonly asset: string; readonly reason: string }[];
  readonly simulated: boolean;
}

export interface Analytics {
  /** Periods per year, how it was found, and the span the metrics cover. */
  readonly periods: {
    readonly start: number;
    readonly end: number;
    readonly count: number;
    readonly perYear: number;
  } | null;
  readonly metrics: readonly MetricResult[];
  readonly correlation: CorrelationMatrix | null;
  readonly correlationReason: string | null;
  /** Current drawdown as a fraction ≤ 0; null with a reason. */
  readonly drawdown: MetricValue;
  /** Small curves for sparklines (≤ 200 points); the panel's charts ask for windows. */
  readonly sparkline: Curve | null;
}
