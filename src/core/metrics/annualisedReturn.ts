import { growthIndex } from '../series/growthIndex.ts';
import type { Metric } from './metric.ts';

/**
 * Compound annual growth rate: (Π(1 + rᵢ))^(ppy / n) − 1, n periods. Convention of PerformanceAnalytics `Return.annualized`,
 * empyrical `annual_return` and quantstats (calendar days / 365.25 is the other one in use).
 */
export const annualisedReturn: Metric = {
  id: 'cagr',
  title: 'Annualised return',
  unit: 'percent',
  group: 'return',
  minimum: 20,
  convention: (series) => `compounded, (end / start)^(periods per year / n) − 1, ${series.perYear} periods per year`,
  compute(series) {
    const count = series.returns.length;
    if (count === 0) return { reason: 'needs at least one period, there are none' };
    const end = growthIndex(series.returns).at(-1) ?? 1;
    if (!(end >= 0)) return { reason: 'more than everything was lost, so there is no growth rate' };
    const rate = end ** (series.perYear / count) - 1;
    return Number.isFinite(rate)
      ? { value: rate }
      : { reason: 'too few periods: the rate for a year is beyond all numbers' };
  },
};
