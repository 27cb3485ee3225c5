import { answer } from './answer.ts';
import type { Metric } from './metric.ts';
import { outcomes } from './outcomes.ts';

/** Mean return of the periods with a loss, ≤ 0. */
export const averageLoss: Metric = {
  id: 'averageLoss',
  title: 'Average loss',
  unit: 'percent',
  group: 'distribution',
  convention: () => 'mean return of the periods with a loss (negative)',
  compute(series) {
    const { losses, lost } = outcomes(series);
    return losses === 0 ? { reason: 'no period had a loss' } : answer(lost / losses);
  },
};
