import { underwaterOf } from '../series/underwaterOf.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/** Drawdown at the end of the series: index / its highest so far − 1, in [−1, 0]. */
export const currentDrawdown: Metric = {
  id: 'currentDrawdown',
  title: 'Current drawdown',
  unit: 'percent',
  group: 'drawdown',
  convention: () => 'distance of the last value of the compounded index from its peak',
  compute: (series) =>
    tooFew(series.returns.length, 1) ??
    answer(underwaterOf(series).at(-1) ?? Number.NaN, 'the returns are too large to compound'),
};
