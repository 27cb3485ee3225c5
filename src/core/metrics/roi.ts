import { answer } from './answer.ts';
import type { Metric } from './metric.ts';

/**
 * Return on investment: profit / money paid in (the value at the start and all later deposits), in money, so unlike the
 * time-weighted return it depends on when money came and went. Convention of brokers' statements; not annualised.
 */
export const roi: Metric = {
  id: 'roi',
  title: 'Return on investment',
  unit: 'percent',
  group: 'return',
  convention: () =>
    'profit / (value at the start + deposits since), not annualised; it depends on when money came and went',
  compute({ money }) {
    if (!money) return { reason: 'needs values in money; of bare returns, the total return is what is known' };
    if (!(money.invested > 0)) return { reason: 'no money was paid in, so there is nothing to earn on' };
    return answer(money.profit / money.invested);
  },
};
