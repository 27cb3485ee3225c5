import type { Transaction } from 'kysely';
import { insertPoints } from './insertPoints.ts';
import { rollUp } from './rollUp.ts';
import { type Schema, tiers } from './schema.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** How tiers are made from each other, in this order. */
export const folds = [
  { finer: tiers.raw, coarser: tiers.hour, bucketMs: hour },
  { finer: tiers.hour, coarser: tiers.day, bucketMs: day },
] as const;

export type Fold = (typeof folds)[number];

/** Makes the buckets of [from, to) anew from the finer points, which must all be there still. Both are bounds of buckets. */
export async function foldSpan(
  tx: Transaction<Schema>,
  account: string,
  { finer, coarser, bucketMs }: Fold,
  from: number,
  to: number,
): Promise<void> {
  const rows = await tx
    .selectFrom('points')
    .selectAll()
    .where('account', '=', account)
    .where('tier', '=', finer)
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('at')
    .execute();
  await tx
    .deleteFrom('points')
    .where('account', '=', account)
    .where('tier', '=', coarser)
    .where('at', '>=', from)
    .where('at', '<', to)
    .where('origin', '=', 'recorded')
    .execute();
  const numbers = rows.map((row) => ({
    ...row,
    // PostgreSQL gives BIGINT as text.
    at: Number(row.at),
    low_at: row.low_at === null ? null : Number(row.low_at),
    high_at: row.high_at === null ? null : Number(row.high_at),
  }));
  await insertPoints(tx, rollUp(numbers, coarser, bucketMs));
}
