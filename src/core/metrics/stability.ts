import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { mean } from './statistics.ts';

/**
 * Stability: R² of a straight line through the logarithm of the index at the end of each period. 1: it grew (or fell) at a
 * steady rate. Reference: empyrical `stability_of_timeseries`.
 */
export const stability: Metric = {
  id: 'stability',
  title: 'Stability',
  unit: 'ratio',
  group: 'ratio',
  minimum: 20,
  convention: () => 'R² of a straight line through the logarithm of the compounded index',
  compute(series) {
    const count = series.returns.length;
    const few = tooFew(count, 2);
    if (few) return few;
    // The index may over- or underflow where its logarithm does not.
    if (series.returns.some((value) => value <= -1)) return { reason: 'everything was lost, so there is no logarithm' };
    const logs: number[] = [];
    let level = 0;
    for (const value of series.returns) {
      level += Math.log1p(value);
      logs.push(level);
    }
    const centre = mean(logs);
    const middle = (count - 1) / 2;
    let product = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const off = (logs[i] ?? 0) - centre;
      product += (i - middle) * off;
      squares += off * off;
    }
    const spread = (count * (count * count - 1)) / 12;
    const scale = logs.reduce((largest, each) => Math.max(largest, Math.abs(each)), 0);
    if (squares <= count * (scale * 1e-15) ** 2)
      return { reason: 'the value did not move, so there is no line to fit' };
    return answer(Math.min(1, (product * product) / (spread * squares)));
  },
};
