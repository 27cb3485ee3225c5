import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { moments } from './moments.ts';

/** Arithmetic mean of the returns, per period. Reference: Bacon (2008), ch. 4. */
export const meanReturn: Metric = {
  id: 'meanReturn',
  title: 'Mean return',
  unit: 'percent',
  group: 'return',
  convention: () => 'arithmetic mean, per period, not annualised',
  compute: (series) => tooFew(series.returns.length, 1) ?? answer(moments(series).mean),
};
