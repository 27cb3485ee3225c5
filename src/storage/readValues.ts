import type { Kysely } from 'kysely';
import type { PointOrigin, ValuePoint } from '../core/model/series.ts';
import { type PointRow, type Schema, tiers } from './schema.ts';

const finestFirst = [tiers.raw, tiers.hour, tiers.day];

/**
 * Points of one account ('' is the portfolio) in one currency (null: any), ascending: each stretch from the finest tier that
 * still covers it. Every day of the last week is raw, so that the value of 24 h ago or of a day's start anywhere is at hand;
 * whole days leave a tier at once, so no flow is counted twice where tiers meet.
 */
export async function readValues(
  db: Kysely<Schema>,
  account: string,
  currency: string | null,
  from: number,
  to: number,
): Promise<ValuePoint[]> {
  const rowsOf = (tier: number) => {
    const rows = db.selectFrom('points').selectAll().where('account', '=', account).where('tier', '=', tier);
    return currency === null ? rows : rows.where('currency', '=', currency);
  };
  const stretches: PointRow[][] = [];
  let before = to + 1;
  for (const tier of finestFirst) {
    if (before <= from) break;
    const first = await rowsOf(tier).orderBy('at').limit(1).executeTakeFirst();
    if (first === undefined) continue;
    stretches.unshift(await rowsOf(tier).where('at', '>=', from).where('at', '<', before).orderBy('at').execute());
    before = Math.min(before, Number(first.at));
  }
  const points: ValuePoint[] = [];
  for (const row of stretches.flat()) points.push(...toPoints(row, points.at(-1)?.at ?? from - 1));
  return points;
}

/** The last point at or before `at`, whatever its tier. */
export async function readValueAt(
  db: Kysely<Schema>,
  account: string,
  currency: string | null,
  at: number,
): Promise<ValuePoint | null> {
  let best: PointRow | undefined;
  for (const tier of finestFirst) {
    const rows = db.selectFrom('points').selectAll().where('account', '=', account).where('tier', '=', tier);
    const row = await (currency === null ? rows : rows.where('currency', '=', currency))
      .where('at', '<=', at)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row && (best === undefined || Number(row.at) > Number(best.at))) best = row;
  }
  return best === undefined ? null : toPoint(best);
}

/** PostgreSQL gives BIGINT as text, so every time goes through Number. */
function toPoint(row: PointRow): ValuePoint {
  return { at: Number(row.at), equity: row.equity, flow: row.flow, origin: row.origin as PointOrigin };
}

/**
 * A bucket's extremes come back as points of their own, so that charts and drawdowns keep them; only where no flow fell
 * into the bucket, because a value before a deposit and one after it cannot be told apart there.
 */
function toPoints(row: PointRow, after: number): ValuePoint[] {
  const last = toPoint(row);
  if (row.flow !== 0) return [last];
  const extremes = [
    { at: Number(row.low_at), equity: row.low },
    { at: Number(row.high_at), equity: row.high },
  ].flatMap(({ at, equity }) =>
    equity === null || equity === row.equity || at <= after || at >= last.at ? [] : [{ ...last, at, equity }],
  );
  return [...extremes.sort((a, b) => a.at - b.at), last];
}
