import { growthOf } from '../series/growthOf.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/** Geometric mean of the returns, per period: (Π(1 + rᵢ))^(1 / n) − 1. Reference: Bacon (2008), ch. 2. */
export const geometricMean: Metric = {
  id: 'geometricMean',
  title: 'Geometric mean return',
  unit: 'percent',
  group: 'return',
  convention: () => '(Π(1 + r))^(1 / n) − 1, per period, not annualised',
  compute(series) {
    const count = series.returns.length;
    const few = tooFew(count, 1);
    if (few) return few;
    const end = growthOf(series).at(-1) ?? 1;
    if (end < 0) return { reason: 'more than everything was lost, so there is no growth rate' };
    return answer(end ** (1 / count) - 1, 'the returns are too large to compound');
  },
};
