import type { ReturnSeries } from '../metric.ts';
import type { Side } from './pair.ts';

const sides: Readonly<Record<Side, string>> = {
  all: 'common periods',
  up: 'periods in which the benchmark rose',
  down: 'periods in which the benchmark fell',
};

/** Why there is no line through the returns of two series. */
export function noRegression(series: ReturnSeries, side: Side): { readonly reason: string } {
  if (series.returns.length < 2) return { reason: `needs at least two common periods, has ${series.returns.length}` };
  return { reason: `needs two ${sides[side]} with different returns` };
}
