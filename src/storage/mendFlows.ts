import type { Transaction } from 'kysely';
import { foldSpan, folds } from './fold.ts';
import { foldedUntil } from './readValues.ts';
import { type Schema, tiers } from './schema.ts';

/** Flows of records that had none and of the first one, whose flow meant nothing while nothing was before it, and of every bucket that was made from them already. */
export async function mendFlows(
  tx: Transaction<Schema>,
  account: string,
  points: readonly { readonly at: number; readonly flow: number }[],
): Promise<void> {
  const mended: number[] = [];
  const first = await tx
    .selectFrom('points')
    .select('at')
    .where('account', '=', account)
    .where('origin', '=', 'recorded')
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  for (const { at, flow } of points) {
    if (!Number.isFinite(flow)) throw new Error(`not a number that can be stored: flow ${flow}`);
    const isFirst = first !== undefined && Number(first.at) === at;
    const own = tx
      .updateTable('points')
      .set({ flow })
      .where('account', '=', account)
      .where('tier', '=', tiers.raw)
      .where('at', '=', at);
    const { numUpdatedRows } = await (isFirst ? own : own.where('flow', 'is', null)).executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) mended.push(at);
  }
  for (const fold of folds) {
    const until = await foldedUntil(tx, fold.coarser);
    const buckets = new Set(mended.map((at) => Math.floor(at / fold.bucketMs) * fold.bucketMs));
    for (const from of buckets) {
      const to = from + fold.bucketMs;
      if (to <= until) await foldSpan(tx, account, fold, from, to);
    }
  }
}
