import { underwaterOf } from '../series/underwaterOf.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/** Ulcer index: √(Σ drawdown² / n), as a fraction. Reference: Martin and McCann (1989); PerformanceAnalytics `UlcerIndex`. */
export const ulcerIndex: Metric = {
  id: 'ulcerIndex',
  title: 'Ulcer index',
  unit: 'percent',
  group: 'drawdown',
  convention: () => 'root mean square of the drawdown at the end of each period',
  compute(series) {
    const count = series.returns.length;
    const few = tooFew(count, 1);
    if (few) return few;
    let squares = 0;
    for (const value of underwaterOf(series)) squares += value * value;
    return answer(Math.sqrt(squares / count), 'the returns are too large to compound');
  },
};
