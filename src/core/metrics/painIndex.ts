import { underwaterOf } from '../series/underwaterOf.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';

/** Pain index: Σ |drawdown| / n, as a fraction. Reference: Zephyr Associates (2006); PerformanceAnalytics `PainIndex`. */
export const painIndex: Metric = {
  id: 'painIndex',
  title: 'Pain index',
  unit: 'percent',
  group: 'drawdown',
  convention: () => 'mean of the drawdown at the end of each period',
  compute(series) {
    const count = series.returns.length;
    const few = tooFew(count, 1);
    if (few) return few;
    let sum = 0;
    for (const value of underwaterOf(series)) sum -= value;
    return answer(sum / count, 'the returns are too large to compound');
  },
};
