import { answer, tooFew } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';
import { notOneOf, parametersOf } from '../parameter.ts';
import { activeReturn } from './activeReturn.ts';
import { pairOf } from './pair.ts';

const defaults = { method: 'arithmetic', annualised: true };

/**
 * Information ratio: mean(active) × ppy / (sd(active) × √ppy), n − 1. Reference: Grinold and Kahn (1999), ch. 5. Parameters:
 * `annualised` false is mean / sd per period (empyrical `excess_sharpe`); `method` geometric takes the difference of the
 * annualised returns (PerformanceAnalytics `InformationRatio`).
 */
export const informationRatio: BenchmarkMetric = {
  id: 'informationRatio',
  title: 'Information ratio',
  unit: 'ratio',
  group: 'relative',
  minimum: 20,
  parameters: defaults,
  convention(series, _, parameters) {
    const { method, annualised } = parametersOf(defaults, parameters);
    return `${method} active return / tracking error${annualised ? `, annualised, ${series.perYear} periods per year` : ', per period'}`;
  },
  compute(series, benchmark, parameters) {
    const { method, annualised } = parametersOf(defaults, parameters);
    if (method !== 'arithmetic' && method !== 'geometric')
      return notOneOf('method', ['arithmetic', 'geometric'], method);
    const few = tooFew(series.returns.length, 2);
    if (few) return few;
    const { activeMean, activeDeviation } = pairOf(series, benchmark);
    if (activeDeviation === 0)
      return { reason: 'it never departs from the benchmark, so there is no risk to divide by' };
    if (!annualised) return answer(activeMean / activeDeviation);
    const active = activeReturn.compute(series, benchmark, { method });
    return 'reason' in active ? active : answer(active.value / (activeDeviation * Math.sqrt(series.perYear)));
  },
};
