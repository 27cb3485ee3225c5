import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { moments } from './moments.ts';
import { parametersOf } from './parameter.ts';

const defaults = { population: false };

/**
 * Skewness, sample-corrected: √(n(n − 1)) / (n − 2) × m₃ / m₂^1.5, as Excel's SKEW and pandas. Reference: Joanes and Gill (1998),
 * G₁. Parameter `population`: m₃ / m₂^1.5.
 */
export const skew: Metric = {
  id: 'skew',
  title: 'Skew',
  unit: 'ratio',
  group: 'distribution',
  minimum: 20,
  parameters: defaults,
  convention: (_, parameters) =>
    parametersOf(defaults, parameters).population
      ? 'third standardised moment, population'
      : 'third standardised moment, sample-corrected',
  compute(series, parameters) {
    const { population } = parametersOf(defaults, parameters);
    const count = series.returns.length;
    const few = tooFew(count, 3);
    if (few) return few;
    const { second, third, flat } = moments(series);
    if (flat) return { reason: 'the returns do not vary, so they have no shape' };
    const plain = third / second ** 1.5;
    return answer(population ? plain : (Math.sqrt(count * (count - 1)) / (count - 2)) * plain);
  },
};
