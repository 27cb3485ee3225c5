import { worstSpell } from '../series/drawdownTable.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/** Calendar days of the maximum drawdown, from its peak to its recovery, or to the end of the series while it is open. */
export const maxDrawdownDuration: Metric = {
  id: 'maxDrawdownDuration',
  title: 'Max drawdown, duration',
  unit: 'days',
  group: 'drawdown',
  convention: () => 'calendar days of the deepest drawdown from peak to recovery, or until the end while it is open',
  compute(series) {
    const few = tooFew(series.returns.length, 1);
    if (few) return few;
    const worst = worstSpell(series);
    if (!worst) return { reason: 'there was no drawdown' };
    const { totalDays, totalPeriods, recoveredAt } = worst;
    return {
      ...answer(totalDays),
      note: `${totalPeriods} periods${recoveredAt === null ? ', not recovered yet' : ''}`,
    };
  },
};
