import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { outcomes } from './outcomes.ts';
import { parametersOf } from './parameter.ts';

const defaults = { all: false };

/** Win rate: periods with a gain / periods that are not 0. Parameter `all` divides by all periods. */
export const winRate: Metric = {
  id: 'winRate',
  title: 'Win rate',
  unit: 'percent',
  group: 'distribution',
  parameters: defaults,
  convention: (_, parameters) =>
    `periods with a gain / ${parametersOf(defaults, parameters).all ? 'all periods' : 'periods that are not 0'}`,
  compute(series, parameters) {
    const { all } = parametersOf(defaults, parameters);
    const few = tooFew(series.returns.length, 1);
    if (few) return few;
    const { wins, losses } = outcomes(series);
    const count = all ? series.returns.length : wins + losses;
    return count === 0 ? { reason: 'no period had a gain or a loss' } : answer(wins / count);
  },
};
