import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../src/core/ports.ts';
import { openPostgres } from '../../src/storage/postgres/openPostgres.ts';
import { openSqlite } from '../../src/storage/sqlite/openSqlite.ts';
import { postgresAbsent, startPostgres } from '../support/postgres.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const recorder = join(import.meta.dirname, '../unit/process/recorder.ts');
const rounds = 20;

/** REL-2: whatever was acknowledged is there, once, after the writer was killed in the middle of its work. */
for (const [name, place] of [
  [
    'SQLite inside Node',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'quantfolio-kills-'));
      return { at: join(folder, 'history.db'), remove: () => rm(folder, { recursive: true, force: true }) };
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const database = await (await startPostgres())?.database();
      return database === undefined ? null : { at: database.url, remove: () => database.drop() };
    },
  ],
] as const) {
  it(`${name}: ${rounds} recorders killed under load lose nothing that was acknowledged, and double nothing`, async function () {
    this.timeout(120_000);
    const where = await place();
    if (where === null) {
      console.log(`    ${postgresAbsent}`);
      this.skip();
    }
    const records: number[] = [];
    const fills: number[] = [];
    let next = 1;
    for (let round = 0; round < rounds; round++) {
      const child = spawn(process.execPath, [recorder, where.at, String(next)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = 0;
      let rest = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const [what, at] = line.split(' ');
          (what === 'record' ? records : fills).push(Number(at));
          said += 1;
        }
      });
      while (said < 10 && child.exitCode === null) await wait(2);
      await wait(Math.random() * 30);
      child.kill('SIGKILL');
      await once(child, 'close');
      assert.ok(said >= 10, 'the recorder did not get to its work');
      next = Math.max(...records, ...fills) + 100;
    }
    const opened = where.at.startsWith('postgresql:')
      ? await openPostgres(where.at, quiet, 'Main book')
      : await openSqlite(where.at, quiet);
    assert.ok(opened.ok);
    const history = opened.value;
    try {
      const points = await history.values(null, 0, next);
      const times = points.map(({ at }) => at);
      assert.equal(new Set(times).size, times.length);
      assert.deepEqual(
        records.filter((at) => !new Set(times).has(at)),
        [],
      );
      // What was killed between commit and acknowledgement may be there: one a round.
      assert.ok(times.length <= records.length + rounds);
      // Each record is whole: its account, its holdings and its note came with it.
      const accounts = await Promise.all([0, 1, 2].map((index) => history.values(`account-${index}`, 0, next)));
      assert.deepEqual(
        accounts
          .flat()
          .map(({ at }) => at)
          .sort((a, b) => a - b),
        times,
      );
      const holdings = await history.holdings(null, 0, next, 1);
      assert.equal(holdings.length, 3 * times.length);
      assert.equal(Number(await history.note('lastRecord')), times.at(-1));
      const { trades } = await history.ledger('ledger', 0, next);
      const ids = trades.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(
        fills.filter((at) => !new Set(ids).has(String(at))),
        [],
      );
      assert.equal((await history.ledgerState('ledger'))?.cursor, ids.at(-1));
    } finally {
      await history.close();
      await where.remove();
    }
  });
}
