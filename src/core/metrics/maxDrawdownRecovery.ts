import { worstSpell } from '../series/drawdownTable.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/** Calendar days from the trough of the maximum drawdown to its recovery. */
export const maxDrawdownRecovery: Metric = {
  id: 'maxDrawdownRecovery',
  title: 'Max drawdown, recovery',
  unit: 'days',
  group: 'drawdown',
  convention: () => 'calendar days of the deepest drawdown from trough to recovery',
  compute(series) {
    const few = tooFew(series.returns.length, 1);
    if (few) return few;
    const worst = worstSpell(series);
    if (!worst) return { reason: 'there was no drawdown' };
    if (worst.recoveredAt === null) return { reason: 'the deepest drawdown has not recovered yet' };
    return { ...answer(worst.totalDays - worst.fallDays), note: `${worst.totalPeriods - worst.fallPeriods} periods` };
  },
};
