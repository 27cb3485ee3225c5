import { answer } from './answer.ts';
import type { Metric } from './metric.ts';

/** Turnover over the span: Σ |notional| of all fills / mean equity; a buy and its sale both count. Not annualised. */
export const turnover: Metric = {
  id: 'turnover',
  title: 'Turnover',
  unit: 'ratio',
  group: 'trade',
  convention: () => 'bought and sold / mean equity, over the span, not annualised',
  compute({ activity }) {
    if (!activity) return { reason: 'needs trades; a series of returns has none' };
    if (activity.turnover === null) return { reason: 'the size of the trades is not known' };
    if (!(activity.meanEquity > 0)) return { reason: 'needs equity to set the trades against' };
    return answer(activity.turnover / activity.meanEquity);
  },
};
