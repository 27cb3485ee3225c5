import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { CompiledQuery, Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import type { Pool } from 'pg';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { Log } from '../../core/ports.ts';
import { history, type StoredHistory } from '../history.ts';
import { HistoryError } from '../historyError.ts';
import { migrations } from '../migrations.ts';
import type { Schema } from '../schema.ts';
import { type DatabaseTarget, databaseTarget } from './databaseTarget.ts';
import { type PostgresFault, postgresFailure, postgresFault, postgresWords } from './postgresFault.ts';
import { schemaName } from './schemaName.ts';
import { useTimescale } from './timescale.ts';

/** The oldest that is still maintained. */
const oldestVersion = 14;
const connections = 3;
const connectMs = 15_000;
/** No statement of ours works longer than a second or two; this is for a server that hangs or a lock that stays. */
const statementMs = 30_000;
const retryAfterMs = [100, 500, 2_000, 4_000];
/** What passes by itself, seen in a history that was open already. */
const passing: readonly PostgresFault[] = ['lost', 'conflict', 'starting', 'refused'];

/**
 * Opens the history of one portfolio in a PostgreSQL that a team shares, making its schema where there is none. A portfolio has a
 * schema of its own, named after it (`schemaName`), so several in one database never mix. Fails in words, never with the
 * password. A connection that breaks is made again with the next statement; `url` is kept nowhere but in memory.
 */
export async function openPostgres(url: string, log: Log, portfolio: string): Promise<Reading<StoredHistory>> {
  const target = databaseTarget(url);
  if (!target.ok) return target;
  const schema = schemaName(portfolio);
  const sockets = new Set<Socket>();
  let pool: Pool | null = null;
  try {
    pool = await poolOf(target.value, log, sockets);
    const dialect = new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        // Set here and not when connecting: poolers refuse parameters that they do not know.
        await connection.executeQuery(CompiledQuery.raw(`set statement_timeout = ${statementMs}`));
      },
    });
    const root = new Kysely<Schema>({ dialect });
    const ready = await prepare(root, target.value, schema, log);
    if (!ready.ok) {
      await root.destroy();
      return ready;
    }
    return ok(openHistory(root, target.value, schema));
  } catch (error) {
    await pool?.end().catch(() => {});
    // `pg` leaves a connection open that failed while it logged in, and the server would wait a minute for more.
    for (const socket of sockets) socket.destroy();
    return { ok: false, failure: postgresFailure(target.value, error) };
  }
}

async function poolOf(target: DatabaseTarget, log: Log, sockets: Set<Socket>): Promise<Pool> {
  // Only who has a shared history loads it.
  const pg = await import('pg');
  const { host, port, user, password, database, ssl, options } = target;
  const pool = new pg.Pool({
    host,
    port,
    user,
    database,
    ssl,
    ...(password === null ? {} : { password }),
    ...(options === null ? {} : { options }),
    application_name: 'quantfolio',
    max: connections,
    connectionTimeoutMillis: connectMs,
    // The server gives up first, and says why.
    query_timeout: statementMs + 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    allowExitOnIdle: true,
    stream: () => {
      const socket = new Socket();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
  });
  // A connection that breaks while nobody uses it is not news; without a listener it would end the process.
  // One that breaks while it is used fails its query, and says it a second time, to nobody.
  pool.on('connect', (client) => void client.on('error', () => {}));
  pool.on('error', (error) => log.debug(postgresWords(target, error)));
  return pool;
}

/** Looks before it writes: an old server, a newer schema and a role that may not write leave everything as it is. */
async function prepare(root: Kysely<Schema>, target: DatabaseTarget, schema: string, log: Log): Promise<Reading<null>> {
  const facts = await sql<{ version: string; read_only: string; migrated: string | null }>`
    select current_setting('server_version_num') as version, current_setting('transaction_read_only') as read_only,
      to_regclass(${`"${schema}"."kysely_migration"`})::text as migrated`.execute(root);
  const [fact] = facts.rows;
  if (fact === undefined) throw new Error('the server does not say what it is');
  const version = Math.floor(Number(fact.version) / 10_000);
  if (version < oldestVersion) {
    return failed(
      'refused',
      `the PostgreSQL at ${target.place} is version ${version}, which is too old for a history; it takes ${oldestVersion} or later`,
    );
  }
  const all = migrations({ withoutRowid: false, schema });
  const applied = fact.migrated === null ? [] : await appliedIn(root, schema);
  if (applied.some((name) => !Object.hasOwn(all, name))) {
    return failed(
      'refused',
      `the history in PostgreSQL at ${target.place} was written by a newer version of Quantfolio; update Quantfolio`,
    );
  }
  if (applied.length === Object.keys(all).length) return ok(null);
  if (fact.read_only === 'on') {
    return failed(
      'refused',
      `the history in PostgreSQL at ${target.place} cannot be made: the server or the role is read-only`,
    );
  }
  await root.connection().execute(async (own) => {
    // kysely locks too, but only after it has made its own tables.
    await sql`select pg_advisory_lock(hashtextextended(${schema}, 1))`.execute(own);
    try {
      const migrator = new Migrator({
        db: own,
        provider: { getMigrations: async () => all },
        migrationTableSchema: schema,
      });
      const { error } = await migrator.migrateToLatest();
      if (error !== undefined) throw error;
      await useTimescale(own as Kysely<unknown>, schema, log);
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${schema}, 1))`.execute(own);
    }
  });
  return ok(null);
}

async function appliedIn(root: Kysely<Schema>, schema: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(`${schema}.kysely_migration`)}`.execute(
    root,
  );
  return rows.map(({ name }) => name);
}

function openHistory(root: Kysely<Schema>, target: DatabaseTarget, schema: string): StoredHistory {
  const db = root.withSchema(schema);
  return history({
    db,
    path: `postgresql://${target.place} (schema ${schema})`,
    schema,
    schemaVersion: Object.keys(migrations({ withoutRowid: false, schema })).length,
    durably: (work) => work(db),
    enter: async (tx) => {
      // A server may be set to answer before the disk has it; what a user saw as recorded must survive it.
      await sql`select pg_advisory_xact_lock(hashtextextended(${schema}, 0)), set_config('synchronous_commit', 'on', true)`.execute(
        tx,
      );
    },
    now: async (tx) => {
      const { rows } = await sql<{ now: string }>`
        select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(tx);
      return Number(rows[0]?.now);
    },
    isReadOnly: (error) => ['readOnly', 'permission'].includes(postgresFault(error)),
    retry: async (run) => {
      for (const ms of retryAfterMs) {
        try {
          return await run();
        } catch (error) {
          // All that is written can be written twice (upserts), so it does not matter whether the first try arrived.
          if (!passing.includes(postgresFault(error))) throw error;
          await wait(ms);
        }
      }
      return run();
    },
    bytes: async () => {
      const { rows } = await sql<{ bytes: string }>`
        select coalesce(sum(pg_total_relation_size(c.oid)), 0)::text as bytes from pg_class c
        join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relkind = 'r'`.execute(root);
      return Number(rows[0]?.bytes ?? 0);
    },
    fault: (what, error) => new HistoryError(`${postgresWords(target, error)} (${what})`, { cause: error }),
  });
}
