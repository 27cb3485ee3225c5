import { answer } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';

/**
 * Shares of periods. Reference: PerformanceAnalytics `UpDownRatios` (Bacon 2008, ch. 4): number ratios count own gains while the
 * benchmark rose (own losses while it fell), percent ratios count periods better than the benchmark while it rose (fell).
 */
function shareOf(
  id: string,
  title: string,
  words: string,
  among: ((benchmark: number) => boolean) | null,
  counts: (own: number, benchmark: number) => boolean,
): BenchmarkMetric {
  return {
    id,
    title,
    unit: 'percent',
    group: 'relative',
    minimum: 20,
    convention: () => words,
    compute(series, benchmark) {
      let all = 0;
      let hits = 0;
      const { returns } = benchmark;
      for (let i = 0; i < returns.length; i++) {
        const value = returns[i] ?? 0;
        if (among && !among(value)) continue;
        all += 1;
        if (counts(series.returns[i] ?? 0, value)) hits += 1;
      }
      return all === 0 ? { reason: 'there are no such common periods' } : answer(hits / all);
    },
  };
}

const rose = (benchmark: number) => benchmark > 0;
const fell = (benchmark: number) => benchmark < 0;
const better = (own: number, benchmark: number) => own > benchmark;

export const battingAverage = shareOf(
  'battingAverage',
  'Batting average',
  'periods better than the benchmark / all common periods',
  null,
  better,
);
export const upNumberRatio = shareOf(
  'upNumberRatio',
  'Up number ratio',
  'periods with a gain / periods in which the benchmark rose, among these',
  rose,
  (own) => own > 0,
);
export const downNumberRatio = shareOf(
  'downNumberRatio',
  'Down number ratio',
  'periods with a loss / periods in which the benchmark fell, among these',
  fell,
  (own) => own < 0,
);
export const upPercentRatio = shareOf(
  'upPercentRatio',
  'Up percent ratio',
  'periods better than the benchmark / periods in which it rose, among these',
  rose,
  better,
);
export const downPercentRatio = shareOf(
  'downPercentRatio',
  'Down percent ratio',
  'periods better than the benchmark / periods in which it fell, among these',
  fell,
  better,
);
