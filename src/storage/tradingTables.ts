import type { Kysely } from 'kysely';

/**
 * Migration 0003: what happened to paper accounts in Quantfolio, and what it was asked to trade. Bodies are JSON, read and written
 * whole; beside them stands what the database itself must tell apart.
 */
export async function tradingTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('journal')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('journal_key', ['account', 'seq'])
    .addUniqueConstraint('journal_ids', ['account', 'id'])
    .execute();
  await db.schema
    .createTable('executions')
    .addColumn('plan', 'text', (column) => column.notNull().primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('executions_at').on('executions').column('at').execute();
}
