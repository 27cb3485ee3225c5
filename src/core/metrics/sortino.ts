import { answer, tooFew } from './answer.ts';
import { downsideOf, marWords, targetExcess } from './downside.ts';
import type { Metric } from './metric.ts';
import { parametersOf } from './parameter.ts';
import { mean, riskFreeWords } from './statistics.ts';

const defaults = { mar: 'riskFree', subset: false };

/**
 * Sortino ratio: mean(r − MAR) / √(Σ min(r − MAR, 0)² / n) × √ppy, the downside over *all* n periods, MAR = the risk-free rate
 * per period. Reference: Sortino and Price (1994); empyrical `sortino_ratio`. Parameters: `mar` ("riskFree", or a return per
 * period), `subset` takes the downside over the periods below MAR only.
 */
export const sortino: Metric = {
  id: 'sortino',
  title: 'Sortino',
  unit: 'ratio',
  group: 'ratio',
  minimum: 20,
  parameters: defaults,
  convention(series, parameters) {
    const { mar, subset } = parametersOf(defaults, parameters);
    const over = subset ? 'the periods below' : 'all periods';
    const target = mar === 'riskFree' ? riskFreeWords(series) : `target ${marWords(mar)}`;
    return `mean excess return / downside deviation over ${over} × √${series.perYear}, ${target}`;
  },
  compute(series, parameters) {
    const { mar, subset } = parametersOf(defaults, parameters);
    const few = tooFew(series.returns.length, 2);
    if (few) return few;
    const excess = targetExcess(series, mar);
    if ('reason' in excess) return excess;
    const downside = downsideOf(excess, subset ? 'below' : 'all');
    if (!(downside > 0)) {
      const target = mar === 'riskFree' ? 'risk-free rate' : 'target';
      return { reason: `no period fell below the ${target}, so there is no downside to divide by` };
    }
    return answer((mean(excess) / downside) * Math.sqrt(series.perYear), 'the returns are too large to square');
  },
};
