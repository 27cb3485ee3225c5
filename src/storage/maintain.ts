import type { Kysely, Transaction } from 'kysely';
import { rollUp } from './rollUp.ts';
import { type Schema, tiers } from './schema.ts';

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

/** Folds finished hours and days and drops what is past its time. One transaction: killed half-way, nothing happened. */
export async function maintain(db: Kysely<Schema>, now: number, retentionDays: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await fold(tx, tiers.raw, tiers.hour, hour, now);
    await fold(tx, tiers.hour, tiers.day, day, now);
    const oldest = now - retentionDays * day;
    await dropPoints(tx, tiers.raw, Math.max(oldest, now - rawForMs));
    await dropPoints(tx, tiers.hour, Math.max(oldest, now - hourlyForMs));
    await dropPoints(tx, tiers.day, oldest);
    await tx.deleteFrom('holdings').where('at', '<', oldest).execute();
    await thinHoldings(tx, hour, now - allHoldingsForMs);
    await thinHoldings(tx, day, now - hourlyHoldingsForMs);
  });
}

async function fold(tx: Transaction<Schema>, finer: number, coarser: number, bucketMs: number, now: number) {
  const until = Math.floor(now / bucketMs) * bucketMs;
  const name = `folded:${coarser}`;
  const mark = await tx.selectFrom('notes').select('value').where('name', '=', name).executeTakeFirst();
  const from = Math.floor((Number(mark?.value ?? 0) - againMs) / bucketMs) * bucketMs;
  const span = () => tx.selectFrom('points').where('tier', '=', finer).where('at', '>=', from).where('at', '<', until);
  for (const { account } of await span().select('account').distinct().execute()) {
    const rows = await span().selectAll().where('account', '=', account).orderBy('at').execute();
    const rolled = rollUp(
      rows.map((row) => ({ ...row, at: Number(row.at) })),
      coarser,
      bucketMs,
    );
    // Every finer point of the span is still there (`againMs`), so what was folded from them before can go.
    await tx
      .deleteFrom('points')
      .where('account', '=', account)
      .where('tier', '=', coarser)
      .where('at', '>=', from)
      .where('at', '<', until)
      .where('origin', '=', 'recorded')
      .execute();
    for (let start = 0; start < rolled.length; start += 500) {
      await tx
        .insertInto('points')
        .values(rolled.slice(start, start + 500))
        .onConflict((conflict) =>
          // A recorded point takes the place of a rebuilt one of the same time.
          conflict.columns(['account', 'tier', 'at']).doUpdateSet((eb) => ({
            currency: eb.ref('excluded.currency'),
            equity: eb.ref('excluded.equity'),
            flow: eb.ref('excluded.flow'),
            origin: eb.ref('excluded.origin'),
            low: eb.ref('excluded.low'),
            low_at: eb.ref('excluded.low_at'),
            high: eb.ref('excluded.high'),
            high_at: eb.ref('excluded.high_at'),
          })),
        )
        .execute();
    }
  }
  await tx
    .insertInto('notes')
    .values({ name, value: String(until) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: String(until) }))
    .execute();
}

/** Only whole days go, so that a bucket is never folded again from half its points. Rebuilt points can be few and stay. */
async function dropPoints(tx: Transaction<Schema>, tier: number, before: number) {
  await tx
    .deleteFrom('points')
    .where('tier', '=', tier)
    .where('at', '<', Math.floor(before / day) * day)
    .where('origin', '=', 'recorded')
    .execute();
}

/** Keeps the last record of each bucket whole: an asset sold in between must not come back from an earlier record. */
async function thinHoldings(tx: Transaction<Schema>, bucketMs: number, before: number) {
  const until = Math.floor(before / bucketMs) * bucketMs;
  const times = await tx
    .selectFrom('holdings')
    .select(['account', 'at'])
    .distinct()
    .where('at', '<', until)
    .orderBy('account')
    .orderBy('at')
    .execute();
  for (const [index, time] of times.entries()) {
    const next = times[index + 1];
    if (next?.account !== time.account) continue;
    if (Math.floor(Number(next.at) / bucketMs) !== Math.floor(Number(time.at) / bucketMs)) continue;
    await tx.deleteFrom('holdings').where('account', '=', time.account).where('at', '=', time.at).execute();
  }
}
