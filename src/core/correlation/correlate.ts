import type { CorrelationMatrix, CorrelationMethod } from '../model/analytics.ts';
import type { DailyCloses } from '../model/quote.ts';
import { clusterOrder } from './clusterOrder.ts';
import { correlateReturns } from './correlateReturns.ts';
import { defaultLambda } from './ewmaWeights.ts';

/** Fewest common returns before a correlation is told. */
export const minimumOverlap = 20;

const day = 86_400_000;

export interface CorrelateOptions {
  /** Days of returns to look back. */
  readonly window: number;
  readonly at: number;
  readonly simulated: boolean;
  /** Default Pearson. */
  readonly method?: CorrelationMethod;
  /** Decay of `ewma`; default 0.94. */
  readonly lambda?: number;
  readonly weighting?: 'normalised' | 'recursion';
}

interface Kept {
  readonly asset: string;
  /** Ascending. */
  readonly days: readonly number[];
  readonly closes: readonly number[];
}

/**
 * Matrix of simple daily returns over the last `window` days before `at` (RISK-9), in the order of clusters. Pairs are joined on
 * the days both have a close, and returns are taken between those days, so that a share's Monday is not set against a coin's
 * Monday alone. A pair with fewer than `minimumOverlap` common returns is null; an asset without that many, or whose price does
 * not move, is excluded with the reason. Floating point is enough here.
 */
export function correlate(
  closes: readonly DailyCloses[],
  assets: readonly string[],
  options: CorrelateOptions,
): CorrelationMatrix {
  const { window, simulated, method = 'pearson' } = options;
  const excluded: { readonly asset: string; readonly reason: string }[] = [];
  const series: Kept[] = [];
  const byAsset = new Map(closes.toReversed().map((each) => [each.asset, each]));
  for (const asset of new Set(assets)) {
    const kept = recentCloses(byAsset.get(asset), asset, options);
    if ('reason' in kept) excluded.push({ asset, reason: kept.reason });
    else series.push(kept);
  }
  const { rows, overlap } = matrixOf(series, options);
  const order = clusterOrder(rows);
  const arranged = <T>(table: readonly (readonly T[])[]) =>
    order.map((i) => order.flatMap((j) => table[i]?.slice(j, j + 1) ?? []));
  return {
    method,
    ...(method === 'ewma' ? { lambda: options.lambda ?? defaultLambda } : {}),
    window,
    assets: order.flatMap((index) => series[index]?.asset ?? []),
    rows: arranged(rows),
    overlap: arranged(overlap),
    excluded,
    simulated,
  };
}

export function recentCloses(
  found: DailyCloses | undefined,
  asset: string,
  { window, at }: CorrelateOptions,
): Kept | { readonly reason: string } {
  if (!found) return { reason: 'no daily closes are known' };
  // One close more than returns; a day is dated by its start.
  const kept = found.closes
    .filter((point) => point.day >= at - (window + 2) * day && point.day <= at && point.close > 0)
    .slice(-(window + 1));
  if (kept.length <= minimumOverlap) {
    return { reason: `needs ${minimumOverlap} daily returns, has ${Math.max(0, kept.length - 1)}` };
  }
  if (kept.every((point) => point.close === kept[0]?.close)) {
    return { reason: `its price did not move in ${window} days` };
  }
  return { asset, days: kept.map((point) => point.day), closes: kept.map((point) => point.close) };
}

/**
 * Assets that trade on the same days share one calendar: within it the returns are the same for every pair, so they are
 * computed and standardised once; between two calendars once for the days both have.
 */
function matrixOf(series: readonly Kept[], options: CorrelateOptions) {
  const rows = series.map(() => new Array<number | null>(series.length).fill(null));
  const overlap = series.map(() => new Array<number>(series.length).fill(0));
  const calendars = new Map<string, number[]>();
  series.forEach(({ days }, index) => {
    const key = days.join();
    const group = calendars.get(key);
    if (group) group.push(index);
    else calendars.set(key, [index]);
  });
  const groups = [...calendars.values()];
  groups.forEach((a, first) => {
    groups.forEach((b, second) => {
      if (second < first) return;
      const members = first === second ? a : [...a, ...b];
      const [left, right] = commonDays(series[a[0] ?? 0]?.days ?? [], series[b[0] ?? 0]?.days ?? []);
      const columns = members.map((index, at) => returnsOn(series[index], at < a.length ? left : right));
      const {
        size,
        values,
        overlap: counts,
      } = correlateReturns(columns, {
        method: options.method ?? 'pearson',
        minimum: minimumOverlap,
        ...(options.lambda === undefined ? {} : { lambda: options.lambda }),
        ...(options.weighting === undefined ? {} : { weighting: options.weighting }),
      });
      members.forEach((x, i) => {
        members.forEach((y, j) => {
          // Pairs within a calendar are told by that calendar's own pass.
          if (first !== second && i < a.length === j < a.length) return;
          const value = values[i * size + j] ?? Number.NaN;
          set(rows, x, y, Number.isNaN(value) ? null : value);
          set(overlap, x, y, counts[i * size + j] ?? 0);
        });
      });
    });
  });
  return { rows, overlap };
}

function set<T>(table: readonly T[][], x: number, y: number, value: T): void {
  const row = table[x];
  if (row) row[y] = value;
}

/** Positions, in either list of ascending days, of those that both have. */
function commonDays(a: readonly number[], b: readonly number[]): readonly [readonly number[], readonly number[]] {
  const left: number[] = [];
  const right: number[] = [];
  let j = 0;
  for (let i = 0; i < a.length; i++) {
    const date = a[i] ?? 0;
    while (j < b.length && (b[j] ?? 0) < date) j++;
    if (b[j] !== date) continue;
    left.push(i);
    right.push(j);
  }
  return [left, right];
}

/** Simple returns between the closes at these positions. */
function returnsOn(kept: Kept | undefined, positions: readonly number[]): Float64Array {
  const returns = new Float64Array(Math.max(0, positions.length - 1));
  let before = kept?.closes[positions[0] ?? 0] ?? Number.NaN;
  for (let index = 1; index < positions.length; index++) {
    const close = kept?.closes[positions[index] ?? 0] ?? Number.NaN;
    returns[index - 1] = close / before - 1;
    before = close;
  }
  return returns;
}
