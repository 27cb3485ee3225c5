import type { Transaction } from 'kysely';
import type { ValuePoint } from '../core/model/series.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { History } from '../core/ports.ts';
import { claimExecution, readExecutions, saveExecution } from './executions.ts';
import { holdingRows, insertHoldings, readHoldings, readHoldingsAt } from './holdings.ts';
import { insertPoints, noExtremes } from './insertPoints.ts';
import { appendJournal, readJournal } from './journal.ts';
import { appendLedger, forgetLedger, readLedger, readLedgerState, readOrders } from './ledger.ts';
import { maintain } from './maintain.ts';
import { mendFlows } from './mendFlows.ts';
import type { PastRecord } from './pastRecord.ts';
import { readValueAt, readValues } from './readValues.ts';
import { type PointRow, type Schema, tiers } from './schema.ts';
import type { Store } from './store.ts';

/** Set by `append`, or by the engine before it reads: values written in another base currency are not shown. */
const currencyNote = 'note:baseCurrency';
const leaderNote = 'leader';
const snapshotNote = 'lastSnapshot';

export interface StoredHistory extends History {
  /** Many records in one transaction, as if appended one by one: for imports. Not waited for until it is on the disk. */
  appendAll(records: readonly PastRecord[]): Promise<void>;
  /**
   * Claims to be the one who records, for `forMs` from now (0: no longer). `no` while another leads whose rank is not lower and
   * whose time is not over, and who is not `gone`; `readOnly` where this user may not write at all.
   */
  lead(
    claim: { readonly who: string; readonly rank: number },
    forMs: number,
    gone: (who: string) => boolean,
  ): Promise<'yes' | 'no' | 'readOnly'>;
}

/** The History port over any database of the house. */
export function history(store: Store): StoredHistory {
  const { db } = store;
  const guard = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await store.retry(run);
    } catch (error) {
      throw store.fault(what, error);
    }
  };
  const write = <T>(what: string, run: (tx: Transaction<Schema>) => Promise<T>) =>
    guard(what, () =>
      db.transaction().execute(async (tx) => {
        await store.enter(tx);
        return run(tx);
      }),
    );
  /** On the disk when it returns, power failure or not. */
  const writeDurably = <T>(what: string, run: (tx: Transaction<Schema>) => Promise<T>) =>
    guard(what, () =>
      store.durably((own) =>
        own.transaction().execute(async (tx) => {
          await store.enter(tx);
          return run(tx);
        }),
      ),
    );
  const saved = (name: string) =>
    guard('read', async () => {
      const row = await db.selectFrom('notes').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value ?? null;
    });
  return {
    append: (record, note) =>
      writeDurably('append', async (tx) => {
        await appendRecords(tx, [record]);
        if (note !== undefined) await saveNote(tx, `note:${note.key}`, note.value);
      }),
    lead: async (claim, forMs, gone) => {
      try {
        return await write('lead', (tx) => lead(store, tx, claim, forMs, gone));
      } catch (error) {
        if (error instanceof Error && store.isReadOnly(error.cause)) return 'readOnly';
        throw error;
      }
    },
    appendAll: (records) => write('append', (tx) => appendRecords(tx, records)),
    values: async (account, from, to, px) => {
      const currency = await saved(currencyNote);
      return guard('read', () => readValues(db, { account: account ?? '', currency, from, to, px: px ?? null }));
    },
    valueAt: async (account, at) => {
      const currency = await saved(currencyNote);
      return guard('read', () => readValueAt(db, account ?? '', currency, at));
    },
    backfill: (account, points) => write('backfill', (tx) => backfill(tx, account ?? '', points)),
    mendFlows: (account, points) => writeDurably('mend flows', (tx) => mendFlows(tx, account ?? '', points)),
    holdingsAt: (account, at) => guard('read', () => readHoldingsAt(db, account, at)),
    holdings: (account, from, to, everyMs) => guard('read', () => readHoldings(db, account, from, to, everyMs)),
    appendLedger: (account, batch) =>
      writeDurably('append', async (tx) => ({ added: await appendLedger(tx, account, batch) })),
    ledgerState: (account) => guard('read', () => readLedgerState(db, account)),
    ledger: (account, from, to) => guard('read', () => readLedger(db, account, from, to)),
    orders: (account, span) => guard('read', () => readOrders(db, account, span)),
    forgetLedger: (account) => write('forget', (tx) => forgetLedger(tx, account)),
    journal: (account, after) => guard('read', () => readJournal(db, account, after ?? 0)),
    appendJournal: (account, entry) => {
      let tries = 0;
      return writeDurably('append', (tx) => appendJournal(tx, account, entry, tries++ > 0));
    },
    saveExecution: (execution) => writeDurably('save', (tx) => saveExecution(tx, execution)),
    executions: (from, to) => guard('read', () => readExecutions(db, from, to)),
    claimExecution: (plan, updatedAt, owner, at) =>
      writeDurably('claim', (tx) => claimExecution(tx, plan, updatedAt, owner, at)),
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
    maintain: (now, retentionDays) => guard('tidy', () => maintain(store, now, retentionDays)),
    stats: () =>
      guard('read', async () => {
        const row = await db
          .selectFrom('points')
          .select((eb) => eb.fn.countAll().as('rows'))
          .executeTakeFirstOrThrow();
        const { path, schemaVersion, schema } = store;
        const place = schema === undefined ? { path, schemaVersion } : { path, schemaVersion, schema };
        return { ...place, rows: Number(row.rows), bytes: await store.bytes() };
      }),
    close: () => db.destroy(),
  };
}

