import { annualisedReturn } from '../annualisedReturn.ts';
import { answer, tooFew } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';
import { notOneOf, parametersOf } from '../parameter.ts';
import { pairOf } from './pair.ts';

const defaults = { method: 'arithmetic' };

/**
 * Active return: mean(r − b) × ppy. Parameter `method` geometric: difference of the annualised compounded returns, as
 * PerformanceAnalytics `ActivePremium`. Reference: Bacon (2008), ch. 4.
 */
export const activeReturn: BenchmarkMetric = {
  id: 'activeReturn',
  title: 'Active return',
  unit: 'percent',
  group: 'relative',
  minimum: 20,
  parameters: defaults,
  convention: (series, _, parameters) =>
    parametersOf(defaults, parameters).method === 'geometric'
      ? `annualised return − the benchmark’s, compounded, ${series.perYear} periods per year`
      : `mean of return − benchmark’s return, × ${series.perYear} periods per year`,
  compute(series, benchmark, parameters) {
    const { method } = parametersOf(defaults, parameters);
    const few = tooFew(series.returns.length, 1);
    if (few) return few;
    if (method === 'arithmetic') return answer(pairOf(series, benchmark).activeMean * series.perYear);
    if (method !== 'geometric') return notOneOf('method', ['arithmetic', 'geometric'], method);
    const own = annualisedReturn.compute(series);
    if ('reason' in own) return own;
    const other = annualisedReturn.compute({ ...benchmark, perYear: series.perYear });
    return 'reason' in other ? other : answer(own.value - other.value);
  },
};
