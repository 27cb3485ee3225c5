import type { CompiledQuery, Transaction } from 'kysely';
import { big } from '../core/decimal.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { History, HistoryRecord } from '../core/ports.ts';
import { maintain } from './maintain.ts';
import { readValueAt, readValues } from './readValues.ts';
import { type PointRow, type Schema, tiers } from './schema.ts';
import type { Store } from './store.ts';

/** Set by `append`, or by the engine before it reads: values written in another base currency are not shown. */
const currencyNote = 'note:baseCurrency';
const snapshotNote = 'lastSnapshot';

/** The History port over any database of the house. */
export function history(store: Store): History {
  const { db } = store;
  const guard = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw store.fault(what, error);
    }
  };
  const write = <T>(what: string, run: (tx: Transaction<Schema>) => Promise<T>) =>
    guard(what, () => db.transaction().execute(run));
  const saved = (name: string) =>
    guard('read', async () => {
      const row = await db.selectFrom('notes').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value ?? null;
    });
  return {
    append: (record, note) =>
      guard('append', () =>
        store.durably((own) =>
          own.transaction().execute(async (tx) => {
            await append(tx, record);
            if (note !== undefined) await saveNote(tx, `note:${note.key}`, note.value);
          }),
        ),
      ),
    values: async (account, from, to) => {
      const currency = await saved(currencyNote);
      return guard('read', () => readValues(db, account ?? '', currency, from, to));
    },
    valueAt: async (account, at) => {
      const currency = await saved(currencyNote);
      return guard('read', () => readValueAt(db, account ?? '', currency, at));
    },
    backfill: (account, points) => write('backfill', (tx) => backfill(tx, account ?? '', points)),
    lastSnapshot: async () => {
      const text = await saved(snapshotNote);
      return guard('read', async () => (text === null ? null : (JSON.parse(text) as Snapshot)));
    },
    saveLastSnapshot: (snapshot) => write('save', (tx) => saveNote(tx, snapshotNote, JSON.stringify(snapshot))),
    closes: (asset, currency) =>
      guard('read', async () => {
        const row = await db
          .selectFrom('closes')
          .selectAll()
          .where('asset', '=', asset)
          .where('currency', '=', currency)
          .executeTakeFirst();
        if (row === undefined) return null;
        const closes = { asset, currency, source: row.source, closes: JSON.parse(row.closes) };
        return { fetchedAt: Number(row.fetched_at), closes };
      }),
    saveCloses: ({ asset, currency, source, closes }, fetchedAt) =>
      write('save', async (tx) => {
        const rest = { fetched_at: fetchedAt, source, closes: JSON.stringify(closes) };
        await tx
          .insertInto('closes')
          .values({ asset, currency, ...rest })
          .onConflict((conflict) => conflict.columns(['asset', 'currency']).doUpdateSet(rest))
          .execute();
      }),
    note: (key) => saved(`note:${key}`),
    saveNote: (key, value) => write('save', (tx) => saveNote(tx, `note:${key}`, value)),
    maintain: (now, retentionDays) => guard('tidy', () => maintain(db, now, retentionDays)),
    stats: () =>
      guard('read', async () => {
        const row = await db
          .selectFrom('points')
          .select((eb) => eb.fn.countAll().as('rows'))
          .executeTakeFirstOrThrow();
        const { path, schemaVersion } = store;
        return { path, rows: Number(row.rows), bytes: await store.bytes(), schemaVersion };
      }),
    close: () => db.destroy(),
  };
}

async function append(tx: Transaction<Schema>, { at, currency, portfolio, accounts, holdings }: HistoryRecord) {
  const known = await tx.selectFrom('notes').select('value').where('name', '=', currencyNote).executeTakeFirst();
  if (known === undefined) await tx.updateTable('points').set({ currency }).where('currency', '=', '').execute();
  if (known?.value !== currency) await saveNote(tx, currencyNote, currency);
  for (const { account, equity, flow } of [{ account: '', ...portfolio }, ...accounts]) {
    const value = { currency, equity, flow, origin: 'recorded' };
    await tx
      .insertInto('points')
      .values({ account, tier: tiers.raw, at, ...value, low: null, low_at: null, high: null, high_at: null })
      .onConflict((conflict) => conflict.columns(['account', 'tier', 'at']).doUpdateSet(value))
      .execute();
  }
  for (const holding of summed(holdings)) {
    const { account, asset, ...rest } = holding;
    await tx
      .insertInto('holdings')
      .values({ account, asset, at, ...rest })
      .onConflict((conflict) => conflict.columns(['account', 'at', 'asset']).doUpdateSet(rest))
      .execute();
  }
}

/**
 * Days before the first recorded point only: a recorded point's flow counts from the recorded point before it, so a
 * rebuilt one in between would count the same flow twice. Earlier rebuilt points of the span are replaced, because
 * they may come from orders that have changed since.
 */
async function backfill(tx: Transaction<Schema>, account: string, points: readonly ValuePoint[]) {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return;
  const own = () => tx.selectFrom('points').select('at').where('account', '=', account);
  const recorded = await own().where('origin', '=', 'recorded').orderBy('at').limit(1).executeTakeFirst();
  const note = await tx.selectFrom('notes').select('value').where('name', '=', currencyNote).executeTakeFirst();
  await tx
    .deleteFrom('points')
    .where('account', '=', account)
    .where('tier', '=', tiers.day)
    .where('origin', '<>', 'recorded')
    .where('at', '>=', first.at)
    .where('at', '<=', last.at)
    .execute();
  const until = recorded === undefined ? Number.POSITIVE_INFINITY : Number(recorded.at);
  const rows = points
    .filter((point) => point.at < until)
    .map((point) => ({
      account,
      tier: tiers.day,
      ...point,
      currency: note?.value ?? '',
      low: null,
      low_at: null,
      high: null,
      high_at: null,
    }));
  await insertPoints(tx, rows);
}

const batch = 50;

/** Thousands of rows: the query is compiled once, which takes longer than to run it. */
async function insertPoints(tx: Transaction<Schema>, rows: readonly PointRow[]) {
  let whole: CompiledQuery | null = null;
  for (let start = 0; start < rows.length; start += batch) {
    const some = rows.slice(start, start + batch).map(inOrder);
    const known: CompiledQuery | null = some.length === batch ? whole : null;
    const query: CompiledQuery = known ?? tx.insertInto('points').values(some).compile();
    if (some.length === batch) whole = query;
    await tx.executeQuery({ ...query, parameters: some.flatMap((row) => Object.values(row)) });
  }
}

/** Columns of every row in one order, which is then that of the parameters. */
function inOrder({
  account,
  tier,
  at,
  currency,
  equity,
  flow,
  origin,
  low,
  low_at,
  high,
  high_at,
}: PointRow): PointRow {
  return { account, tier, at, currency, equity, flow, origin, low, low_at, high, high_at };
}

/** An asset may be in several pockets of an account: one row for all of them. A missing value makes the sum missing. */
function summed(holdings: HistoryRecord['holdings']): HistoryRecord['holdings'] {
  const byKey = new Map<string, HistoryRecord['holdings'][number]>();
  for (const holding of holdings) {
    const key = JSON.stringify([holding.account, holding.asset]);
    const before = byKey.get(key);
    const sum = before && {
      ...holding,
      quantity: big(before.quantity).plus(holding.quantity).toString(),
      value: before.value === null || holding.value === null ? null : before.value + holding.value,
    };
    byKey.set(key, sum ?? holding);
  }
  return [...byKey.values()];
}

async function saveNote(tx: Transaction<Schema>, name: string, value: string) {
  await tx
    .insertInto('notes')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
