import type { PointOrigin, ValuePoint } from '../core/model/series.ts';

const worst: readonly PointOrigin[] = ['recorded', 'reconstructed', 'simulated'];

/**
 * Values of several accounts as one, at every time that one of them has: the others keep their last value until then, and
 * one that begins later brings its first value in as a flow. A flow that is not known stays unknown; the origin is that of
 * the least certain part.
 */
export function sumPoints(parts: readonly (readonly ValuePoint[])[]): readonly ValuePoint[] {
  const times = [...new Set(parts.flatMap((part) => part.map(({ at }) => at)))].sort((a, b) => a - b);
  const cursors = parts.map(() => -1);
  return times.map((at, step) => {
    let equity = 0;
    let flow: number | null = 0;
    let origin = 0;
    for (const [index, part] of parts.entries()) {
      let cursor = cursors[index] ?? -1;
      for (let next = part[cursor + 1]; next !== undefined && next.at <= at; next = part[cursor + 1]) {
        cursor += 1;
        const came: number | null = cursor === 0 && step > 0 ? next.equity : next.flow;
        flow = flow === null || came === null ? null : flow + came;
      }
      cursors[index] = cursor;
      const point = part[cursor];
      if (point === undefined) continue;
      equity += point.equity;
      origin = Math.max(origin, worst.indexOf(point.origin));
    }
    return { at, equity, flow, origin: worst[origin] ?? 'recorded' };
  });
}
