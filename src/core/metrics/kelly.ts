import { answer } from './answer.ts';
import type { Metric } from './metric.ts';
import { outcomes } from './outcomes.ts';

/** Kelly fraction: W − (1 − W) / payoff, W the win rate over periods that are not 0. Reference: Kelly (1956); below 0: no bet. */
export const kelly: Metric = {
  id: 'kelly',
  title: 'Kelly fraction',
  unit: 'percent',
  group: 'distribution',
  minimum: 20,
  convention: () => 'win rate − loss rate / payoff, over periods that are not 0; below 0: no bet',
  compute(series) {
    const { wins, losses, won, lost } = outcomes(series);
    if (wins === 0) return { reason: 'no period had a gain' };
    if (losses === 0) return { reason: 'no period had a loss to weigh against' };
    const rate = wins / (wins + losses);
    return answer(rate - (1 - rate) / (won / wins / (-lost / losses)));
  },
};
