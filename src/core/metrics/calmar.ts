import { lowestOf } from '../series/underwaterOf.ts';
import { annualisedReturn } from './annualisedReturn.ts';
import { answer } from './answer.ts';
import type { Metric } from './metric.ts';

/** Calmar ratio: annualised return / |maximum drawdown|, over the whole series. Reference: Young (1991); empyrical `calmar_ratio`. */
export const calmar: Metric = {
  id: 'calmar',
  title: 'Calmar',
  unit: 'ratio',
  group: 'ratio',
  minimum: 20,
  convention: (series) =>
    `annualised return (${series.perYear} periods per year) / largest drawdown, of the whole series`,
  compute(series) {
    const annual = annualisedReturn.compute(series);
    if ('reason' in annual) return annual;
    const fall = lowestOf(series);
    return fall === 0 ? { reason: 'there was no drawdown to divide by' } : answer(annual.value / -fall);
  },
};
