import { type Kysely, sql, type Transaction } from 'kysely';
import { big } from '../core/decimal.ts';
import type { HistoryRecord, HoldingRecord } from '../core/ports.ts';
import { accountsIn } from './accountsIn.ts';
import { insertRows } from './insertRows.ts';
import type { PastRecord } from './pastRecord.ts';
import type { HoldingRow, Schema } from './schema.ts';

/**
 * The book is recorded whole, so an account whose last record is this much older than the book's has left it; records are thinned
 * to one a day, which parts them by two days at most.
 */
const leftAfterMs = 2 * 86_400_000;

/** The rows of one record; none where it does not tell what was held. */
export function holdingRows({ at, accounts, holdings }: PastRecord): HoldingRow[] {
  if (holdings === null) return [];
  const held = new Set(holdings.map(({ account }) => account));
  return [
    ...summed(holdings).map(({ account, asset, quantity, price, value }) => {
      return { account, at, asset, quantity, price: finite(price), value: finite(value) };
    }),
    // Else what an account held last would seem to be held still.
    ...accounts.flatMap(({ account }): HoldingRow[] =>
      held.has(account) ? [] : [{ account, at, asset: '', quantity: '0', price: null, value: 0 }],
    ),
  ];
}

function finite(value: number | null): number | null {
  if (value !== null && !Number.isFinite(value)) throw new Error(`not a number that can be stored: ${value}`);
  return value;
}

export async function insertHoldings(tx: Transaction<Schema>, rows: readonly HoldingRow[]): Promise<void> {
  await insertRows(tx, rows, (some) =>
    tx
      .insertInto('holdings')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['account', 'at', 'asset']).doUpdateSet((eb) => ({
          quantity: eb.ref('excluded.quantity'),
          price: eb.ref('excluded.price'),
          value: eb.ref('excluded.value'),
        })),
      )
      .compile(),
  );
}

/** Each account's last record at or before `at`; those that had left the book by then are not in it. */
export async function readHoldingsAt(
  db: Kysely<Schema>,
  account: string | null,
  at: number,
): Promise<readonly HoldingRecord[]> {
  const accounts = account === null ? await accountsIn(db, 'holdings') : [account];
  const last: { readonly account: string; readonly at: number }[] = [];
  for (const each of accounts) {
    const row = await db
      .selectFrom('holdings')
      .select('at')
      .where('account', '=', each)
      .where('at', '<=', at)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row !== undefined) last.push({ account: each, at: Number(row.at) });
  }
  const newest = last.reduce((most, each) => Math.max(most, each.at), Number.NEGATIVE_INFINITY);
  const records: HoldingRecord[] = [];
  for (const each of last) {
    if (newest - each.at > leftAfterMs) continue;
    const rows = db.selectFrom('holdings').selectAll().where('account', '=', each.account).where('at', '=', each.at);
    records.push(...(await rows.where('asset', '<>', '').orderBy('asset').execute()).map(recordOf));
  }
  return records;
}

/** Records within [from, to], of each account the last of every `everyMs` (aligned to the epoch), ascending in time. */
export async function readHoldings(
  db: Kysely<Schema>,
  account: string | null,
  from: number,
  to: number,
  everyMs: number,
): Promise<readonly HoldingRecord[]> {
  const accounts = account === null ? await accountsIn(db, 'holdings') : [account];
  const every = Math.max(1, Math.round(everyMs));
  const records: HoldingRecord[] = [];
  for (const each of accounts) {
    // A bucket is told by whole-number division: both databases divide BIGINT by BIGINT so.
    const times = db
      .selectFrom('holdings')
      .select((eb) => eb.fn.max('at').as('at'))
      .where('account', '=', each)
      .where('at', '>=', from)
      .where('at', '<=', to)
      .groupBy(sql`at / cast(${sql.lit(every)} as bigint)`);
    const rows = await db
      .selectFrom('holdings')
      .selectAll()
      .where('account', '=', each)
      .where('asset', '<>', '')
      .where('at', 'in', times)
      .orderBy('at')
      .orderBy('asset')
      .execute();
    for (const row of rows) records.push(recordOf(row));
  }
  return accounts.length === 1 ? records : records.sort((a, b) => a.at - b.at);
}

function recordOf({ at, account, asset, quantity, price, value }: HoldingRow): HoldingRecord {
  return { at: Number(at), account, asset, quantity, price, value };
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
