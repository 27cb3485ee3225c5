import { answer } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';
import { totalReturn } from '../totalReturn.ts';

/** Difference of the total returns over the common periods, compounded, not annualised. */
export const difference: BenchmarkMetric = {
  id: 'difference',
  title: 'Difference',
  unit: 'percent',
  group: 'relative',
  convention: () => 'total return − the benchmark’s, over the common periods',
  compute(series, benchmark) {
    const own = totalReturn.compute(series);
    if ('reason' in own) return own;
    const other = totalReturn.compute(benchmark);
    return 'reason' in other ? other : answer(own.value - other.value);
  },
};
