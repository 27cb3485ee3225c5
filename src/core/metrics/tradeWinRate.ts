import { answer } from './answer.ts';
import type { Metric } from './metric.ts';

/** Closed trades with a profit / closed trades that are not 0. */
export const tradeWinRate: Metric = {
  id: 'tradeWinRate',
  title: 'Win rate of trades',
  unit: 'percent',
  group: 'trade',
  convention: () => 'closed trades with a profit / closed trades that are not 0',
  compute({ activity }) {
    if (!activity) return { reason: 'needs trades; a series of returns has none' };
    const wins = activity.realized.filter((value) => value > 0).length;
    const losses = activity.realized.filter((value) => value < 0).length;
    if (wins + losses === 0) return { reason: 'no trade was closed with a profit or a loss' };
    return { ...answer(wins / (wins + losses)), note: `of ${wins + losses} closed trades` };
  },
};
