import { sortedReturns } from '../series/sortedReturns.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/** Lowest return of one period. */
export const worstPeriod: Metric = {
  id: 'worstPeriod',
  title: 'Worst period',
  unit: 'percent',
  group: 'return',
  convention: () => 'worst single period of the series',
  compute: (series) => tooFew(series.returns.length, 1) ?? answer(sortedReturns(series).at(0) ?? Number.NaN),
};
