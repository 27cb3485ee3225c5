import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  RawNode,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { retryBusy } from './retryBusy.ts';

/** kysely over the SQLite inside Node. One connection; transactions queue behind each other. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => new NodeSqliteDriver(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new TransactionalDdlAdapter(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  };
}

/** SQLite's DDL is transactional; with BEGIN IMMEDIATE that makes kysely's migrations safe against other processes. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDriver implements Driver {
  readonly #connection: NodeSqliteConnection;
  readonly #database: DatabaseSync;
  #open = true;
  #last: Promise<void> = Promise.resolve();
  #release: () => void = () => {};

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#connection = new NodeSqliteConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last;
    const { promise, resolve } = turn();
    this.#last = promise;
    await before;
    this.#release = resolve;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  /** IMMEDIATE takes the write lock at once: a deferred transaction that upgrades later fails without waiting. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await retryBusy(() => connection.executeQuery(CompiledQuery.raw('begin immediate')));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await retryBusy(() => connection.executeQuery(CompiledQuery.raw('commit')));
  }

  /** After a full disk or a failed write SQLite has rolled back by itself, which is as good. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error;
    }
  }

  async destroy(): Promise<void> {
    if (this.#open) this.#database.close();
    this.#open = false;
  }
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(query.sql);
    const parameters = query.parameters.map(bindable);
    if (givesRows(query)) return { rows: rowsOf(statement, parameters) as R[] };
    const { changes } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: histories are read whole; kysely asks for the method all the same.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not offered by this dialect');
  }

  #prepare(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known) return known;
    if (this.#statements.size >= 100) this.#statements.clear();
    const statement = this.#database.prepare(text);
    if (givesArrays(statement)) statement.setReturnArrays(true);
    this.#statements.set(text, statement);
    return statement;
  }
}

/** Not before Node 22.16. */
function givesArrays(statement: StatementSync): boolean {
  const methods: Partial<StatementSync> = statement;
  return typeof methods.setReturnArrays === 'function' && typeof methods.columns === 'function';
}

/** SQLite's own records are dictionaries, twice as slow to make and to read as records that all have one shape. */
function rowsOf(statement: StatementSync, parameters: readonly SQLInputValue[]): readonly unknown[] {
  const rows: readonly unknown[] = statement.all(...parameters);
  if (!Array.isArray(rows[0])) return rows;
  const names = statement.columns().map(({ name }) => name);
  return (rows as readonly (readonly unknown[])[]).map((values) => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index++) row[names[index] ?? ''] = values[index];
    return row;
  });
}

/** Told from the query, because `StatementSync.columns()` is missing before Node 22.16. */
function givesRows({ query }: CompiledQuery): boolean {
  if (SelectQueryNode.is(query) || RawNode.is(query)) return true;
  return 'returning' in query && query.returning !== undefined;
}

/** node:sqlite binds every number as REAL, so whole numbers go as bigint (INTEGER); it refuses booleans and undefined. */
function bindable(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`not a number that can be stored: ${value}`);
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array) return value;
  throw new Error(`not a value that can be stored: ${typeof value}`);
}

function turn(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
