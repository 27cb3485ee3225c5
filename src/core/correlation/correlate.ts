import type { CorrelationMatrix } from '../model/analytics.ts';
import type { DailyCloses } from '../model/quote.ts';
import { clusterOrder } from './clusterOrder.ts';
import { pearson } from './pearson.ts';

/** Fewest common returns before a correlation is told. */
export const minimumOverlap = 20;

const day = 86_400_000;

/**
 * Pearson matrix of simple daily returns over the last `window` days before `at` (RISK-9). Pairs are joined on the days both have
 * a close, and returns are taken between those days, so that a share's Monday is not set against a coin's Monday alone. A pair
 * with fewer than `minimumOverlap` common returns is null; an asset without that many, or whose price does not move, is excluded
 * with the reason. Floating point is enough here.
 */
export function correlate(
  closes: readonly DailyCloses[],
  assets: readonly string[],
  options: { readonly window: number; readonly at: number; readonly simulated: boolean },
): CorrelationMatrix {
  const { window, at, simulated } = options;
  const excluded: { readonly asset: string; readonly reason: string }[] = [];
  const series: { readonly asset: string; readonly byDay: ReadonlyMap<number, number> }[] = [];
  for (const asset of new Set(assets)) {
    const found = closes.find((candidate) => candidate.asset === asset);
    // One close more than returns; a day is dated by its start.
    const recent = (found?.closes ?? []).filter(
      (point) => point.day >= at - (window + 2) * day && point.day <= at && point.close > 0,
    );
    const kept = recent.slice(-(window + 1));
    if (!found) excluded.push({ asset, reason: 'no daily closes are known' });
    else if (kept.length <= minimumOverlap) {
      excluded.push({ asset, reason: `needs ${minimumOverlap} daily returns, has ${Math.max(0, kept.length - 1)}` });
    } else if (kept.every((point) => point.close === kept[0]?.close)) {
      excluded.push({ asset, reason: `its price did not move in ${window} days` });
    } else series.push({ asset, byDay: new Map(kept.map((point) => [point.day, point.close])) });
  }
  const rows = series.map(() => new Array<number | null>(series.length).fill(null));
  const overlap = series.map(() => new Array<number>(series.length).fill(0));
  series.forEach((a, i) => {
    series.forEach((b, j) => {
      if (j < i) return;
      const { left, right } = joined(a.byDay, b.byDay);
      const value = left.length < minimumOverlap ? null : i === j ? 1 : pearson(left, right);
      for (const [x, y] of [
        [i, j],
        [j, i],
      ] as const) {
        const row = rows[x];
        const counts = overlap[x];
        if (row) row[y] = value;
        if (counts) counts[y] = left.length;
      }
    });
  });
  const order = clusterOrder(rows);
  const arranged = <T>(table: readonly (readonly T[])[]) =>
    order.map((i) => order.flatMap((j) => table[i]?.slice(j, j + 1) ?? []));
  return {
    method: 'pearson',
    window,
    assets: order.flatMap((index) => series[index]?.asset ?? []),
    rows: arranged(rows),
    overlap: arranged(overlap),
    excluded,
    simulated,
  };
}

/** Returns of both between the days that both have. */
function joined(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>) {
  const left: number[] = [];
  const right: number[] = [];
  let before: readonly [number, number] | null = null;
  for (const [date, close] of a) {
    const other = b.get(date);
    if (other === undefined) continue;
    if (before) {
      left.push(close / before[0] - 1);
      right.push(other / before[1] - 1);
    }
    before = [close, other];
  }
  return { left, right };
}
