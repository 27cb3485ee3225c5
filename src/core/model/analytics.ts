import type { Curve } from './series.ts';

/** A metric's answer: a number, or why there is none. Never NaN. */
export type MetricValue = { readonly value: number } | { readonly reason: string };

export interface MetricResult {
  readonly id: string;
  readonly title: string;
  readonly unit: 'percent' | 'ratio' | 'money' | 'days' | 'count';
  readonly result: MetricValue;
  /** Convention and parameters in words: "arithmetic, n − 1, 365 periods per year, rf 0 %". */
  readonly convention: string;
}

export interface CorrelationMatrix {
  readonly method: 'pearson';
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
