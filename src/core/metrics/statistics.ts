/** Arithmetic mean; NaN for none, so callers check the count first. */
export function mean(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}

/**
 * Sample standard deviation, n − 1 (conventions.md), by two passes, which keeps digits where the mean is far larger than the
 * spread. Exactly 0 where all values are equal, whatever rounding does to their mean.
 */
export function deviation(values: readonly number[]): number {
  const [first] = values;
  if (values.every((value) => value === first)) return 0;
  const centre = mean(values);
  let squares = 0;
  let slip = 0;
  for (const value of values) {
    squares += (value - centre) ** 2;
    slip += value - centre;
  }
  return Math.sqrt((squares - slip ** 2 / values.length) / (values.length - 1));
}

/** Risk-free rate per period: (1 + rf)^(1/ppy) − 1 (conventions.md). */
export function riskFreePerPeriod(series: { readonly riskFree: number; readonly perYear: number }): number {
  return series.riskFree === 0 ? 0 : (1 + series.riskFree) ** (1 / series.perYear) - 1;
}

/** "rf 2 %", for conventions in words. */
export function riskFreeWords(riskFree: number): string {
  return `risk-free rate ${Number((riskFree * 100).toFixed(4))} % a year`;
}
