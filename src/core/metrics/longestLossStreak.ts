import { tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { outcomes } from './outcomes.ts';

/** Most periods in a row with a loss; a period of 0 ends a streak. */
export const longestLossStreak: Metric = {
  id: 'longestLossStreak',
  title: 'Longest losing streak',
  unit: 'count',
  group: 'distribution',
  convention: () => 'most periods in a row with a loss; a period of 0 ends the row',
  compute: (series) => tooFew(series.returns.length, 1) ?? { value: outcomes(series).longestLoss },
};
