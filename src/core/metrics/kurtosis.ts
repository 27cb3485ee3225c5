import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { moments } from './moments.ts';
import { parametersOf } from './parameter.ts';

const defaults = { population: false, excess: true };

/**
 * Excess kurtosis, sample-corrected: (n − 1) / ((n − 2)(n − 3)) × ((n + 1)(m₄ / m₂² − 3) + 6), as Excel's KURT and pandas.
 * Reference: Joanes and Gill (1998), G₂. Parameters: `population`: m₄ / m₂² − 3; `excess` false adds 3.
 */
export const kurtosis: Metric = {
  id: 'kurtosis',
  title: 'Excess kurtosis',
  unit: 'ratio',
  group: 'distribution',
  minimum: 20,
  parameters: defaults,
  convention(_, parameters) {
    const { population, excess } = parametersOf(defaults, parameters);
    return `fourth standardised moment${excess ? ' − 3' : ''}, ${population ? 'population' : 'sample-corrected'}; a normal distribution has ${excess ? 0 : 3}`;
  },
  compute(series, parameters) {
    const { population, excess } = parametersOf(defaults, parameters);
    const n = series.returns.length;
    const few = tooFew(n, 4);
    if (few) return few;
    const { second, fourth, flat } = moments(series);
    if (flat) return { reason: 'the returns do not vary, so they have no shape' };
    const plain = fourth / second ** 2 - 3;
    const value = population ? plain : ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * plain + 6);
    return answer(excess ? value : value + 3);
  },
};
