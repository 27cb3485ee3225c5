import { growthIndex } from '../series/growthIndex.ts';
import { answer, tooFew } from './answer.ts';
import { excessReturns } from './excessReturns.ts';
import type { Metric } from './metric.ts';
import { notOneOf, parametersOf } from './parameter.ts';
import { deviation, mean, riskFreeWords } from './statistics.ts';

const defaults = { method: 'arithmetic', ddof: 1 };

/**
 * Sharpe ratio: mean(r − rf) / sd(r − rf) × √ppy, arithmetic, n − 1. Reference: Sharpe (1994), "The Sharpe Ratio"; empyrical
 * `sharpe_ratio`. Parameters: `method` geometric is (Π(1 + r − rf))^(ppy / n) − 1 over sd × √ppy, as PerformanceAnalytics
 * `SharpeRatio.annualized`; `ddof` 0 divides by n.
 */
export const sharpe: Metric = {
  id: 'sharpe',
  title: 'Sharpe',
  unit: 'ratio',
  group: 'ratio',
  minimum: 20,
  parameters: defaults,
  convention(series, parameters) {
    const { method, ddof } = parametersOf(defaults, parameters);
    const spread = `its standard deviation (${ddof === 0 ? 'n' : 'n − 1'}) × √${series.perYear}`;
    return method === 'geometric'
      ? `annualised compounded excess return / (${spread}), ${riskFreeWords(series)}`
      : `mean excess return / ${spread}, arithmetic, ${riskFreeWords(series)}`;
  },
  compute(series, parameters) {
    const { method, ddof } = parametersOf(defaults, parameters);
    const count = series.returns.length;
    const few = tooFew(count, 2);
    if (few) return few;
    const excess = excessReturns(series);
    const spread = deviation(excess, ddof);
    if (spread === 0) return { reason: 'the returns do not vary, so there is no risk to divide by' };
    const year = Math.sqrt(series.perYear);
    if (method === 'arithmetic') return answer((mean(excess) / spread) * year, 'the returns are too large to square');
    if (method !== 'geometric') return notOneOf('method', ['arithmetic', 'geometric'], method);
    const end = growthIndex(excess).at(-1) ?? 1;
    if (end < 0) return { reason: 'more than everything was lost, so there is no growth rate' };
    return answer((end ** (series.perYear / count) - 1) / (spread * year), 'the returns are too large to compound');
  },
};
