import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { notOneOf, parametersOf } from './parameter.ts';
import { tailDefaults, tailMethods, tailOf } from './tail.ts';
import { tailWords } from './tailWords.ts';

/**
 * Expected shortfall (CVaR) of one period, a loss is positive. Parameters as of `var`; historical: the mean of the returns at or
 * below the quantile (`tail` mean, default), or of exactly that mass (`tail` exact, the coherent one: Acerbi and Tasche, 2002);
 * Gaussian: sd × φ(z) / p − mean; Cornish-Fisher: the mean of the expansion over the tail, and a reason where it is below the
 * value at risk, which cannot be.
 */
export const expectedShortfall: Metric = {
  id: 'es',
  title: 'Expected shortfall',
  unit: 'percent',
  group: 'tail',
  minimum: 20,
  parameters: tailDefaults,
  convention: (_, parameters) => tailWords(parametersOf(tailDefaults, parameters), true),
  compute(series, parameters) {
    const chosen = parametersOf(tailDefaults, parameters);
    if (!tailMethods.includes(chosen.method)) return notOneOf('method', tailMethods, chosen.method);
    const few = tooFew(series.returns.length, chosen.method === 'historical' ? 1 : 2);
    if (few) return few;
    const found = tailOf(series, chosen);
    if ('reason' in found) return found;
    if (chosen.method === 'cornishFisher' && found.es < found.var)
      return {
        reason: 'Cornish-Fisher puts it below the value at risk here: skew and kurtosis are beyond what it can tell',
      };
    const value = answer(found.es);
    return found.note === undefined || 'reason' in value ? value : { ...value, note: found.note };
  },
};
