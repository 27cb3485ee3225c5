import { drawdownsOf } from '../series/drawdown.ts';
import { growthIndex } from '../series/growthIndex.ts';
import type { Metric } from './metric.ts';

/**
 * Maximum drawdown: the lowest of index / running peak − 1, ≤ 0, of the compounded index with its starting 1. Reference: Magdon-Ismail
 * and Atiya (2004); empyrical `max_drawdown`.
 */
export const maxDrawdown: Metric = {
  id: 'maxDrawdown',
  title: 'Max drawdown',
  unit: 'percent',
  group: 'drawdown',
  convention: () => 'largest fall from a peak of the compounded, flow-neutral index, starting value included',
  compute(series) {
    if (series.returns.length === 0) return { reason: 'needs at least one period, there are none' };
    let lowest = 0;
    for (const value of drawdownsOf(growthIndex(series.returns))) lowest = Math.min(lowest, value);
    return Number.isFinite(lowest) ? { value: lowest } : { reason: 'the returns are too large to compound' };
  },
};
