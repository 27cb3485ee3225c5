import { answer } from './answer.ts';
import type { Metric } from './metric.ts';

/** Profit factor of trades: Σ profits / |Σ losses| of closed trades, in money. */
export const tradeProfitFactor: Metric = {
  id: 'tradeProfitFactor',
  title: 'Profit factor of trades',
  unit: 'ratio',
  group: 'trade',
  convention: () => 'profits / losses of closed trades, in money, without sign',
  compute({ activity }) {
    if (!activity) return { reason: 'needs trades; a series of returns has none' };
    let won = 0;
    let lost = 0;
    for (const value of activity.realized) {
      if (value > 0) won += value;
      else lost -= value;
    }
    if (won + lost === 0) return { reason: 'no trade was closed with a profit or a loss' };
    return lost === 0 ? { reason: 'no trade was closed with a loss to divide by' } : answer(won / lost);
  },
};
