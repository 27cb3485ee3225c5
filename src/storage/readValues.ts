import type { Kysely } from 'kysely';
import type { PointOrigin, ValuePoint } from '../core/model/series.ts';
import { type PointRow, type Schema, tiers } from './schema.ts';

const hour = 3_600_000;
const day = 24 * hour;

const finestFirst = [
  { tier: tiers.raw, name: 'raw', ms: 0 },
  { tier: tiers.hour, name: 'hour', ms: hour },
  { tier: tiers.day, name: 'day', ms: day },
] as const;

/** A folded point comes back as three: its lowest, its highest and its last. */
const pointsPerRow = 3;
/** First, last, lowest, highest: what a line chart shows of a pixel. */
const pointsPerPixel = 4;

const narrow = ['at', 'equity', 'flow', 'origin'] as const;
const extremes = ['low', 'low_at', 'high', 'high_at'] as const;

export interface ValuesWanted {
  /** '' is the portfolio. */
  readonly account: string;
  /** null: any. */
  readonly currency: string | null;
  readonly from: number;
  readonly to: number;
  /** Pixels that will show them; null: as fine as they are. */
  readonly px: number | null;
}

/**
 * Points of one account in one currency, ascending: each stretch from the finest tier that still covers it, or with `px` from
 * the coarsest that is fine enough. Every day of the last week is raw, so that the value of 24 h ago or of a day's start
 * anywhere is at hand; whole days leave a tier at once, so no flow is counted twice where tiers meet.
 */
export async function readValues(db: Kysely<Schema>, wanted: ValuesWanted): Promise<ValuePoint[]> {
  const { account, currency, from, to, px } = wanted;
  const rowsOf = (tier: number) => {
    const rows = db.selectFrom('points').where('account', '=', account).where('tier', '=', tier);
    return currency === null ? rows : rows.where('currency', '=', currency);
  };
  const firstOf = (tier: number) => rowsOf(tier).select('at').orderBy('at').limit(1);
  // One round trip: a server may be far away.
  const firsts = await db
    .selectNoFrom([firstOf(tiers.raw).as('raw'), firstOf(tiers.hour).as('hour'), firstOf(tiers.day).as('day')])
    .executeTakeFirst();
  const enough = px === null ? 0 : fineEnough(from, to, px);
  const marks = enough < hour ? new Map<number, number>() : await foldedTiers(db);
  const stretches: Promise<(after: number) => ValuePoint[]>[] = [];
  let before = to + 1;
  for (const { tier, name, ms } of finestFirst) {
    const first = firsts?.[name] ?? null;
    if (first === null) continue;
    const begins = Math.max(from, Number(first));
    // What a coarser tier has of it already need not be read from this one.
    const coarser = finestFirst.find((each) => each.ms > ms && each.ms <= enough);
    const since = coarser === undefined ? begins : Math.max(begins, marks.get(coarser.tier) ?? 0);
    if (since >= before) continue;
    const span = rowsOf(tier).select(narrow).where('at', '>=', since).where('at', '<', before).orderBy('at');
    // A column costs more than a row: raw ones have no extremes.
    stretches.unshift(
      tier === tiers.raw
        ? span.execute().then((rows) => () => rows.map(toPoint))
        : span
            .select(extremes)
            .execute()
            .then((rows) => (after) => unfolded(rows, after)),
    );
    before = since;
  }
  let points: ValuePoint[] = [];
  for (const stretch of await Promise.all(stretches)) {
    const next = stretch(points.at(-1)?.at ?? from - 1);
    points = points.length === 0 ? next : points.concat(next);
  }
  return points;
}

/** Length of the longest bucket whose points still make four a pixel. */
function fineEnough(from: number, to: number, px: number): number {
  return (((to - from) / Math.max(1, px)) * pointsPerRow) / pointsPerPixel;
}

/** Up to where a tier has been made from the finer ones; 0: never. */
export async function foldedUntil(db: Kysely<Schema>, tier: number): Promise<number> {
  return (await foldedTiers(db)).get(tier) ?? 0;
}

async function foldedTiers(db: Kysely<Schema>): Promise<ReadonlyMap<number, number>> {
  const names = new Map(finestFirst.map(({ tier }) => [`folded:${tier}`, tier]));
  const marks = await db
    .selectFrom('notes')
    .selectAll()
    .where('name', 'in', [...names.keys()])
    .execute();
  return new Map(marks.map(({ name, value }) => [names.get(name) ?? -1, Number(value)]));
}

/** The last point at or before `at`, whatever its tier. */
export async function readValueAt(
  db: Kysely<Schema>,
  account: string,
  currency: string | null,
  at: number,
): Promise<ValuePoint | null> {
  let best: PointRow | undefined;
  for (const { tier } of finestFirst) {
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
function toPoint(row: Pick<PointRow, (typeof narrow)[number]>): ValuePoint {
  return { at: Number(row.at), equity: row.equity, flow: row.flow, origin: row.origin as PointOrigin };
}

/**
 * A bucket's extremes come back as points of their own, so that charts and drawdowns keep them; only where no flow fell
 * into the bucket, because a value before a deposit and one after it cannot be told apart there. All lie after `before`.
 */
function unfolded(
  rows: readonly Pick<PointRow, (typeof narrow | typeof extremes)[number]>[],
  before: number,
): ValuePoint[] {
  const points: ValuePoint[] = [];
  let after = before;
  for (const row of rows) {
    const last = toPoint(row);
    if (row.flow === 0) {
      const low = extreme(last, row.low, row.low_at, after);
      const high = extreme(last, row.high, row.high_at, after);
      if (low !== null && high !== null) points.push(...(low.at <= high.at ? [low, high] : [high, low]));
      else if (low !== null) points.push(low);
      else if (high !== null) points.push(high);
    }
    points.push(last);
    after = last.at;
  }
  return points;
}

function extreme(last: ValuePoint, equity: number | null, time: number | null, after: number): ValuePoint | null {
  const at = Number(time);
  return equity === null || equity === last.equity || at <= after || at >= last.at
    ? null
    : { at, equity, flow: 0, origin: last.origin };
}
