import type { ReturnSeries } from '../metrics/metric.ts';
import { perSeries } from './perSeries.ts';

/** As `perSeries`, of a series beside a benchmark. */
export function perPair<T>(
  compute: (series: ReturnSeries, benchmark: ReturnSeries) => T,
): (series: ReturnSeries, benchmark: ReturnSeries) => T {
  const of = perSeries((series) => perSeries((benchmark) => compute(series, benchmark)));
  return (series, benchmark) => of(series)(benchmark);
}
