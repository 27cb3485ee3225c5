import { type Kysely, sql } from 'kysely';
import type { Log } from '../../core/ports.ts';

const day = 86_400_000;
const chunkMs = 30 * day;
/** Nothing of this age is folded, thinned or written any more (but dropped). */
const compressAfterMs = 120 * day;

/**
 * What TimescaleDB is told about new tables, in order: chunks by time, and columnar compression of old ones by its own background
 * job. It must know what "now" is where times are numbers.
 */
export function timescaleSql(schema: string): readonly string[] {
  const table = (name: string) => `'"${schema}"."${name}"'`;
  const hypertable = (name: string) =>
    `select create_hypertable(${table(name)}, 'at', chunk_time_interval => ${chunkMs}::bigint, if_not_exists => true, migrate_data => true)`;
  const compressed = (name: string, by: string) => [
    `select set_integer_now_func(${table(name)}, '"${schema}"."now_ms"', replace_if_exists => true)`,
    `alter table "${schema}"."${name}" set (timescaledb.compress, timescaledb.compress_segmentby = '${by}', timescaledb.compress_orderby = 'at')`,
    `select add_compression_policy(${table(name)}, compress_after => ${compressAfterMs}::bigint, if_not_exists => true)`,
  ];
  return [
    hypertable('points'),
    hypertable('holdings'),
    `create or replace function "${schema}"."now_ms"() returns bigint language sql stable as 'select (extract(epoch from now()) * 1000)::bigint'`,
    ...compressed('points', 'account, tier'),
    ...compressed('holdings', 'account'),
  ];
}

/** Uses TimescaleDB where the database has it. What it does not allow (an edition without compression) is left out. */
export async function useTimescale(db: Kysely<unknown>, schema: string, log: Log): Promise<void> {
  const { rows } = await sql`select 1 from pg_extension where extname = 'timescaledb'`.execute(db);
  if (rows.length === 0) return;
  for (const statement of timescaleSql(schema)) {
    try {
      await sql.raw(statement).execute(db);
    } catch (error) {
      // Each stands alone: plain or uncompressed tables hold the same history.
      log.info(`TimescaleDB did not take "${statement}": ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
