import { answer } from './answer.ts';
import type { Metric } from './metric.ts';
import { outcomes } from './outcomes.ts';

/** Expectancy: win rate × average win + loss rate × average loss, over the periods that are not 0. Reference: Tharp (1998). */
export const expectancy: Metric = {
  id: 'expectancy',
  title: 'Expectancy',
  unit: 'percent',
  group: 'distribution',
  convention: () => 'win rate × average win − loss rate × average loss, per period that is not 0',
  compute(series) {
    const { wins, losses, won, lost } = outcomes(series);
    if (wins + losses === 0) return { reason: 'no period had a gain or a loss' };
    return answer((won + lost) / (wins + losses));
  },
};
