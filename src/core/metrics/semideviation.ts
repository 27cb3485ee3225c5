import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { moments } from './moments.ts';
import { parametersOf } from './parameter.ts';

const defaults = { ddof: 0 };

/**
 * Semideviation: √(Σ min(r − mean, 0)² / n), per period, n all periods. Reference: Markowitz (1959), ch. 9; PerformanceAnalytics
 * `SemiDeviation`. Parameter `ddof` 1 divides by n − 1.
 */
export const semideviation: Metric = {
  id: 'semideviation',
  title: 'Semideviation',
  unit: 'percent',
  group: 'risk',
  parameters: defaults,
  convention: (_, parameters) =>
    `spread of the returns below their mean, over all ${parametersOf(defaults, parameters).ddof === 1 ? 'n − 1' : 'n'} periods, per period`,
  compute(series, parameters) {
    const { ddof } = parametersOf(defaults, parameters);
    const few = tooFew(series.returns.length, 2);
    if (few) return few;
    const { mean, flat } = moments(series);
    if (flat) return { value: 0 };
    let squares = 0;
    for (const value of series.returns) if (value < mean) squares += (value - mean) ** 2;
    return answer(Math.sqrt(squares / (series.returns.length - ddof)), 'the returns are too large to square');
  },
};
