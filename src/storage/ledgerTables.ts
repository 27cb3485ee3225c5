import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

type Narrow = <T extends string, C extends string>(table: CreateTableBuilder<T, C>) => CreateTableBuilder<T, C>;

/**
 * Migration 0002: what accounts did. An entry is told apart by (account, id) within its kind, money is decimal text, and every
 * table is read by spans of time, of one account or of all.
 */
export async function ledgerTables(db: Kysely<unknown>, narrow: Narrow): Promise<void> {
  await keyed(db, 'trades')
    .addColumn('symbol', 'text', (column) => column.notNull())
    .addColumn('base', 'text', (column) => column.notNull())
    .addColumn('quote', 'text', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('quantity', 'text', (column) => column.notNull())
    .addColumn('price', 'text', (column) => column.notNull())
    .addColumn('fee', 'text')
    .addColumn('fee_currency', 'text')
    .addColumn('strategy', 'text')
    .addColumn('realized_pnl', 'text')
    .addColumn('realized_reason', 'text')
    .addColumn('order_id', 'text')
    .addColumn('client_order_id', 'text')
    .addColumn('scope', 'text')
    .addColumn('contract', 'text')
    .addColumn('contract_size', 'text')
    .execute();
  await narrow(
    keyed(db, 'flows')
      .addColumn('asset', 'text', (column) => column.notNull())
      .addColumn('quantity', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull()),
  ).execute();
  await narrow(
    keyed(db, 'income')
      .addColumn('asset', 'text', (column) => column.notNull())
      .addColumn('quantity', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('symbol', 'text')
      .addColumn('scope', 'text'),
  ).execute();
  await keyed(db, 'orders')
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('client_order_id', 'text')
    .addColumn('symbol', 'text', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('quantity', 'text', (column) => column.notNull())
    .addColumn('filled', 'text', (column) => column.notNull())
    .addColumn('price', 'text')
    .addColumn('average_price', 'text')
    .addColumn('stop_price', 'text')
    .addColumn('reduce_only', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('scope', 'text')
    .execute();
  await db.schema
    .createTable('ledgers')
    .addColumn('account', 'text', (column) => column.notNull().primaryKey())
    .addColumn('cursor', 'text', (column) => column.notNull())
    .addColumn('coverage', 'text', (column) => column.notNull())
    .execute();
  for (const table of ['trades', 'flows', 'income']) {
    await db.schema.createIndex(`${table}_of_account`).on(table).columns(['account', 'at']).execute();
    await db.schema.createIndex(`${table}_of_all`).on(table).column('at').execute();
  }
  await db.schema.createIndex('orders_of_account').on('orders').columns(['account', 'updated_at']).execute();
  await db.schema.createIndex('orders_of_all').on('orders').column('updated_at').execute();
  // Few of many orders work at any time.
  await db.schema
    .createIndex('orders_working')
    .on('orders')
    .column('account')
    .where(sql<boolean>`status = 'working'`)
    .execute();
}

function keyed<T extends string>(db: Kysely<unknown>, table: T) {
  return db.schema
    .createTable(table)
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint(`${table}_key`, ['account', 'id']);
}
