import type { Metric } from './metric.ts';
import { deviation, mean, riskFreePerPeriod, riskFreeWords } from './statistics.ts';

/**
 * Sharpe ratio: mean(r − rf) / sd(r − rf) × √ppy, arithmetic, n − 1. Reference: Sharpe (1994), "The Sharpe Ratio"; empyrical
 * `sharpe_ratio`.
 */
export const sharpe: Metric = {
  id: 'sharpe',
  title: 'Sharpe',
  unit: 'ratio',
  group: 'ratio',
  minimum: 20,
  convention: (series) =>
    `mean excess return / its standard deviation (n − 1) × √${series.perYear}, arithmetic, ${riskFreeWords(series.riskFree)}`,
  compute(series) {
    const count = series.returns.length;
    if (count < 2) return { reason: `needs at least two periods, has ${count}` };
    const spread = deviation(series.returns);
    if (spread === 0) return { reason: 'the returns do not vary, so there is no risk to divide by' };
    const value = ((mean(series.returns) - riskFreePerPeriod(series)) / spread) * Math.sqrt(series.perYear);
    return Number.isFinite(value) ? { value } : { reason: 'the returns are too large to square' };
  },
};
