import { answer } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';
import { mean, riskFreeWords } from '../statistics.ts';
import { pairOf, regressionOf } from './pair.ts';
import { noRegression } from './whyNot.ts';

/** Treynor ratio: mean excess return × ppy / beta, arithmetic. Reference: Treynor (1965). */
export const treynor: BenchmarkMetric = {
  id: 'treynor',
  title: 'Treynor',
  unit: 'ratio',
  group: 'relative',
  minimum: 20,
  convention: (series) => `mean excess return × ${series.perYear} / beta, arithmetic, ${riskFreeWords(series)}`,
  compute(series, benchmark) {
    const found = regressionOf(series, benchmark, 'all');
    if (found === null) return noRegression(series, 'all');
    if (found.slope === 0) return { reason: 'beta is 0, so there is nothing to divide by' };
    return answer((mean(pairOf(series, benchmark).own) * series.perYear) / found.slope);
  },
};
