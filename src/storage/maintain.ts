import { setImmediate as letOthers } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import { accountsIn } from './accountsIn.ts';
import { type Fold, foldSpan, folds } from './fold.ts';
import { foldedUntil } from './readValues.ts';
import { type Schema, tiers } from './schema.ts';
import type { Store } from './store.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** How long each tier is kept; the daily tier is kept for the retention of the configuration. */
const rawForMs = 7 * day;
const hourlyForMs = 90 * day;
/** Holdings are many times wider than values: every record for two days, one an hour for a month, then one a day. */
const allHoldingsForMs = 2 * day;
const hourlyHoldingsForMs = 30 * day;
/** Buckets this far back are folded again, for points that came late. Shorter than any finer tier is kept. */
const againMs = 2 * day;
/** One transaction works on this many buckets of one account, some ten thousand rows: others wait no longer than for that. */
const bucketsAtOnce = 96;
/** Rows that one transaction removes at most. */
const rowsAtOnce = 10_000;

/**
 * Folds finished hours and days, then drops what is past its time. In many small transactions, each leaving a history that
 * reads the same: killed anywhere, the next run goes on from there; and however long nothing was folded, nobody is kept waiting.
 */
export async function maintain(store: Store, now: number, retentionDays: number): Promise<void> {
  const { db } = store;
  const inTurn = async (work: (tx: Transaction<Schema>) => Promise<void>): Promise<void> => {
    await db.transaction().execute(async (tx) => {
      await store.enter(tx);
      await work(tx);
    });
    await letOthers();
  };
  const oldest = now - retentionDays * day;
  const accounts = await accountsIn(db, 'points');
  for (const fold of folds) {
    const until = Math.floor(now / fold.bucketMs) * fold.bucketMs;
    const marked = await foldedUntil(db, fold.coarser);
    const since = Math.floor((marked - againMs) / fold.bucketMs) * fold.bucketMs;
    // The mark moves when all accounts are there: killed before, they are folded again, which changes nothing.
    for (const account of accounts) {
      for (let from: number | null = since; from !== null; ) {
        from = await nextBucket(db, account, fold, from, until);
        if (from === null) break;
        const begin: number = from;
        const end = Math.min(until, begin + bucketsAtOnce * fold.bucketMs);
        await inTurn((tx) => foldSpan(tx, account, fold, begin, end));
        from = end;
      }
    }
    await inTurn((tx) => saveMark(tx, fold.coarser, until));
  }
  for (const account of accounts) {
    await dropPoints(db, inTurn, account, tiers.raw, Math.max(oldest, now - rawForMs));
    await dropPoints(db, inTurn, account, tiers.hour, Math.max(oldest, now - hourlyForMs));
    await dropPoints(db, inTurn, account, tiers.day, oldest);
  }
  for (const account of await accountsIn(db, 'holdings')) {
    await dropHoldings(db, inTurn, account, oldest);
    await thinHoldings(db, inTurn, account, hour, now - allHoldingsForMs);
    await thinHoldings(db, inTurn, account, day, now - hourlyHoldingsForMs);
  }
}

type InTurn = (work: (tx: Transaction<Schema>) => Promise<void>) => Promise<void>;

/** The bucket of the first finer point in [from, until): years without any are stepped over. */
async function nextBucket(
  db: Kysely<Schema>,
  account: string,
  { finer, bucketMs }: Fold,
  from: number,
  until: number,
): Promise<number | null> {
  const row = await db
    .selectFrom('points')
    .select('at')
    .where('account', '=', account)
    .where('tier', '=', finer)
    .where('at', '>=', from)
    .where('at', '<', until)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : Math.floor(Number(row.at) / bucketMs) * bucketMs;
}

async function saveMark(tx: Transaction<Schema>, tier: number, until: number): Promise<void> {
  await tx
    .insertInto('notes')
    .values({ name: `folded:${tier}`, value: String(until) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(until) }))
    .execute();
}

/** Only whole days go, so that a bucket is never folded again from half its points. Rebuilt points can be few and stay. */
async function dropPoints(db: Kysely<Schema>, inTurn: InTurn, account: string, tier: number, before: number) {
  const end = Math.floor(before / day) * day;
  for (;;) {
    const old = await db
      .selectFrom('points')
      .select('at')
      .where('account', '=', account)
      .where('tier', '=', tier)
      .where('at', '<', end)
      .where('origin', '=', 'recorded')
      .orderBy('at')
      .limit(1)
      .offset(rowsAtOnce)
      .executeTakeFirst();
    // Whole days at a time: killed in between, no day is left that would be folded from half its points.
    const until = old === undefined ? end : Math.min(end, (Math.floor(Number(old.at) / day) + 1) * day);
    await inTurn(async (tx) => {
      await tx
        .deleteFrom('points')
        .where('account', '=', account)
        .where('tier', '=', tier)
        .where('at', '<', until)
        .where('origin', '=', 'recorded')
        .execute();
    });
    if (old === undefined || until === end) return;
  }
}

async function dropHoldings(db: Kysely<Schema>, inTurn: InTurn, account: string, before: number) {
  for (;;) {
    const old = await db
      .selectFrom('holdings')
      .select('at')
      .where('account', '=', account)
      .where('at', '<', before)
      .orderBy('at')
      .limit(1)
      .offset(rowsAtOnce)
      .executeTakeFirst();
    const until = old === undefined ? before : Number(old.at);
    await inTurn(async (tx) => {
      await tx.deleteFrom('holdings').where('account', '=', account).where('at', '<', until).execute();
    });
    if (old === undefined) return;
  }
}

/**
 * Keeps the last record of each bucket whole: an asset sold in between must not come back from an earlier record. Goes on
 * from where the last run was.
 */
async function thinHoldings(db: Kysely<Schema>, inTurn: InTurn, account: string, bucketMs: number, before: number) {
  const end = Math.floor(before / bucketMs) * bucketMs;
  const name = `thinned:${bucketMs}:${account}`;
  const mark = await db.selectFrom('notes').select('value').where('name', '=', name).executeTakeFirst();
  const value = String(end);
  const records = () => db.selectFrom('holdings').where('account', '=', account);
  for (let from = Number(mark?.value ?? 0); from < end; ) {
    const begin = from;
    const ahead = await records()
      .select('at')
      .where('at', '>=', begin)
      .where('at', '<', end)
      .orderBy('at')
      .limit(1)
      .offset(rowsAtOnce)
      .executeTakeFirst();
    const until = ahead === undefined ? end : Math.min(end, (Math.floor(Number(ahead.at) / bucketMs) + 1) * bucketMs);
    await inTurn(async (tx) => {
      const last = tx
        .selectFrom('holdings')
        .select((eb) => eb.fn.max('at').as('at'))
        .where('account', '=', account)
        .where('at', '>=', begin)
        .where('at', '<', until)
        .groupBy(sql`at / cast(${sql.lit(bucketMs)} as bigint)`);
      await tx
        .deleteFrom('holdings')
        .where('account', '=', account)
        .where('at', '>=', begin)
        .where('at', '<', until)
        .where('at', 'not in', last)
        .execute();
    });
    from = until;
  }
  if (Number(mark?.value ?? 0) >= end) return;
  await inTurn(async (tx) => {
    await tx
      .insertInto('notes')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  });
}
