import type { ReturnSeries } from './metric.ts';

/** Arithmetic mean, summed with compensation (Neumaier 1974) so that no digits are lost; NaN for none, so callers check the count first. */
export function mean(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return (total + lost) / values.length;
}

/**
 * Standard deviation, by default of a sample, n − 1 (conventions.md; `ddof` 0: n), by two passes, which keeps digits where the
 * mean is far larger than the spread. Exactly 0 where all values are equal, whatever rounding does to their mean.
 */
export function deviation(values: readonly number[], ddof = 1): number {
  return Math.sqrt(variance(values, ddof));
}

/** Square of `deviation`. */
export function variance(values: readonly number[], ddof = 1): number {
  const [first] = values;
  if (values.every((value) => value === first)) return 0;
  const centre = mean(values);
  let squares = 0;
  let slip = 0;
  for (const value of values) {
    const off = value - centre;
    squares += off * off;
    slip += off;
  }
  return (squares - (slip * slip) / values.length) / (values.length - ddof);
}

/** Risk-free rate per period: (1 + rf)^(1/ppy) − 1 (conventions.md). */
export function riskFreePerPeriod(series: { readonly riskFree: number; readonly perYear: number }): number {
  return series.riskFree === 0 ? 0 : (1 + series.riskFree) ** (1 / series.perYear) - 1;
}

/** "risk-free rate 2 % a year", for conventions in words. */
export function riskFreeWords(series: Pick<ReturnSeries, 'riskFree' | 'riskFreeSeries'>): string {
  if (series.riskFreeSeries) return 'risk-free rate of each period';
  return `risk-free rate ${Number((series.riskFree * 100).toFixed(4))} % a year`;
}
