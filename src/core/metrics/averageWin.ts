import { answer } from './answer.ts';
import type { Metric } from './metric.ts';
import { outcomes } from './outcomes.ts';

/** Mean return of the periods with a gain. */
export const averageWin: Metric = {
  id: 'averageWin',
  title: 'Average win',
  unit: 'percent',
  group: 'distribution',
  convention: () => 'mean return of the periods with a gain',
  compute(series) {
    const { wins, won } = outcomes(series);
    return wins === 0 ? { reason: 'no period had a gain' } : answer(won / wins);
  },
};
