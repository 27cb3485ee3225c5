import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { History } from '../../../src/core/ports.ts';
import { pandasSnippet } from '../../../src/present/pandasSnippet.ts';
import { openPostgres } from '../../../src/storage/postgres/openPostgres.ts';
import { openSqlite } from '../../../src/storage/sqlite/openSqlite.ts';
import { hasPostgres, postgresAbsent, startPostgres } from '../../support/postgres.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 20);
const log = { debug() {}, info() {}, warn() {}, error() {} };

function python(code: string, environment: Record<string, string> = {}) {
  const result = spawnSync('python3', ['-c', code], { encoding: 'utf8', env: { ...process.env, ...environment } });
  return {
    ok: result.status === 0,
    out: result.stdout ?? '',
    err: `${result.stderr ?? ''}${result.error?.message ?? ''}`,
  };
}

/** A history whose points stand in all three tiers, in two currencies, with a rebuilt past and a ledger. */
async function fill(history: History): Promise<void> {
  const point = (at: number, equity: number, flow: number | null) => ({ at, equity, flow });
  const record = (at: number, equity: number, flow: number | null, currency = 'USD') =>
    history.append({
      at,
      currency,
      portfolio: point(at, equity, flow),
      accounts: [{ account: 'main', equity, flow }],
      holdings: [{ account: 'main', asset: 'BTC', quantity: '0.10000000000000000001', price: 60_000, value: 6000 }],
    });
  await record(now - 121 * day, 5000, 0, 'EUR');
  for (let at = now - 120 * day; at <= now - 100 * day; at += 6 * 3_600_000) await record(at, 10_000, 0);
  for (let at = now - 10 * day; at <= now; at += 1_800_000) {
    await record(at, 11_000 + ((at / 1_800_000) % 7), at === now - day ? 500 : 0);
  }
  await history.appendLedger('main', {
    trades: [
      {
        id: 't1',
        at: now - 5 * day,
        symbol: 'BTC/USDT',
        base: 'BTC',
        quote: 'USDT',
        side: 'buy',
        quantity: '0.10000000000000000001',
        price: '60000',
        fee: null,
        feeCurrency: null,
        strategy: null,
      },
    ],
    flows: [{ id: 'd1', at: now - day, asset: 'USD', quantity: '500', kind: 'deposit' }],
    income: [],
    orders: [],
    cursor: 'c',
    coverage: {
      trades: { from: 0, until: now },
      flows: { from: 0, until: now },
      income: { from: 0, until: now },
    },
    more: false,
    notes: [],
  });
  await history.maintain(now, 3650);
}

/** Run after the snippet: what it made of the history, as JSON. */
const tell = `
import json
book = values[values["account"] == ""]
print(json.dumps({
    "at": [int(t.timestamp() * 1000) for t in book.index],
    "equity": list(book["equity"]),
    "currencies": sorted(set(values["currency"])),
    "returns": [None if r != r else r for r in returns],
    "trades": list(trades["quantity"]),
    "flows": list(flows["kind"]),
    "income": len(income),
    "held": sorted(set(holdings["asset"])),
}))
`;

interface Told {
  readonly at: readonly number[];
  readonly equity: readonly number[];
  readonly currencies: readonly string[];
  readonly returns: readonly (number | null)[];
  readonly trades: readonly string[];
  readonly flows: readonly string[];
  readonly income: number;
  readonly held: readonly string[];
}

/** The points of the History port that the tables hold as such: a folded row's extremes are columns there, not rows. */
async function check(history: History, told: Told): Promise<void> {
  const all = new Map((await history.values(null, 0, now)).map((point) => [point.at, point.equity]));
  assert.ok(told.at.length > 400, `only ${told.at.length} rows`);
  assert.deepEqual(
    [...told.at].sort((a, b) => a - b),
    told.at,
    'in order of time',
  );
  assert.equal(new Set(told.at).size, told.at.length, 'no point twice where tiers meet');
  for (const [index, at] of told.at.entries()) assert.equal(all.get(at), told.equity[index]);
  assert.equal(told.at[0], Math.min(...all.keys()));
  assert.equal(told.at.at(-1), Math.max(...all.keys()));
  assert.deepEqual(told.currencies, ['USD']);
  // The deposit of 500 is no profit: nothing moved by more than a thousandth but the months in between.
  const jumps = told.returns.filter((value) => value !== null && Math.abs(value) > 0.002);
  assert.equal(jumps.filter((value) => Math.abs((value ?? 0) - 0.1) > 0.01).length, 1, `${jumps}`);
  assert.deepEqual(told.trades, ['0.10000000000000000001']);
  assert.deepEqual(told.flows, ['deposit']);
  assert.equal(told.income, 0);
  assert.deepEqual(told.held, ['BTC']);
}

