import { answer } from './answer.ts';
import type { Metric } from './metric.ts';
import { parametersOf } from './parameter.ts';
import { deviation } from './statistics.ts';

const day = 86_400_000;
const defaults = { days: 30 };
const least = 10;

/** Annualised volatility of the returns that end in the last 30 calendar days: sample standard deviation (n − 1) × √ppy. */
export const volatility30: Metric = {
  id: 'volatility30',
  title: 'Volatility, 30 days',
  unit: 'percent',
  group: 'risk',
  minimum: 20,
  parameters: defaults,
  convention: (series, parameters) =>
    `standard deviation, n − 1, of the periods of the last ${parametersOf(defaults, parameters).days} calendar days × √${series.perYear}`,
  compute(series, parameters) {
    const { days } = parametersOf(defaults, parameters);
    const since = (series.at.at(-1) ?? 0) - days * day;
    let first = series.at.length;
    while (first > 0 && (series.at[first - 1] ?? 0) > since) first -= 1;
    const recent = series.returns.slice(first);
    if (recent.length < least)
      return { reason: `needs ${least} periods in the last ${days} days, has ${recent.length}` };
    return answer(deviation(recent) * Math.sqrt(series.perYear), 'the returns are too large to square');
  },
};
