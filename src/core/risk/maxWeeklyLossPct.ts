import type { Limit } from './limit.ts';
import { measureLoss } from './loss.ts';
import { percent } from './settings.ts';

/** Loss since the start of the week, net of deposits and withdrawals, in percent of the equity it began with. RISK-1. */
export const maxWeeklyLossPct: Limit<number> = {
  id: 'maxWeeklyLossPct',
  title: 'Weekly loss',
  unit: 'percent',
  settings: percent(
    'Largest loss since the start of the week (Monday), deposits and withdrawals taken out, in percent of the equity ' +
      'at its start. Breach at or above it.',
  ),
  boundary: 'atOrAbove',
  additive: false,
  ofLoss: true,
  measure: (facts, threshold) => [measureLoss(facts.weekPnl, threshold, facts.weekStartEquity)],
};
