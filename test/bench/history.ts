import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { HistoryRecord, Log } from '../../src/core/ports.ts';
import type { StoredHistory } from '../../src/storage/history.ts';
import { openPostgres } from '../../src/storage/postgres/openPostgres.ts';
import { schemaName } from '../../src/storage/postgres/schemaName.ts';
import { openSqlite } from '../../src/storage/sqlite/openSqlite.ts';
import { hasPostgres, postgresAbsent, startServer } from '../support/postgres.ts';
import { syntheticDefaults, writeSynthetic } from '../support/syntheticHistory.ts';
import { type BenchRow, median } from './benchRow.ts';

const log: Log = { debug() {}, info() {}, warn: console.log, error: console.log };
const minute = 60_000;
const day = 86_400_000;
const years = 5;
const screens = 25;
const writes = 200;
/** Upkeep folds this much that nobody folded. */
const unfolded = 60;
/** One value a record, as the storage page's million: the portfolio's. */
const million = { ...syntheticDefaults, years: 1_000_000 / (365.25 * 1440), accounts: 0, assets: 0 };
const table =
  'account text, tier integer, at bigint, currency text, equity double precision, flow double precision, origin text, ';
const rest =
  'low double precision, low_at bigint, high double precision, high_at bigint, primary key (account, tier, at)';

/**
 * Five years of minutes on one screen, a million snapshots, and the latency of a durable record, on both databases. What is older
 * than some weeks comes from half hours, which fold to as many rows as minutes in a thirtieth of the time.
 */
export async function run(): Promise<readonly BenchRow[]> {
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-history-'));
  const rows: BenchRow[] = [];
  try {
    rows.push(...(await measure('SQLite', (name) => openSqlite(join(work, `${name}.sqlite`), log), sqliteRaw(work))));
    if (!hasPostgres()) {
      console.log(`history: ${postgresAbsent}`);
      return rows;
    }
    const server = await startServer();
    try {
      const { url } = await server.database();
      rows.push(...(await measure('PostgreSQL', (name) => openPostgres(url, log, name), postgresRaw(url))));
    } finally {
      await server.stop();
    }
    return rows;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

interface Raw {
  readonly name: string;
  /** ms for a million rows of the same columns, the database's own way. */
  million(): Promise<number>;
  /** ms of each durable transaction that writes the same rows. */
  durable(): Promise<readonly number[]>;
  /** ms to read one screen of the product's rows as they are, by one statement. */
  screen(from: number): Promise<number>;
}

async function measure(
  name: string,
  open: (database: string) => ReturnType<typeof openSqlite>,
  raw: Raw,
): Promise<readonly BenchRow[]> {
  const opened = async (database: string): Promise<StoredHistory> => {
    const reading = await open(database);
    if (!reading.ok) throw new Error(reading.failure.reason);
    return reading.value;
  };
  const inserted = await opened('million');
  const began = performance.now();
  await writeSynthetic(inserted, million);
  const insertMs = performance.now() - began;
  await inserted.close();
  const rawInsertMs = await raw.million();

  const long = await opened('years');
  const { until } = syntheticDefaults;
  const portfolio = { ...syntheticDefaults, accounts: 0, assets: 0 };
  const recent = until - unfolded * day;
  await writeSynthetic(long, { ...portfolio, years, until: recent, everyMs: 30 * minute });
  await long.maintain(recent, years * 366 + unfolded);
  await writeSynthetic(long, { ...portfolio, years: unfolded / 365.25, until });
  const upkeepBegan = performance.now();
  await long.maintain(until, years * 366 + unfolded);
  const upkeepMs = performance.now() - upkeepBegan;
  const screen = async (from: number, px: number): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < screens; round++) {
      const start = performance.now();
      await long.values(null, from, until, px);
      times.push(performance.now() - start);
    }
    return median(times);
  };
  const five = await screen(until - years * 365 * day, 1_000);
  const quarter = await screen(until - 90 * day, 1_000);
  const week = await screen(until - 7 * day, 1_000);
  const points = (await long.values(null, until - years * 365 * day, until, 1_000)).length;

  const latencies: number[] = [];
  for (let index = 0; index < writes; index++) {
    const start = performance.now();
    await long.append(bookRecord(until + (index + 1) * minute), { key: 'lastRecord', value: String(index) });
    latencies.push(performance.now() - start);
  }
  await long.close();
  const rawLatencies = await raw.durable();
  const rawFive = await raw.screen(until - years * 365 * day);

  const row = (what: string, value: number, reference: number | null, aim: string, met = true): BenchRow => ({
    name: `${name}: ${what}`,
    value,
    unit: 'ms',
    reference:
      reference === null
        ? null
        : { name: reference === rawFive ? 'its rows by one statement' : raw.name, value: reference },
    aim,
    met,
  });
  return [
    row(`five years of minutes → 1,000 px (${points} points)`, five, rawFive, '≤ 15 ms', five <= 15),
    row('90 days → 1,000 px', quarter, null, '≤ 50 ms', quarter <= 50),
    row('7 days of minutes → 1,000 px', week, null, '≤ 50 ms', week <= 50),
    row(`folding ${unfolded} days of minutes that nobody folded`, upkeepMs, null, 'no aim'),
    row('1 M snapshots inserted', insertMs, rawInsertMs, 'no aim'),
    row(
      'durable record of 3 accounts, 20 holdings, p50',
      percentile(latencies, 0.5),
      percentile(rawLatencies, 0.5),
      'no aim',
    ),
    row('durable record, p99', percentile(latencies, 0.99), percentile(rawLatencies, 0.99), 'no aim'),
  ];
}

