import { answer, tooFew } from './answer.ts';
import type { Metric } from './metric.ts';
import { outcomes } from './outcomes.ts';
import { parametersOf } from './parameter.ts';

const defaults = { threshold: 0 };

/** Profit factor of periods: Σ gains / |Σ losses|, told apart by `threshold` per period, default 0. Of trades: `tradeProfitFactor`. */
export const profitFactor: Metric = {
  id: 'profitFactor',
  title: 'Profit factor',
  unit: 'ratio',
  group: 'distribution',
  parameters: defaults,
  convention: (_, parameters) => {
    const { threshold } = parametersOf(defaults, parameters);
    return `sum of the returns above / sum of the returns below ${threshold * 100} % a period, without sign`;
  },
  compute(series, parameters) {
    const { threshold } = parametersOf(defaults, parameters);
    const few = tooFew(series.returns.length, 1);
    if (few) return few;
    let { won, lost } = outcomes(series);
    if (threshold !== 0) {
      won = 0;
      lost = 0;
      for (const value of series.returns) {
        if (value > threshold) won += value;
        else if (value < threshold) lost += value;
      }
    }
    return lost === 0 ? { reason: 'no period had a loss to divide by' } : answer(won / Math.abs(lost));
  },
};
