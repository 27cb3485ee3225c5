import { answer } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';
import { notOneOf, parametersOf } from '../parameter.ts';
import { riskFreeWords } from '../statistics.ts';
import { regressionOf } from './pair.ts';
import { noRegression } from './whyNot.ts';

const defaults = { method: 'arithmetic', side: 'all' };
const methods = ['arithmetic', 'compounded', 'perPeriod'];

/**
 * Jensen's alpha: (mean(r − rf) − β × mean(b − rf)) × ppy. Reference: Jensen (1968). Parameters: `method` compounded is
 * (1 + alpha per period)^ppy − 1 (empyrical `alpha`), perPeriod is not annualised (PerformanceAnalytics `CAPM.alpha`); `side` up
 * or down takes the periods in which the benchmark's excess return is above (below) 0.
 */
export const alpha: BenchmarkMetric = {
  id: 'alpha',
  title: 'Alpha',
  unit: 'percent',
  group: 'relative',
  minimum: 20,
  parameters: defaults,
  convention(series, _, parameters) {
    const { method, side } = parametersOf(defaults, parameters);
    const year =
      method === 'perPeriod'
        ? 'per period'
        : `annualised ${method === 'compounded' ? 'compounding' : 'by ×'} ${series.perYear}`;
    const of = side === 'all' ? '' : `, periods with the benchmark ${side}`;
    return `mean excess return − beta × the benchmark’s, ${year}, ${riskFreeWords(series)}${of}`;
  },
  compute(series, benchmark, parameters) {
    const { method, side } = parametersOf(defaults, parameters);
    if (!methods.includes(method)) return notOneOf('method', methods, method);
    if (side !== 'all' && side !== 'up' && side !== 'down') return notOneOf('side', ['all', 'up', 'down'], side);
    const found = regressionOf(series, benchmark, side);
    if (found === null) return noRegression(series, side);
    const { intercept } = found;
    if (method === 'perPeriod') return answer(intercept);
    if (method === 'arithmetic') return answer(intercept * series.perYear);
    if (intercept < -1) return { reason: 'more than everything was lost per period, so it does not compound' };
    return answer((1 + intercept) ** series.perYear - 1, 'the rate for a year is beyond all numbers');
  },
};
