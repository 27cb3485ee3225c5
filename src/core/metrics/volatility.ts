import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { parametersOf } from './parameter.ts';
import { deviation } from './statistics.ts';

const defaults = { ddof: 1, log: false };

/**
 * Annualised volatility: sample standard deviation (n − 1) × √ppy. Reference: empyrical `annual_volatility`. Parameters: `ddof`
 * 0 divides by n; `log` takes log returns, ln(1 + r).
 */
export const volatility: Metric = {
  id: 'volatility',
  title: 'Volatility',
  unit: 'percent',
  group: 'risk',
  minimum: 20,
  parameters: defaults,
  convention: (series, parameters) => {
    const { ddof, log } = parametersOf(defaults, parameters);
    return `standard deviation of ${log ? 'log ' : ''}returns, ${ddof === 0 ? 'n' : 'n − 1'}, × √${series.perYear} periods per year`;
  },
  compute(series, parameters) {
    const { ddof, log } = parametersOf(defaults, parameters);
    const few = tooFew(series.returns.length, 2);
    if (few) return few;
    if (log && series.returns.some((value) => value <= -1)) return { reason: 'a loss of everything has no log return' };
    const returns = log ? series.returns.map(Math.log1p) : series.returns;
    return answer(deviation(returns, ddof) * Math.sqrt(series.perYear), 'the returns are too large to square');
  },
};
