import { growthIndex } from '../series/growthIndex.ts';
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
    if (series.returns.length === 0) return { reason: 'needs at least one period, there are none' };
    const end = growthIndex(series.returns).at(-1) ?? 1;
    return Number.isFinite(end) ? { value: end - 1 } : { reason: 'the returns are too large to compound' };
  },
};
