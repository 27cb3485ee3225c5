import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../../src/core/ports.ts';
import { openSqlite } from '../../../src/storage/sqlite/openSqlite.ts';
import { faultOf, faultWords } from '../../../src/storage/sqlite/sqliteFault.ts';

const writer = join(import.meta.dirname, 'writer.ts');
const forever = 10 ** 12;

function start(path: string, first: number, count: number): { child: ChildProcess; acknowledged: number[] } {
  const child = spawn(process.execPath, [writer, path, String(first), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: number[] = [];
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== 'open') acknowledged.push(Number(line));
  });
  return { child, acknowledged };
}

/** In a process of its own, because closing a descriptor of the file in this one would drop SQLite's locks. */
async function writeFileInOtherProcess(path: string, from: number, to: number): Promise<number | null> {
  const script = `const fs = require('node:fs'); const file = fs.openSync(${JSON.stringify(path)}, 'r+');
    fs.writeSync(file, Buffer.alloc(${to - from}, 0xaa), 0, ${to - from}, ${from});`;
  const child = spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
  await once(child, 'close');
  return child.exitCode;
}

describe('openSqlite', () => {
  let folder: string;
  let path: string;
  let said: string[];
  const log: Log = {
    debug() {},
    info() {},
    warn: (message) => said.push(message),
    error: (message) => said.push(message),
  };
  const open = async () => {
    const opened = await openSqlite(path, log);
    assert.ok(opened.ok, opened.ok ? '' : opened.failure.reason);
    return opened.value;
  };
  const reasonOf = async () => {
    const opened = await openSqlite(path, log);
    assert.ok(!opened.ok);
    return opened.failure;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-sqlite-'));
    path = join(folder, 'deep', 'history.db');
    said = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('loses nothing that was acknowledged when the writer is killed', async function () {
    this.timeout(60_000);
    let total = 0;
    for (let round = 0; round < 6; round++) {
      const { child, acknowledged } = start(path, round * 1_000_000, forever);
      while (acknowledged.length < 20) await wait(5);
      await wait(Math.random() * 60);
      child.kill('SIGKILL');
      await once(child, 'close');
      const history = await open();
      const stored = await history.values(null, round * 1_000_000, round * 1_000_000 + 999_999);
      const times = new Set(stored.map((point) => point.at));
      assert.deepEqual(
        acknowledged.filter((at) => !times.has(at)),
        [],
      );
      assert.ok(stored.length - acknowledged.length <= 1_000);
      total += acknowledged.length;
      await history.close();
    }
    assert.ok(total >= 120);
    assert.deepEqual(said, []);
  });

  it('takes two writers in two processes, and loses nothing of either', async function () {
    this.timeout(60_000);
    const writers = [start(path, 1_000, 300), start(path, 1_001, 300)];
    await Promise.all(writers.map(({ child }) => once(child, 'close')));
    assert.deepEqual(
      writers.map(({ child }) => child.exitCode),
      [0, 0],
    );
    const history = await open();
    assert.equal((await history.values(null, 0, 10_000)).length, 600);
    await history.close();
  });

  it('is made once when several processes open it for the first time', async function () {
    this.timeout(60_000);
    for (let round = 0; round < 2; round++) {
      path = join(folder, `round-${round}`, 'history.db');
      const racers = [0, 1, 2, 3].map((index) => start(path, index * 1_000, 1));
      await Promise.all(racers.map(({ child }) => once(child, 'close')));
      assert.deepEqual(
        racers.map(({ child }) => child.exitCode),
        [0, 0, 0, 0],
      );
      const history = await open();
      assert.equal((await history.values(null, 0, 10_000)).length, 4);
      await history.close();
    }
  });

  it('takes over a database of the first version, with all that is in it', async () => {
    const history = await open();
    await history.append({ at: 5, currency: 'USD', portfolio: { equity: 7, flow: 0 }, accounts: [], holdings: [] });
    await history.close();
    const database = new DatabaseSync(path);
    const later = ['trades', 'flows', 'income', 'orders', 'ledgers', 'journal', 'executions'];
    for (const table of later) database.exec(`drop table ${table}`);
    database.exec("delete from kysely_migration where name > '0001_history'");
    database.close();
    const taken = await open();
    assert.equal((await taken.values(null, 0, 9))[0]?.equity, 7);
    assert.equal(await taken.ledgerState('bot'), null);
    const span = { from: 0, until: 1 };
    const coverage = { trades: span, flows: span, income: span };
    const flow = { id: '1', at: 1, asset: 'USD', quantity: '5', kind: 'deposit' } as const;
    const batch = { trades: [], flows: [flow], income: [], orders: [], cursor: 'c', coverage, more: false, notes: [] };
    assert.deepEqual(await taken.appendLedger('bot', batch), { added: 1 });
    assert.deepEqual(await taken.journal('paper'), []);
    await taken.close();
  });

  it('takes over a database from before there was trading, with all that is in it', async () => {
    const history = await open();
    await history.append({ at: 5, currency: 'USD', portfolio: { equity: 7, flow: 0 }, accounts: [], holdings: [] });
    await history.close();
    const database = new DatabaseSync(path);
    for (const table of ['journal', 'executions']) database.exec(`drop table ${table}`);
    database.exec("delete from kysely_migration where name > '0002_ledger'");
    database.close();
    const taken = await open();
    assert.equal((await taken.values(null, 0, 9))[0]?.equity, 7);
    const entry = { seq: 1, at: 6, kind: 'reset', cash: { USD: '10' } } as const;
    assert.equal(await taken.appendJournal('paper', entry), true);
    assert.deepEqual(await taken.journal('paper'), [entry]);
    assert.deepEqual(await taken.executions(0, 9), []);
    assert.equal((await taken.stats()).schemaVersion, 3);
    await taken.close();
  });

  it('refuses a database of a newer version and leaves it untouched', async () => {
    await (await open()).close();
    const database = new DatabaseSync(path);
    database.exec("insert into kysely_migration values ('0099_later', '2030-01-01')");
    database.exec('pragma wal_checkpoint(truncate)');
    database.close();
    const before = await readFile(path);
    const failure = await reasonOf();
    assert.equal(failure.kind, 'refused');
    assert.match(failure.reason, /newer version of Quantfolio; update Quantfolio/);
    assert.deepEqual(await readFile(path), before);
  });

  for (const [what, damage] of [
    ['is no database', () => Buffer.alloc(20_000, 'x')],
    ['has a damaged page', (file: Buffer) => file.fill(0xaa, 4096 + 8, file.length - 4096)],
  ] as const) {
    it(`sets a file aside that ${what}, says so, and begins anew`, async () => {
      const first = await open();
      for (let at = 0; at < 300; at++) {
        await first.append({ at, currency: 'USD', portfolio: { equity: 1, flow: 0 }, accounts: [], holdings: [] });
      }
      await first.close();
      await writeFile(path, damage(await readFile(path)));
      const history = await open();
      const aside = await history.note('setAside');
      assert.match(aside ?? '', /history\.db\.corrupt-\d{4}-/);
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', /was damaged\. It was set aside as .*, and a new one was begun/);
      assert.ok((await stat(aside ?? '')).size > 0);
      assert.equal((await history.stats()).rows, 0);
      await history.append({ at: 1, currency: 'USD', portfolio: { equity: 1, flow: 0 }, accounts: [], holdings: [] });
      await history.close();
      assert.equal((await readdir(join(folder, 'deep'))).filter((name) => /corrupt.*Z$/.test(name)).length, 1);
    });
  }

  it('sets a damaged file aside once when two open it at the same time', async () => {
    await (await open()).close();
    await writeFile(path, Buffer.alloc(9_000, 1));
    const both = await Promise.all([openSqlite(path, log), openSqlite(path, log)]);
    for (const opened of both) {
      assert.ok(opened.ok);
      await opened.value.close();
    }
    assert.equal(said.length, 1);
    assert.equal((await readdir(join(folder, 'deep'))).filter((name) => /corrupt.*Z$/.test(name)).length, 1);
  });

  it('says in words when nothing can be made there', async () => {
    await writeFile(join(folder, 'deep'), 'a file where a folder should be');
    assert.equal((await reasonOf()).kind, 'unavailable');
    path = join(folder, 'folder.db');
    await mkdir(path);
    const failure = await reasonOf();
    assert.match(failure.reason, /^the history at .*folder\.db cannot be opened or created; check/);
  });

  it('has words for a full disk, a read-only file and a lock, from what SQLite really throws', async () => {
    const database = new DatabaseSync(join(folder, 'small.db'));
    database.exec('create table t (x text); pragma max_page_count = 4');
    const thrown = (run: () => void): unknown => {
      try {
        run();
      } catch (error) {
        return error;
      }
      return assert.fail('nothing was thrown');
    };
    const full = thrown(() => database.exec('insert into t values (hex(zeroblob(100000)))'));
    assert.equal(faultOf(full), 'full');
    assert.match(faultWords('h.db', full), /the disk of h\.db is full, so nothing can be added/);
    const reader = new DatabaseSync(join(folder, 'small.db'), { readOnly: true });
    const readOnly = thrown(() => reader.exec('insert into t values (1)'));
    assert.match(faultWords('h.db', readOnly), /cannot be written \(read-only\); change the permissions/);
    database.exec('begin immediate');
    const other = new DatabaseSync(join(folder, 'small.db'), { timeout: 1 });
    assert.equal(faultOf(thrown(() => other.exec('begin immediate'))), 'busy');
    for (const each of [database, reader, other]) each.close();
  });

  it('checks all of a database at the next start after damage was met while it was used', async () => {
    const history = await open();
    const text = 'x'.repeat(3_000);
    for (let index = 0; index < 200; index++) await history.saveNote(`note ${index}`, text);
    await history.close();
    const running = await open();
    const other = await writeFileInOtherProcess(path, 4096 * 3, 4096 * 60);
    assert.equal(other, 0);
    const all = Promise.all(Array.from({ length: 200 }, (_, index) => running.note(`note ${index}`)));
    const failure = await all.then(
      () => null,
      (error: Error) => error,
    );
    assert.equal(failure?.name, 'HistoryError');
    assert.match(failure?.message ?? '', /is damaged; it is checked and set aside at the next start/);
    await running.close();
    await wait(50);
    assert.ok((await readdir(join(folder, 'deep'))).includes('history.db.suspect'));
    const fresh = await open();
    assert.equal(await fresh.note('note 1'), null);
    assert.equal(said.length, 1);
    await fresh.close();
    assert.ok(!(await readdir(join(folder, 'deep'))).includes('history.db.suspect'));
  });

  it('keeps rebuilt points one by one, in any number, and replaces them by later ones of the same span', async () => {
    const history = await open();
    await history.saveNote('baseCurrency', 'USD');
    const day = 86_400_000;
    const points = Array.from({ length: 127 }, (_, n) => ({
      at: (n + 1) * day,
      equity: 100 + n / 3,
      flow: n % 7 === 0 ? null : n % 5,
      origin: n % 2 === 0 ? ('simulated' as const) : ('reconstructed' as const),
    }));
    await history.backfill('desk', points);
    await history.backfill(null, points.slice(0, 3));
    assert.deepEqual(await history.values('desk', 0, 1000 * day), points);
    assert.deepEqual(await history.values(null, 0, 1000 * day), points.slice(0, 3));
    const again = points.map((point) => ({ ...point, equity: point.equity * 2 }));
    await history.backfill('desk', again);
    assert.deepEqual(await history.values('desk', 0, 1000 * day), again);
    await history.close();
  });

  it('goes on after a write failed', async () => {
    const history = await open();
    const point = (at: number, equity: number) => ({
      at,
      currency: 'USD',
      portfolio: { equity, flow: 0 },
      accounts: [],
      holdings: [],
    });
    await assert.rejects(history.append(point(1, Number.POSITIVE_INFINITY)), { name: 'HistoryError' });
    await history.append(point(2, 5), { key: 'last', value: '2' });
    const broken = point(4, Number.POSITIVE_INFINITY);
    await assert.rejects(history.append(broken, { key: 'last', value: '4' }), { name: 'HistoryError' });
    assert.equal(await history.note('last'), '2', 'the note is written with its record or not at all');
    assert.equal((await history.values(null, 0, 9)).length, 1);
    await history.close();
    await history.close();
    await assert.rejects(history.append(point(3, 5)), { name: 'HistoryError' });
  });
});
