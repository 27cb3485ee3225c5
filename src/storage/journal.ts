import type { Kysely, Transaction } from 'kysely';
import type { JournalEntry } from '../core/ports.ts';
import type { JournalRow, Schema } from './schema.ts';

/** Entries of one account after `after`, ascending. */
export async function readJournal(
  db: Kysely<Schema>,
  account: string,
  after: number,
): Promise<readonly JournalEntry[]> {
  const rows = await db
    .selectFrom('journal')
    .select(['seq', 'at', 'kind', 'body'])
    .where('account', '=', account)
    .where('seq', '>', after)
    .orderBy('seq')
    .execute();
  return rows.map(entryOf);
}

/**
 * False: its place or its id is taken, and nothing was written. `again`: an earlier try broke off unheard; one that had arrived
 * is this very entry, and counts.
 */
export async function appendJournal(
  tx: Transaction<Schema>,
  account: string,
  entry: JournalEntry,
  again: boolean,
): Promise<boolean> {
  const row = rowOf(account, entry);
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('journal')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (Number(numInsertedOrUpdatedRows ?? 0) > 0) return true;
  if (!again) return false;
  const there = await tx
    .selectFrom('journal')
    .select(['id', 'body'])
    .where('account', '=', account)
    .where('seq', '=', entry.seq)
    .executeTakeFirst();
  return there?.id === row.id && there.body === row.body;
}

function rowOf(account: string, entry: JournalEntry): JournalRow {
  const { seq, at, kind } = entry;
  // The id of a fill is a client order id: letters and digits, so that no reset ever looks like one.
  return kind === 'fill'
    ? { account, seq, at, kind, id: entry.fill.id, body: JSON.stringify(entry.fill) }
    : { account, seq, at, kind, id: `reset:${seq}`, body: JSON.stringify(entry.cash) };
}

function entryOf({ seq, at, kind, body }: Omit<JournalRow, 'account' | 'id'>): JournalEntry {
  const place = { seq: Number(seq), at: Number(at) };
  if (kind === 'fill') return { ...place, kind, fill: JSON.parse(body) };
  if (kind === 'reset') return { ...place, kind, cash: JSON.parse(body) };
  throw new Error(`a journal entry of an unknown kind: ${kind}`);
}
