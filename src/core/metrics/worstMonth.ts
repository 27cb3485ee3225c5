import { monthlyReturns } from '../series/calendarReturns.ts';
import { answer, tooFew } from './answer.ts';
import { coarse } from './coarse.ts';
import type { Metric } from './metric.ts';

/** Lowest compounded return of a calendar month (UTC); the first and the last month may be partial. */
export const worstMonth: Metric = {
  id: 'worstMonth',
  title: 'Worst month',
  unit: 'percent',
  group: 'return',
  convention: () => 'compounded per calendar month, UTC; the first and the last month may be partial',
  compute(series) {
    const few = tooFew(series.returns.length, 1) ?? coarse(series);
    if (few) return few;
    const months = monthlyReturns(series).map(({ value }) => value);
    return answer(Math.min(...months), 'the returns are too large to compound');
  },
};
