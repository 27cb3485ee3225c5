import { sortedReturns } from '../series/sortedReturns.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { quantile } from './quantile.ts';

/** Tail ratio: |95 % quantile / 5 % quantile|, type 7. Reference: empyrical `tail_ratio`. */
export const tailRatio: Metric = {
  id: 'tailRatio',
  title: 'Tail ratio',
  unit: 'ratio',
  group: 'tail',
  minimum: 20,
  convention: () => '95 % quantile / 5 % quantile of the returns, without sign, quantiles of type 7',
  compute(series) {
    const few = tooFew(series.returns.length, 1);
    if (few) return few;
    const sorted = sortedReturns(series);
    const low = quantile(sorted, 0.05);
    if (low === 0) return { reason: 'the 5 % quantile is 0, so there is nothing to divide by' };
    return answer(Math.abs(quantile(sorted, 0.95) / low));
  },
};
