import { worstSpell } from '../series/drawdownTable.ts';
import { lowestOf } from '../series/underwaterOf.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/**
 * Maximum drawdown: the lowest of index / running peak − 1, in [−1, 0], of the compounded index with its starting 1. Reference:
 * Magdon-Ismail and Atiya (2004); empyrical `max_drawdown`. The note has its dates.
 */
export const maxDrawdown: Metric = {
  id: 'maxDrawdown',
  title: 'Max drawdown',
  unit: 'percent',
  group: 'drawdown',
  convention: () => 'largest fall from a peak of the compounded, flow-neutral index, starting value included',
  compute(series) {
    const few = tooFew(series.returns.length, 1);
    if (few) return few;
    const worst = worstSpell(series);
    const found = answer(lowestOf(series), 'the returns are too large to compound');
    if (!worst || 'reason' in found) return found;
    const end = worst.recoveredAt === null ? 'not recovered yet' : `recovered ${date(worst.recoveredAt)}`;
    return { ...found, note: `peak ${date(worst.peakAt)}, trough ${date(worst.troughAt)}, ${end}` };
  },
};

function date(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
