import { answer } from '../answer.ts';
import type { BenchmarkMetric } from '../metric.ts';
import { regressionOf, type Side } from './pair.ts';
import { noRegression } from './whyNot.ts';

const words: Readonly<Record<Side, string>> = {
  all: 'of all common periods',
  up: 'of the periods in which the benchmark’s excess return is above 0',
  down: 'of the periods in which the benchmark’s excess return is below 0',
};

/**
 * Beta: covariance / variance of excess returns, n − 1. Up and down beta take the periods in which the benchmark's excess
 * return is above (below) 0, strictly. Reference: Sharpe (1964); PerformanceAnalytics `CAPM.beta`, `CAPM.beta.bull`, `.bear`.
 */
function betaOf(id: string, title: string, side: Side): BenchmarkMetric {
  return {
    id,
    title,
    unit: 'ratio',
    group: 'relative',
    minimum: 20,
    convention: () => `covariance with the benchmark / its variance, of excess returns, ${words[side]}`,
    compute(series, benchmark) {
      const found = regressionOf(series, benchmark, side);
      return found === null ? noRegression(series, side) : answer(found.slope);
    },
  };
}

export const beta = betaOf('beta', 'Beta', 'all');
export const upBeta = betaOf('upBeta', 'Up beta', 'up');
export const downBeta = betaOf('downBeta', 'Down beta', 'down');
