import { answer } from '../answer.ts';
import type { BenchmarkMetric, Parameters, ReturnSeries } from '../metric.ts';
import { notOneOf, parametersOf } from '../parameter.ts';

const defaults = { method: 'geometricMean' };
const methods = ['geometricMean', 'cumulative', 'annualised'];
const words: Readonly<Record<string, string>> = {
  geometricMean: 'ratio of geometric mean returns per period',
  cumulative: 'ratio of compounded returns',
  annualised: 'ratio of annualised compounded returns',
};

/**
 * Capture: own return / the benchmark's over the periods in which the benchmark rose (fell), strictly. Parameter `method`:
 * `geometricMean` per period (default), `cumulative`, or `annualised` (Morningstar; empyrical `up_capture`). Reference: Bacon
 * (2008), ch. 4.
 */
function captureOf(id: string, title: string, side: 'up' | 'down' | 'all'): BenchmarkMetric {
  const which =
    side === 'all' ? 'all common periods' : `the periods in which the benchmark ${side === 'up' ? 'rose' : 'fell'}`;
  return {
    id,
    title,
    unit: 'ratio',
    group: 'relative',
    minimum: 20,
    parameters: defaults,
    convention: (_, __, parameters) => `${words[parametersOf(defaults, parameters).method] ?? ''}, over ${which}`,
    compute(series, benchmark, parameters) {
      const { method } = parametersOf(defaults, parameters);
      if (!methods.includes(method)) return notOneOf('method', methods, method);
      const { returns } = benchmark;
      let own = 1;
      let other = 1;
      let count = 0;
      for (let i = 0; i < returns.length; i++) {
        const value = returns[i] ?? 0;
        if (side === 'up' ? !(value > 0) : side === 'down' ? !(value < 0) : false) continue;
        other *= 1 + value;
        own *= 1 + (series.returns[i] ?? 0);
        count += 1;
      }
      if (count === 0) return { reason: `there are none of ${which}` };
      const below = rate(other, count, method, series.perYear);
      const above = rate(own, count, method, series.perYear);
      if (Number.isNaN(below) || Number.isNaN(above))
        return { reason: 'more than everything was lost, so there is no growth rate' };
      if (below === 0) return { reason: 'the benchmark’s return is 0, so there is nothing to divide by' };
      return answer(above / below, 'too few periods: the rates are beyond all numbers');
    },
  };
}

function rate(growth: number, count: number, method: string, perYear: number): number {
  if (growth < 0) return Number.NaN;
  if (method === 'cumulative') return growth - 1;
  return growth ** ((method === 'annualised' ? perYear : 1) / count) - 1;
}

export const upCapture = captureOf('upCapture', 'Up capture', 'up');
export const downCapture = captureOf('downCapture', 'Down capture', 'down');

/** Up capture / down capture. Reference: Morningstar, "Upside/Downside Capture Ratio" (2011). */
export const captureRatio: BenchmarkMetric = {
  id: 'captureRatio',
  title: 'Capture ratio',
  unit: 'ratio',
  group: 'relative',
  minimum: 20,
  parameters: defaults,
  convention: (_, __, parameters) =>
    `up capture / down capture, ${words[parametersOf(defaults, parameters).method] ?? ''}`,
  compute(series: ReturnSeries, benchmark: ReturnSeries, parameters?: Parameters) {
    const up = upCapture.compute(series, benchmark, parameters);
    if ('reason' in up) return up;
    const down = downCapture.compute(series, benchmark, parameters);
    if ('reason' in down) return down;
    if (down.value === 0) return { reason: 'down capture is 0, so there is nothing to divide by' };
    return answer(up.value / down.value);
  },
};

/** Own return / the benchmark's over all common periods (empyrical `capture`). Not in the list: `difference` tells more. */
export const capture = captureOf('capture', 'Capture', 'all');
