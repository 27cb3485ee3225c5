import { growthOf } from '../series/growthOf.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/**
 * Total return, time-weighted: Π(1 + rᵢ) − 1. Reference: GIPS 2020, time-weighted return; empyrical `cum_returns_final`.
 */
export const totalReturn: Metric = {
  id: 'totalReturn',
  title: 'Total return',
  unit: 'percent',
  group: 'return',
  convention: (series) =>
    `compounded over ${series.returns.length} periods, time-weighted: deposits and withdrawals do not count`,
  compute(series) {
    const few = tooFew(series.returns.length, 1);
    return few ?? answer((growthOf(series).at(-1) ?? 1) - 1, 'the returns are too large to compound');
  },
};
