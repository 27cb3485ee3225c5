import { answer, tooFew } from './answer.ts';
import { downsideOf, marWords, targetExcess } from './downside.ts';
import type { Metric } from './metric.ts';
import { parametersOf } from './parameter.ts';

const defaults = { mar: 'riskFree', subset: false, annualised: true };

/**
 * Downside deviation: √(Σ min(r − MAR, 0)² / n) × √ppy, n all periods. Reference: Sortino and van der Meer (1991);
 * empyrical `downside_risk`. Parameters: `mar` ("riskFree", or a return per period), `subset` divides by the periods below MAR
 * only, `annualised` false leaves √ppy out.
 */
export const downsideDeviation: Metric = {
  id: 'downsideDeviation',
  title: 'Downside deviation',
  unit: 'percent',
  group: 'risk',
  minimum: 20,
  parameters: defaults,
  convention(series, parameters) {
    const { mar, subset, annualised } = parametersOf(defaults, parameters);
    const over = subset ? 'over the periods below it' : 'over all periods';
    return `returns below ${marWords(mar)}, ${over}${annualised ? `, × √${series.perYear}` : ', per period'}`;
  },
  compute(series, parameters) {
    const { mar, subset, annualised } = parametersOf(defaults, parameters);
    const few = tooFew(series.returns.length, 1);
    if (few) return few;
    const excess = targetExcess(series, mar);
    if ('reason' in excess) return excess;
    if (subset && excess.every((value) => value >= 0)) return { value: 0 };
    const value = downsideOf(excess, subset ? 'below' : 'all') * (annualised ? Math.sqrt(series.perYear) : 1);
    return answer(value, 'the returns are too large to square');
  },
};
