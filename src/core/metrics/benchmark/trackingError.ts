import { answer, tooFew } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';
import { pairOf } from './pair.ts';

/** Tracking error: standard deviation of the active return, n − 1, × √ppy. Reference: Grinold and Kahn (1999), ch. 5. */
export const trackingError: BenchmarkMetric = {
  id: 'trackingError',
  title: 'Tracking error',
  unit: 'percent',
  group: 'relative',
  minimum: 20,
  convention: (series) => `standard deviation of return − benchmark’s return, n − 1, × √${series.perYear}`,
  compute: (series, benchmark) =>
    tooFew(series.returns.length, 2) ?? answer(pairOf(series, benchmark).activeDeviation * Math.sqrt(series.perYear)),
};
