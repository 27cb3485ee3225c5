import type { Curve, ValuePoint } from '../model/series.ts';
import { growthIndex } from './growthIndex.ts';
import { stepReturn } from './stepReturn.ts';

/** Distance of each value of an index from its running peak, a fraction in [−1, 0]: more than everything cannot be lost of it. */
export function drawdownsOf(index: readonly number[]): number[] {
  let peak = Number.NEGATIVE_INFINITY;
  return index.map((level) => {
    if (level > peak) peak = level;
    return peak > 0 ? Math.max(level / peak - 1, -1) : 0;
  });
}

/**
 * Underwater curve of past values: distance from the running peak of the flow-neutral index (start 1), as a fraction ≤ 0, one
 * value per point. Where a flow is not known, or there was no capital, no return can be told: the index begins anew there, at
 * 1, and `restarts` says when, so that no deposit is ever taken for a recovery.
 */
export function drawdownCurve(points: readonly ValuePoint[]): Curve & { readonly restarts: readonly number[] } {
  const at: number[] = [];
  const value: number[] = [];
  const restarts: number[] = [];
  let returns: number[] = [];
  const flush = () => {
    if (at.length > value.length) for (const each of drawdownsOf(growthIndex(returns))) value.push(each);
    returns = [];
  };
  let previous: ValuePoint | null = null;
  for (const point of points) {
    if (previous !== null) {
      const step = point.flow === null ? null : stepReturn(previous.equity, point.equity, point.flow);
      if (step === null) {
        flush();
        restarts.push(point.at);
      } else returns.push(step);
    }
    at.push(point.at);
    previous = point;
  }
  flush();
  return { at, value, restarts };
}
