import type { Limit } from './limit.ts';
import { measureLoss } from './loss.ts';
import { percent } from './settings.ts';

/** Loss since the start of the month, net of deposits and withdrawals, in percent of the equity it began with. RISK-1. */
export const maxMonthlyLossPct: Limit<number> = {
  id: 'maxMonthlyLossPct',
  title: 'Monthly loss',
  unit: 'percent',
  settings: percent(
    'Largest loss since the start of the month, deposits and withdrawals taken out, in percent of the equity ' +
      'at its start. Breach at or above it.',
  ),
  boundary: 'atOrAbove',
  additive: false,
  ofLoss: true,
  measure: (facts, threshold) => [measureLoss(facts.monthPnl, threshold, facts.monthStartEquity)],
};
