import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { parametersOf } from './parameter.ts';

const defaults = { threshold: 0 };

/**
 * Omega: Σ max(r − θ, 0) / Σ max(θ − r, 0), threshold θ per period, default 0. Reference: Keating and Shadwick (2002).
 */
export const omega: Metric = {
  id: 'omega',
  title: 'Omega',
  unit: 'ratio',
  group: 'ratio',
  minimum: 20,
  parameters: defaults,
  convention: (_, parameters) =>
    `sum of returns above / sum of returns below ${parametersOf(defaults, parameters).threshold * 100} % a period`,
  compute(series, parameters) {
    const { threshold } = parametersOf(defaults, parameters);
    const few = tooFew(series.returns.length, 1);
    if (few) return few;
    let above = 0;
    let below = 0;
    for (const value of series.returns) {
      if (value > threshold) above += value - threshold;
      else below += threshold - value;
    }
    if (below === 0) return { reason: 'no period fell below the threshold, so there is nothing to divide by' };
    return answer(above / below);
  },
};
