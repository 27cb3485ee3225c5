import type { Metric } from './metric.ts';
import { deviation } from './statistics.ts';

/** Annualised volatility: sample standard deviation (n − 1) × √ppy. Reference: empyrical `annual_volatility`. */
export const volatility: Metric = {
  id: 'volatility',
  title: 'Volatility',
  unit: 'percent',
  group: 'risk',
  minimum: 20,
  convention: (series) => `standard deviation of returns, n − 1, × √${series.perYear} periods per year`,
  compute(series) {
    const count = series.returns.length;
    if (count < 2) return { reason: `needs at least two periods, has ${count}` };
    const value = deviation(series.returns) * Math.sqrt(series.perYear);
    return Number.isFinite(value) ? { value } : { reason: 'the returns are too large to square' };
  },
};
