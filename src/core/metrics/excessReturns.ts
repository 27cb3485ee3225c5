import { perSeries } from '../series/perSeries.ts';
import { riskFreePerPeriod } from './statistics.ts';

/** Returns less the risk-free rate of each period: of its series where there is one, else the annual rate per period. */
export const excessReturns = perSeries((series): readonly number[] => {
  const rates = series.riskFreeSeries;
  if (rates) return series.returns.map((value, i) => value - (rates[i] ?? 0));
  const rate = riskFreePerPeriod(series);
  return rate === 0 ? series.returns : series.returns.map((value) => value - rate);
});
