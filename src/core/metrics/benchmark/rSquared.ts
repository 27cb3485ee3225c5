import { answer } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';
import { correlation } from './correlation.ts';

/** R²: share of the variance that the benchmark explains, the square of the correlation of excess returns. */
export const rSquared: BenchmarkMetric = {
  id: 'rSquared',
  title: 'R²',
  unit: 'ratio',
  group: 'relative',
  minimum: 20,
  convention: () => 'square of the correlation with the benchmark',
  compute(series, benchmark) {
    const found = correlation.compute(series, benchmark);
    return 'reason' in found ? found : answer(found.value ** 2);
  },
};