function bookRecord(at: number): HistoryRecord {
  const accounts = ['a', 'b', 'c'].map((account) => ({ account, equity: 1000.5, flow: 0 }));
  const holdings = Array.from({ length: 20 }, (_, index) => {
    const account = accounts[index % 3]?.account ?? 'a';
    return { account, asset: `C${index}`, quantity: '1.23456789', price: 10.5, value: 12.96 };
  });
  return { at, currency: 'USD', portfolio: { equity: 3001.5, flow: 0 }, accounts, holdings };
}

function sqliteRaw(work: string): Raw {
  const insert = 'insert into points values (?, 0, ?, ?, ?, 0, ?, null, null, null, null)';
  return {
    name: 'node:sqlite, one prepared statement, one transaction',
    async million() {
      const database = new DatabaseSync(join(work, 'raw.sqlite'));
      database.exec(
        `pragma journal_mode = wal; pragma synchronous = normal; create table points (${table}${rest}) without rowid`,
      );
      const began = performance.now();
      database.exec('begin');
      const statement = database.prepare(insert);
      for (let index = 0; index < 1_000_000; index++)
        statement.run('', BigInt(index) * 60_000n, 'USD', index / 7, 'recorded');
      database.exec('commit');
      const ms = performance.now() - began;
      database.close();
      return ms;
    },
    async durable() {
      const database = new DatabaseSync(join(work, 'durable.sqlite'));
      database.exec(
        `pragma journal_mode = wal; pragma synchronous = full; create table points (${table}${rest}) without rowid`,
      );
      const statement = database.prepare(insert);
      const times: number[] = [];
      for (let index = 0; index < writes; index++) {
        const began = performance.now();
        database.exec('begin immediate');
        for (let row = 0; row < 25; row++) statement.run(`a${row}`, BigInt(index), 'USD', index / 7, 'recorded');
        database.exec('commit');
        times.push(performance.now() - began);
      }
      database.close();
      return times;
    },
    async screen(from) {
      const database = new DatabaseSync(join(work, 'years.sqlite'));
      const statement = database.prepare(screenOf('points'));
      const times = Array.from({ length: screens }, () => {
        const began = performance.now();
        statement.all(BigInt(from));
        return performance.now() - began;
      });
      database.close();
      return median(times);
    },
  };
}

function screenOf(points: string, at = '?'): string {
  return `select at, equity, flow, low, low_at, high, high_at from ${points} where account = '' and tier = 2 and at >= ${at} order by at`;
}

function postgresRaw(url: string): Raw {
  const connected = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  const fresh = `drop table if exists points; create table points (${table}${rest})`;
  const many = `insert into points select a, 0, t, 'USD', e, 0, 'recorded' from unnest($1::text[], $2::bigint[], $3::float8[]) as r(a, t, e)`;
  return {
    name: 'pg, one statement from arrays',
    million: () =>
      connected(async (client) => {
        await client.query(fresh);
        const began = performance.now();
        for (let start = 0; start < 1_000_000; start += 10_000) {
          const indexes = Array.from({ length: 10_000 }, (_, index) => start + index);
          await client.query(many, [
            indexes.map(() => ''),
            indexes.map((index) => index * minute),
            indexes.map((index) => index / 7),
          ]);
        }
        return performance.now() - began;
      }),
    durable: () =>
      connected(async (client) => {
        await client.query(fresh);
        const times: number[] = [];
        for (let index = 0; index < writes; index++) {
          const rows = Array.from({ length: 25 }, (_, row) => row);
          const began = performance.now();
          await client.query(many, [rows.map((row) => `a${row}`), rows.map(() => index), rows.map(() => index / 7)]);
          times.push(performance.now() - began);
        }
        return times;
      }),
    screen: (from) =>
      connected(async (client) => {
        const times: number[] = [];
        for (let round = 0; round < screens; round++) {
          const began = performance.now();
          await client.query(screenOf(`"${schemaName('years')}".points`, '$1'), [from]);
          times.push(performance.now() - began);
        }
        return median(times);
      }),
  };
}

function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}
