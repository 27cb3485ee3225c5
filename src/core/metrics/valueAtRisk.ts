import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { notOneOf, parametersOf } from './parameter.ts';
import { tailDefaults, tailMethods, tailOf } from './tail.ts';
import { tailWords } from './tailWords.ts';

/**
 * Value at risk of one period, a loss is positive: −q(1 − confidence). Parameter `method`: `historical` (default, quantile type 7,
 * `quantileType` 1 to 9), `gaussian` (mean and n − 1 deviation, `ddof` 0: n) or `cornishFisher` (population skew and kurtosis
 * inside; a note where they are outside its validity domain); `confidence` 0.95. References: Jorion (2006); Cornish and
 * Fisher (1938); Hyndman and Fan (1996).
 */
export const valueAtRisk: Metric = {
  id: 'var',
  title: 'Value at risk',
  unit: 'percent',
  group: 'tail',
  minimum: 20,
  parameters: tailDefaults,
  convention: (_, parameters) => tailWords(parametersOf(tailDefaults, parameters), false),
  compute(series, parameters) {
    const chosen = parametersOf(tailDefaults, parameters);
    if (!tailMethods.includes(chosen.method)) return notOneOf('method', tailMethods, chosen.method);
    const few = tooFew(series.returns.length, chosen.method === 'historical' ? 1 : 2);
    if (few) return few;
    const found = tailOf(series, chosen);
    if ('reason' in found) return found;
    const value = answer(found.var);
    return found.note === undefined || 'reason' in value ? value : { ...value, note: found.note };
  },
};
