import { type Kysely, sql, type Transaction } from 'kysely';
import type { Ledger, LedgerBatch, LedgerCoverage, LedgerState, Order } from '../core/model/ledger.ts';
import { insertRows } from './insertRows.ts';
import { flowOf, flowRow, incomeOf, incomeRow, orderOf, orderRow, tradeOf, tradeRow } from './ledgerRows.ts';
import type { OrderRow, Schema } from './schema.ts';

/** A batch with its cursor. An entry whose id is there already counts once, as it was first told. Answers how many are new. */
export async function appendLedger(tx: Transaction<Schema>, account: string, batch: LedgerBatch): Promise<number> {
  const added =
    (await insertRows(
      tx,
      batch.trades.map((trade) => tradeRow(account, trade)),
      (rows) =>
        tx
          .insertInto('trades')
          .values(rows)
          .onConflict((conflict) => conflict.columns(['account', 'id']).doNothing())
          .compile(),
    )) +
    (await insertRows(
      tx,
      batch.flows.map((flow) => flowRow(account, flow)),
      (rows) =>
        tx
          .insertInto('flows')
          .values(rows)
          .onConflict((conflict) => conflict.columns(['account', 'id']).doNothing())
          .compile(),
    )) +
    (await insertRows(
      tx,
      batch.income.map((entry) => incomeRow(account, entry)),
      (rows) =>
        tx
          .insertInto('income')
          .values(rows)
          .onConflict((conflict) => conflict.columns(['account', 'id']).doNothing())
          .compile(),
    ));
  const orders = newest(batch.orders.map((order) => orderRow(account, order)));
  const before = await countOrders(tx, account);
  await insertOrders(tx, orders);
  const state = { cursor: batch.cursor, coverage: JSON.stringify(batch.coverage) };
  await tx
    .insertInto('ledgers')
    .values({ account, ...state })
    .onConflict((conflict) => conflict.column('account').doUpdateSet(state))
    .execute();
  return added + (orders.length === 0 ? 0 : (await countOrders(tx, account)) - before);
}

export async function readLedgerState(db: Kysely<Schema>, account: string): Promise<LedgerState | null> {
  const row = await db.selectFrom('ledgers').selectAll().where('account', '=', account).executeTakeFirst();
  return row === undefined ? null : { cursor: row.cursor, coverage: JSON.parse(row.coverage) as LedgerCoverage };
}

/** Entries within [from, to] of one account (null: all), each kind ascending in time. */
export async function readLedger(
  db: Kysely<Schema>,
  account: string | null,
  from: number,
  to: number,
): Promise<Ledger> {
  const rows = <T extends 'trades' | 'flows' | 'income'>(table: T) => {
    const span = db.selectFrom<'trades' | 'flows' | 'income'>(table).where('at', '>=', from).where('at', '<=', to);
    const own = account === null ? span : span.where('account', '=', account);
    return own.selectAll().orderBy('at').orderBy('account').orderBy('id').execute() as Promise<unknown>;
  };
  const [trades, flows, income] = [
    (await rows('trades')) as Schema['trades'][],
    (await rows('flows')) as Schema['flows'][],
    (await rows('income')) as Schema['income'][],
  ];
  return { trades: trades.map(tradeOf), flows: flows.map(flowOf), income: income.map(incomeOf) };
}

/** Working orders, or those whose last update is within the span, ascending by it. */
export async function readOrders(
  db: Kysely<Schema>,
  account: string | null,
  span: 'working' | { readonly from: number; readonly to: number },
): Promise<(Order & { readonly account: string })[]> {
  const all = db.selectFrom('orders').selectAll();
  const own = account === null ? all : all.where('account', '=', account);
  const some =
    span === 'working'
      ? own.where('status', '=', 'working')
      : own.where('updated_at', '>=', span.from).where('updated_at', '<=', span.to);
  return (await some.orderBy('updated_at').orderBy('account').orderBy('id').execute()).map(orderOf);
}

export async function forgetLedger(tx: Transaction<Schema>, account: string): Promise<void> {
  for (const table of ['trades', 'flows', 'income', 'orders', 'ledgers'] as const) {
    await tx.deleteFrom(table).where('account', '=', account).execute();
  }
}

async function countOrders(tx: Transaction<Schema>, account: string): Promise<number> {
  const row = await tx
    .selectFrom('orders')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('account', '=', account)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/**
 * The newest state wins. Of one moment a final state wins over a working one: exchanges that tell no time of update say
 * "filled" with the time of the order.
 */
function newest(rows: readonly OrderRow[]): readonly OrderRow[] {
  const byId = new Map<string, OrderRow>();
  for (const row of rows) {
    const before = byId.get(row.id);
    const later = before === undefined || row.updated_at > before.updated_at;
    if (later || (row.updated_at === before.updated_at && before.status === 'working')) byId.set(row.id, row);
  }
  return [...byId.values()];
}

async function insertOrders(tx: Transaction<Schema>, orders: readonly OrderRow[]): Promise<void> {
  await insertRows(tx, orders, (rows) =>
    tx
      .insertInto('orders')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['account', 'id'])
          .doUpdateSet((eb) => ({
            at: eb.ref('excluded.at'),
            updated_at: eb.ref('excluded.updated_at'),
            client_order_id: eb.ref('excluded.client_order_id'),
            symbol: eb.ref('excluded.symbol'),
            side: eb.ref('excluded.side'),
            type: eb.ref('excluded.type'),
            quantity: eb.ref('excluded.quantity'),
            filled: eb.ref('excluded.filled'),
            price: eb.ref('excluded.price'),
            average_price: eb.ref('excluded.average_price'),
            stop_price: eb.ref('excluded.stop_price'),
            reduce_only: eb.ref('excluded.reduce_only'),
            status: eb.ref('excluded.status'),
            scope: eb.ref('excluded.scope'),
          }))
          // No parameter here: those of a batch are its rows.
          .where((eb) =>
            eb.or([
              eb('excluded.updated_at', '>', eb.ref('orders.updated_at')),
              eb.and([
                eb('excluded.updated_at', '=', eb.ref('orders.updated_at')),
                eb('orders.status', '=', sql.lit('working')),
              ]),
            ]),
          ),
      )
      .compile(),
  );
}
