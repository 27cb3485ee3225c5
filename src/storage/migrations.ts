import { type CreateTableBuilder, type Kysely, type Migration, sql } from 'kysely';
import { ledgerTables } from './ledgerTables.ts';
import { tradingTables } from './tradingTables.ts';

/** What differs between databases when tables are made. */
export interface MigrationOptions {
  /** SQLite: narrow rows without a hidden row id are a third smaller and read in key order. */
  readonly withoutRowid: boolean;
  /** PostgreSQL: the schema that holds one portfolio. */
  readonly schema?: string;
}

/** Every change of the schema, oldest first by name. A migration that was released is never edited. */
export function migrations(options: MigrationOptions): Record<string, Migration> {
  const narrow = <T extends string, C extends string>(table: CreateTableBuilder<T, C>) =>
    options.withoutRowid ? table.modifyEnd(sql`without rowid`) : table;
  const placed = (db: Kysely<unknown>) => (options.schema === undefined ? db : db.withSchema(options.schema));
  return {
    '0001_history': {
      async up(whole: Kysely<unknown>): Promise<void> {
        const db = placed(whole);
        await narrow(
          db.schema
            .createTable('points')
            .addColumn('account', 'text', (column) => column.notNull())
            .addColumn('tier', 'integer', (column) => column.notNull())
            .addColumn('at', 'bigint', (column) => column.notNull())
            .addColumn('currency', 'text', (column) => column.notNull())
            .addColumn('equity', 'double precision', (column) => column.notNull())
            .addColumn('flow', 'double precision')
            .addColumn('origin', 'text', (column) => column.notNull())
            .addColumn('low', 'double precision')
            .addColumn('low_at', 'bigint')
            .addColumn('high', 'double precision')
            .addColumn('high_at', 'bigint')
            .addPrimaryKeyConstraint('points_key', ['account', 'tier', 'at']),
        ).execute();
        await narrow(
          db.schema
            .createTable('holdings')
            .addColumn('account', 'text', (column) => column.notNull())
            .addColumn('at', 'bigint', (column) => column.notNull())
            .addColumn('asset', 'text', (column) => column.notNull())
            .addColumn('quantity', 'text', (column) => column.notNull())
            .addColumn('price', 'double precision')
            .addColumn('value', 'double precision')
            .addPrimaryKeyConstraint('holdings_key', ['account', 'at', 'asset']),
        ).execute();
        await db.schema
          .createTable('closes')
          .addColumn('asset', 'text', (column) => column.notNull())
          .addColumn('currency', 'text', (column) => column.notNull())
          .addColumn('fetched_at', 'bigint', (column) => column.notNull())
          .addColumn('source', 'text', (column) => column.notNull())
          .addColumn('closes', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('closes_key', ['asset', 'currency'])
          .execute();
        await db.schema
          .createTable('notes')
          .addColumn('name', 'text', (column) => column.notNull().primaryKey())
          .addColumn('value', 'text', (column) => column.notNull())
          .execute();
      },
    },
    '0002_ledger': { up: (db: Kysely<unknown>) => ledgerTables(placed(db), narrow) },
    '0003_trading': { up: (db: Kysely<unknown>) => tradingTables(placed(db)) },
  };
}
