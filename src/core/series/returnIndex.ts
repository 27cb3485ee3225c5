import type { ValuePoint } from '../model/series.ts';
import { growthIndex } from './growthIndex.ts';
import { stepReturn } from './stepReturn.ts';

export const unknownFlows = 'deposits and withdrawals are not known';

export type ReturnIndex =
  | { readonly ok: true; readonly value: readonly number[] }
  | { readonly ok: false; readonly reason: string };

/**
 * Flow-neutral index of a span of values: 1 at its first point, then compounded by the return of each step, so that a
 * deposit is never a profit (time-weighted, conventions.md). One value per point. The first point's own flow came before
 * the span. Fails in words where a flow of the span is not known, or where there was no capital to earn on.
 */
export function returnIndex(points: readonly ValuePoint[]): ReturnIndex {
  const returns: number[] = [];
  let previous: ValuePoint | null = null;
  for (const point of points) {
    if (previous !== null) {
      if (point.flow === null) return { ok: false, reason: unknownFlows };
      const step = stepReturn(previous.equity, point.equity, point.flow);
      if (step === null) {
        const date = new Date(previous.at).toISOString().slice(0, 10);
        return { ok: false, reason: `there was no money to earn on at ${date}` };
      }
      returns.push(step);
    }
    previous = point;
  }
  return { ok: true, value: growthIndex(returns) };
}
