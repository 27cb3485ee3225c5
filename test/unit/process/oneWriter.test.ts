import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryRecord, Log } from '../../../src/core/ports.ts';
import { oneWriter, type SharedHistory } from '../../../src/process/oneWriter.ts';
import { openHistory } from '../../../src/process/openHistory.ts';
import { isGone, processName } from '../../../src/process/processName.ts';
import { systemClock } from '../../../src/process/systemClock.ts';
import type { StoredHistory } from '../../../src/storage/history.ts';
import { openPostgres } from '../../../src/storage/postgres/openPostgres.ts';
import { openSqlite } from '../../../src/storage/sqlite/openSqlite.ts';
import { postgresAbsent, startPostgres } from '../../support/postgres.ts';

const log: Log = { debug() {}, info() {}, warn() {}, error() {} };

function record(at: number, equity: number, flow = 0): HistoryRecord {
  return { at, currency: 'USD', portfolio: { equity, flow }, accounts: [], holdings: [] };
}

for (const [name, place] of [
  [
    'SQLite',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'quantfolio-writer-'));
      return { open: () => openSqlite(join(folder, 'h.db'), log), remove: () => rm(folder, { recursive: true }) };
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const database = await (await startPostgres())?.database();
      return database && { open: () => openPostgres(database.url, log, 'Desk'), remove: () => database.drop() };
    },
  ],
] as const) {
  describe(`one writer of a shared history, ${name}`, function () {
    this.timeout(60_000);
    let where: NonNullable<Awaited<ReturnType<typeof place>>>;
    let dead: Set<string>;
    let open: SharedHistory[];
    let stored: StoredHistory;

    const writer = async (who: string, rank = 0): Promise<SharedHistory> => {
      const opened = await where.open();
      assert.ok(opened.ok);
      const shared = oneWriter(opened.value, { who, rank, gone: (each) => dead.has(each), clock: systemClock, log });
      open.push(shared);
      return shared;
    };
    const times = async () => (await stored.values(null, 0, 1_000)).map(({ at, flow }) => [at, flow]);

    beforeEach(async function () {
      const there = await place();
      if (there === undefined) {
        console.log(`      ${postgresAbsent}`);
        this.skip();
      }
      where = there;
      dead = new Set();
      open = [];
      const opened = await where.open();
      assert.ok(opened.ok);
      stored = opened.value;
    });
    afterEach(async () => {
      for (const each of open) await each.close();
      await stored.close();
      await where.remove();
    });

    it('lets the first record, and a deposit that both saw counts once', async () => {
      const [a, b] = [await writer('a'), await writer('b')];
      await a.append(record(1, 100));
      await b.append(record(2, 100));
      await a.append(record(11, 150, 50));
      await b.append(record(12, 150, 50));
      assert.deepEqual([a.leading(), b.leading()], [true, false]);
      assert.deepEqual(await times(), [
        [1, 0],
        [11, 50],
      ]);
    });

    it('goes on where a dead leader stopped, with every deposit since', async () => {
      const [a, b] = [await writer('a'), await writer('b')];
      await a.append(record(1, 100));
      await b.append(record(2, 100));
      await b.append(record(12, 150, 50));
      dead.add('a');
      await b.append(record(22, 170, 20));
      assert.deepEqual(await times(), [
        [1, 0],
        [2, 0],
        [12, 50],
        [22, 20],
      ]);
      assert.equal(b.leading(), true);
    });

    it('takes over at once from one that closed, and writes what it held back when it closes itself', async () => {
      const [a, b] = [await writer('a'), await writer('b')];
      await a.append(record(1, 100));
      await b.append(record(2, 100));
      await b.append(record(12, 150, 50));
      await a.close();
      await b.close();
      open = [];
      assert.deepEqual(await times(), [
        [1, 0],
        [2, 0],
        [12, 50],
      ]);
    });

    it('gives the lead to a recorder, and back to a window when it ends', async () => {
      const window = await writer('window');
      await window.append(record(1, 100));
      const collector = await writer('collector', 1);
      await collector.append(record(2, 100));
      await window.append(record(3, 100));
      assert.deepEqual([window.leading(), collector.leading()], [false, true]);
      await collector.close();
      await window.append(record(4, 100));
      assert.deepEqual(
        (await times()).map(([at]) => at),
        [1, 2, 3, 4],
      );
    });

    it('keeps the ledger and notes of all', async () => {
      const [a, b] = [await writer('a'), await writer('b')];
      await a.append(record(1, 100));
      await b.append(record(2, 100));
      await b.saveNote('mine', 'x');
      const span = { from: 0, until: 1 };
      const nothing = { trades: [], flows: [], income: [], orders: [], more: false, notes: [] };
      await b.appendLedger('bot', { ...nothing, cursor: 'c', coverage: { trades: span, flows: span, income: span } });
      assert.equal((await a.ledgerState('bot'))?.cursor, 'c');
      assert.equal(await a.note('mine'), 'x');
      await b.saveLastSnapshot({ asOf: 1 } as never);
      assert.equal(await a.lastSnapshot(), null);
    });
  });
}

describe('processName', () => {
  it('tells a dead process of this machine, and doubts in favour of others', () => {
    const own = processName();
    assert.equal(isGone(own), false);
    const [host, , id] = JSON.parse(own) as [string, number, string];
    assert.equal(isGone(JSON.stringify([host, 2 ** 22 + 1, id])), true);
    assert.equal(isGone(JSON.stringify(['elsewhere', 2 ** 22 + 1, id])), false);
    assert.equal(isGone('broken'), false);
  });
});

describe('the embedded history of a folder', () => {
  it('is recorded by one of all that have it open, so that no deposit counts twice', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'quantfolio-embedded-'));
    const open = async (recorder: boolean) => {
      const access = {
        dataDir,
        log,
        recorder,
        environment: {},
        secrets: { credentials: () => assert.fail('no key is asked for') },
        hosts: { approved: async () => false },
      };
      const opened = await openHistory(access, dataDir, null);
      assert.ok(opened.ok);
      return opened.value;
    };
    const note = (at: number) => ({ key: 'lastRecord', value: String(at) });
    const [window, command] = [await open(false), await open(false)];
    await window.append(record(1000, 1000), note(1000));
    await window.append(record(2000, 1500, 500), note(2000));
    await command.append(record(1999, 1500, 500), note(1999));
    assert.deepEqual(
      (await window.values(null, 0, 9000)).map(({ flow }) => flow),
      [0, 500],
    );
    await window.close();
    await command.append(record(3000, 1500), note(3000));
    assert.deepEqual(
      (await command.values(null, 0, 9000)).map(({ equity }) => equity),
      [1000, 1500, 1500, 1500],
    );
    await command.close();
    await rm(dataDir, { recursive: true });
  });
});
