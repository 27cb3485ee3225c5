import type { Limit } from './limit.ts';
import { measureLoss } from './loss.ts';
import { percent } from './settings.ts';

/** Loss of the day in percent of `startingCash`, else of the equity at the start of the day. RISK-1, RISK-2. */
export const maxDailyLossPct: Limit<number> = {
  id: 'maxDailyLossPct',
  title: 'Daily loss',
  unit: 'percent',
  settings: percent(
    'Largest loss of a day in percent (5 = 5 %) of `risk.startingCash`, else of the equity at the start of the day. ' +
      'Breach at or above it.',
  ),
  boundary: 'atOrAbove',
  additive: false,
  ofLoss: true,
  measure: (facts, threshold) => {
    const { startingCash, dayStartEquity } = facts;
    return [
      measureLoss(
        facts.dayPnl,
        threshold,
        startingCash === null ? dayStartEquity : { known: true, value: startingCash },
      ),
    ];
  },
};
