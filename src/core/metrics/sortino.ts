import type { Metric } from './metric.ts';
import { mean, riskFreePerPeriod, riskFreeWords } from './statistics.ts';

/**
 * Sortino ratio: mean(r − MAR) / √(Σ min(r − MAR, 0)² / n) × √ppy, the downside over *all* n periods, MAR = the risk-free rate
 * per period. Reference: Sortino and Price (1994); empyrical `sortino_ratio`.
 */
export const sortino: Metric = {
  id: 'sortino',
  title: 'Sortino',
  unit: 'ratio',
  group: 'ratio',
  minimum: 20,
  convention: (series) =>
    `mean excess return / downside deviation over all periods × √${series.perYear}, ${riskFreeWords(series.riskFree)}`,
  compute(series) {
    const count = series.returns.length;
    if (count < 2) return { reason: `needs at least two periods, has ${count}` };
    const target = riskFreePerPeriod(series);
    let squares = 0;
    for (const value of series.returns) squares += Math.min(value - target, 0) ** 2;
    if (squares === 0)
      return { reason: 'no period fell below the risk-free rate, so there is no downside to divide by' };
    const value = ((mean(series.returns) - target) / Math.sqrt(squares / count)) * Math.sqrt(series.perYear);
    return Number.isFinite(value) ? { value } : { reason: 'the returns are too large to square' };
  },
};
