import type { ValuePoint } from '../core/model/series.ts';

/** Sums several accounts' past values day by day; an account that had not begun yet counts nothing. */
export function sumPast(pasts: readonly (readonly ValuePoint[])[]): readonly ValuePoint[] {
  const times = [...new Set(pasts.flatMap((past) => past.map((point) => point.at)))].sort((a, b) => a - b);
  const cursors = pasts.map(() => -1);
  return times.map((at) => {
    let equity = 0;
    let flow: number | null = 0;
    let simulated = false;
    for (const [index, past] of pasts.entries()) {
      let cursor = cursors[index] ?? -1;
      for (let next = past[cursor + 1]; next !== undefined && next.at <= at; next = past[cursor + 1]) {
        cursor += 1;
        // The first value of an account that joins later is money that came in with it.
        const inflow: number | null = cursor === 0 && at > (times[0] ?? at) ? next.equity : next.flow;
        flow = flow === null || inflow === null ? null : flow + inflow;
      }
      cursors[index] = cursor;
      const point = past[cursor];
      if (point === undefined) continue;
      equity += point.equity;
      simulated ||= point.origin === 'simulated';
    }
    return { at, equity, flow, origin: simulated ? 'simulated' : 'reconstructed' };
  });
}