async function appendRecords(tx: Transaction<Schema>, records: readonly PastRecord[]) {
  const currency = records.at(-1)?.currency;
  if (currency === undefined) return;
  const known = await tx.selectFrom('notes').select('value').where('name', '=', currencyNote).executeTakeFirst();
  if (known === undefined) await tx.updateTable('points').set({ currency }).where('currency', '=', '').execute();
  if (known?.value !== currency) await saveNote(tx, currencyNote, currency);
  await insertPoints(tx, records.flatMap(pointRows));
  await insertHoldings(tx, records.flatMap(holdingRows));
}

interface Leader {
  readonly who: string;
  readonly rank: number;
  readonly until: number;
}

async function lead(
  store: Store,
  tx: Transaction<Schema>,
  claim: Omit<Leader, 'until'>,
  forMs: number,
  gone: (who: string) => boolean,
) {
  const now = await store.now(tx);
  const row = await tx.selectFrom('notes').select('value').where('name', '=', leaderNote).executeTakeFirst();
  const leader = row === undefined ? null : (JSON.parse(row.value) as Leader);
  const other = leader !== null && leader.who !== claim.who && leader.until > now;
  if (other && leader.rank >= claim.rank && !gone(leader.who)) return 'no' as const;
  await saveNote(tx, leaderNote, JSON.stringify({ ...claim, until: now + forMs }));
  return 'yes' as const;
}

function pointRows({ at, currency, portfolio, accounts }: PastRecord): PointRow[] {
  return [{ account: '', ...portfolio }, ...accounts].map(({ account, equity, flow }) => {
    if (!Number.isFinite(equity) || (flow !== null && !Number.isFinite(flow))) {
      throw new Error(`not a number that can be stored: ${equity}, flow ${flow}, of ${account || 'the portfolio'}`);
    }
    return { account, tier: tiers.raw, at, currency, equity, flow, origin: 'recorded', ...noExtremes };
  });
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
    .map(({ at, equity, flow, origin }): PointRow => {
      return { account, tier: tiers.day, at, currency: note?.value ?? '', equity, flow, origin, ...noExtremes };
    });
  await insertPoints(tx, rows);
}

async function saveNote(tx: Transaction<Schema>, name: string, value: string) {
  await tx
    .insertInto('notes')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
