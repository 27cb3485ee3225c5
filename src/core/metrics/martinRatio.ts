import { annualisedReturn } from './annualisedReturn.ts';
import { answer } from './answer.ts';
import type { Metric } from './metric.ts';
import { riskFreeWords } from './statistics.ts';
import { ulcerIndex } from './ulcerIndex.ts';

/** Martin ratio: (annualised return − risk-free rate) / Ulcer index. Reference: Martin and McCann (1989); PerformanceAnalytics `MartinRatio`. */
export const martinRatio: Metric = {
  id: 'martinRatio',
  title: 'Martin ratio',
  unit: 'ratio',
  group: 'ratio',
  minimum: 20,
  convention: (series) =>
    `(annualised return − risk-free rate) / Ulcer index, ${series.perYear} periods per year, ${riskFreeWords(series)}`,
  compute(series) {
    const annual = annualisedReturn.compute(series);
    if ('reason' in annual) return annual;
    const ulcer = ulcerIndex.compute(series);
    if ('reason' in ulcer) return ulcer;
    if (ulcer.value === 0) return { reason: 'there was no drawdown to divide by' };
    return answer((annual.value - series.riskFree) / ulcer.value);
  },
};
