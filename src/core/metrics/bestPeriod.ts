import { sortedReturns } from '../series/sortedReturns.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/** Highest return of one period. */
export const bestPeriod: Metric = {
  id: 'bestPeriod',
  title: 'Best period',
  unit: 'percent',
  group: 'return',
  convention: () => 'best single period of the series',
  compute: (series) => tooFew(series.returns.length, 1) ?? answer(sortedReturns(series).at(-1) ?? Number.NaN),
};
