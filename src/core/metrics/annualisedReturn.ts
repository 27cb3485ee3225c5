import { growthOf } from '../series/growthOf.ts';
import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { notOneOf, parametersOf } from './parameter.ts';

const defaults = { years: 'periods' };
/** Mean length of a year, leap years included. */
const yearMs = 365.25 * 86_400_000;

/**
 * Compound annual growth rate: (Π(1 + rᵢ))^(ppy / n) − 1, n periods. Convention of PerformanceAnalytics `Return.annualized`,
 * empyrical `annual_return` and quantstats. Parameter `years`: `periods` (default), or `calendar`, (…)^(1 / y) − 1 with
 * y = days from start to end / 365.25.
 */
export const annualisedReturn: Metric = {
  id: 'cagr',
  title: 'Annualised return',
  unit: 'percent',
  group: 'return',
  minimum: 20,
  parameters: defaults,
  convention: (series, parameters) =>
    parametersOf(defaults, parameters).years === 'calendar'
      ? 'compounded, (end / start)^(1 / years) − 1, years = calendar days / 365.25'
      : `compounded, (end / start)^(periods per year / n) − 1, ${series.perYear} periods per year`,
  compute(series, parameters) {
    const { years } = parametersOf(defaults, parameters);
    const count = series.returns.length;
    const few = tooFew(count, 1);
    if (few) return few;
    const end = growthOf(series).at(-1) ?? 1;
    if (!(end >= 0)) return { reason: 'more than everything was lost, so there is no growth rate' };
    if (years !== 'periods' && years !== 'calendar') return notOneOf('years', ['periods', 'calendar'], years);
    const span =
      years === 'periods' ? count / series.perYear : ((series.at.at(-1) ?? series.start) - series.start) / yearMs;
    if (!(span > 0)) return { reason: 'the series has no length in time' };
    return answer(end ** (1 / span) - 1, 'too few periods: the rate for a year is beyond all numbers');
  },
};
