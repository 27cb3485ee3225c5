import { answer } from './answer.ts';
import type { Metric } from './metric.ts';
import { outcomes } from './outcomes.ts';

/** Payoff ratio: average win / |average loss|. */
export const payoff: Metric = {
  id: 'payoff',
  title: 'Payoff',
  unit: 'ratio',
  group: 'distribution',
  convention: () => 'average win / average loss, without sign',
  compute(series) {
    const { wins, losses, won, lost } = outcomes(series);
    if (wins === 0) return { reason: 'no period had a gain' };
    if (losses === 0) return { reason: 'no period had a loss to divide by' };
    return answer(won / wins / (-lost / losses));
  },
};
