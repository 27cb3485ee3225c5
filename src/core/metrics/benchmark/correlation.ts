import { answer } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';
import { regressionOf } from './pair.ts';
import { noRegression } from './whyNot.ts';

/** Pearson correlation of the excess returns with the benchmark's. */
export const correlation: BenchmarkMetric = {
  id: 'correlation',
  title: 'Correlation',
  unit: 'ratio',
  group: 'relative',
  minimum: 20,
  convention: () => 'Pearson, of excess returns over the common periods',
  compute(series, benchmark) {
    const found = regressionOf(series, benchmark, 'all');
    if (found === null) return noRegression(series, 'all');
    return answer(found.correlation, 'the returns do not vary');
  },
};
