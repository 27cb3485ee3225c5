import type { PointRow } from './schema.ts';

/**
 * Folds points (ascending, one account) into one row per bucket of `bucketMs`, aligned to the epoch: the last value, at
 * its own time; the sum of flows, null where one of them is not known; the extremes with their times, so that charts
 * keep them. A change of currency inside a bucket keeps the newer currency only.
 */
export function rollUp(rows: readonly PointRow[], tier: number, bucketMs: number): PointRow[] {
  const rolled: PointRow[] = [];
  let bucket = Number.NaN;
  for (const row of rows) {
    const of = Math.floor(row.at / bucketMs);
    const before = rolled.at(-1);
    if (before !== undefined && of === bucket && before.currency === row.currency) {
      rolled[rolled.length - 1] = join(before, row);
    } else {
      if (before !== undefined && of === bucket) rolled.pop();
      rolled.push({ ...row, tier, ...extremes(row) });
    }
    bucket = of;
  }
  return rolled;
}

function join(before: PointRow, row: PointRow): PointRow {
  const a = extremes(before);
  const b = extremes(row);
  return {
    ...before,
    at: row.at,
    equity: row.equity,
    origin: row.origin,
    flow: before.flow === null || row.flow === null ? null : before.flow + row.flow,
    ...(b.low < a.low ? { low: b.low, low_at: b.low_at } : { low: a.low, low_at: a.low_at }),
    ...(b.high > a.high ? { high: b.high, high_at: b.high_at } : { high: a.high, high_at: a.high_at }),
  };
}

function extremes(row: PointRow) {
  return {
    low: row.low ?? row.equity,
    low_at: row.low_at ?? row.at,
    high: row.high ?? row.equity,
    high_at: row.high_at ?? row.at,
  };
}