describe('copy as pandas', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quantfolio-pandas-'));
  const path = join(folder, 'a "book".db');
  let history: History;
  before(async () => {
    const opened = await openSqlite(path, log);
    assert.ok(opened.ok);
    history = opened.value;
    await fill(history);
  });
  after(async () => {
    await history.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const snippet = () => pandasSnippet({ database: 'sqlite', place: path, schemaVersion: 2 }, 'Main\nbook');

  it('reads the same values as the product, with real pandas', async function () {
    if (!python('import pandas').ok) {
      console.log('      python3 with pandas is absent, so the snippet is checked by its queries alone');
      this.skip();
    }
    const ran = python(`${snippet()}\n${tell}`);
    assert.ok(ran.ok, ran.err);
    await check(history, JSON.parse(ran.out));
  });

  it('has queries that the database answers', function () {
    if (!python('import sqlite3').ok) {
      console.log('      python3 is absent, so its queries are not run');
      this.skip();
    }
    const queries = [...snippet().matchAll(/read\((?:"""([\s\S]*?)"""|"([^"]*)")\)/g)].map(
      ([, long, short]) => long ?? short,
    );
    assert.equal(queries.length, 5);
    const code = `import json, sqlite3, sys
connection = sqlite3.connect(${JSON.stringify(path)})
print(json.dumps([len(connection.execute(query).fetchall()) for query in json.loads(${JSON.stringify(JSON.stringify(queries))})]))`;
    const ran = python(code);
    assert.ok(ran.ok, ran.err);
    const [values, holdings, trades, flows, income] = JSON.parse(ran.out);
    assert.ok(values > 800 && holdings > 10, ran.out);
    assert.deepEqual([trades, flows, income], [1, 1, 0]);
  });

  it('never holds a secret, and no name of a portfolio becomes code', () => {
    const shared = {
      database: 'postgres',
      place: 'db.example.com:5432/team',
      schemaVersion: 2,
      schema: 'quantfolio_book',
    } as const;
    const text = pandasSnippet(shared, 'x\nimport os');
    assert.match(text, /^# x import os: history of Quantfolio \(schema 2\)\n/);
    assert.match(text, /os\.environ\["QUANTFOLIO_DATABASE_URL"\]/);
    assert.match(text, /set search_path to \\"quantfolio_book\\"/);
    assert.doesNotMatch(text, /:\/\/\w+:/);
    const { schema: _schema, ...place } = shared;
    const described = { ...place, place: 'postgresql://db.example.com:5432/team (schema quantfolio_book)' };
    assert.match(pandasSnippet(described, 'x'), /set search_path to \\"quantfolio_book\\"/);
  });

  it('reads a shared history too, with real SQLAlchemy and PostgreSQL', async function () {
    this.timeout(60_000);
    if (!python('import pandas, sqlalchemy; sqlalchemy.create_engine("postgresql://u@h/d")').ok || !hasPostgres()) {
      console.log(
        hasPostgres()
          ? '      python3 with pandas, SQLAlchemy and its driver of PostgreSQL is absent'
          : `      ${postgresAbsent}`,
      );
      this.skip();
    }
    const server = await startPostgres();
    assert.ok(server);
    const database = await server.database();
    const opened = await openPostgres(database.url, log, 'Main book');
    assert.ok(opened.ok, opened.ok ? '' : opened.failure.reason);
    try {
      await fill(opened.value);
      const { path: place, schemaVersion } = await opened.value.stats();
      const ran = python(`${pandasSnippet({ database: 'postgres', place, schemaVersion }, 'Main book')}\n${tell}`, {
        QUANTFOLIO_DATABASE_URL: database.url,
      });
      assert.ok(ran.ok, ran.err);
      await check(opened.value, JSON.parse(ran.out));
    } finally {
      await opened.value.close();
      await database.drop();
    }
  });
});
