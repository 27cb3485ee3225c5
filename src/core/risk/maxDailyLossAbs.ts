import type { Limit } from './limit.ts';
import { measureLoss } from './loss.ts';
import { amount } from './settings.ts';

/** Loss of the day, base currency. Loss = max(0, −pnl). RISK-1, RISK-2. */
export const maxDailyLossAbs: Limit<number> = {
  id: 'maxDailyLossAbs',
  title: 'Daily loss',
  unit: 'money',
  settings: amount(
    'Largest loss of a day, in the base currency: realised P&L since `risk.dayBoundary`, open P&L too with ' +
      '`risk.includeUnrealized`. Breach at or above it; a profit never breaches.',
  ),
  boundary: 'atOrAbove',
  additive: false,
  ofLoss: true,
  measure: (facts, threshold) => [measureLoss(facts.dayPnl, threshold)],
};
