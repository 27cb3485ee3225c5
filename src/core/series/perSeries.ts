import type { ReturnSeries } from '../metrics/metric.ts';

/**
 * Remembers an intermediate result per series, so that forty metrics of one series compound, sort and average it once. Series
 * are immutable; what is remembered goes with them.
 */
export function perSeries<T>(compute: (series: ReturnSeries) => T): (series: ReturnSeries) => T {
  const known = new WeakMap<ReturnSeries, { readonly result: T }>();
  return (series) => {
    const before = known.get(series);
    if (before) return before.result;
    const result = compute(series);
    known.set(series, { result });
    return result;
  };
}
