import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DailyCloses } from '../../src/core/model/quote.ts';
import type { Reading } from '../../src/core/model/reading.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import type { History, HistoryRecord, Log } from '../../src/core/ports.ts';
import { openPostgres } from '../../src/storage/postgres/openPostgres.ts';
import { openSqlite } from '../../src/storage/sqlite/openSqlite.ts';
import { postgresAbsent, startPostgres } from '../support/postgres.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Every database that keeps a history: a place of its own for each test, opened as often as wanted. */
const databases: readonly {
  readonly name: string;
  /** null: the database is absent here. */
  place(): Promise<{ open(): Promise<Reading<History>>; remove(): Promise<void> } | null>;
}[] = [
  {
    name: 'SQLite inside Node',
    place: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'quantfolio-history-'));
      return {
        open: () => openSqlite(join(folder, 'history.db'), quiet),
        remove: () => rm(folder, { recursive: true, force: true }),
      };
    },
  },
  {
    name: 'PostgreSQL',
    place: async () => {
      const server = await startPostgres();
      if (server === null) return null;
      const database = await server.database();
      return { open: () => openPostgres(database.url, quiet, 'Main book'), remove: () => database.drop() };
    },
  },
];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.UTC(2026, 0, 1);

function record(at: number, equity: number, flow: number | null = 0, currency = 'USD'): HistoryRecord {
  return {
    at,
    currency,
    portfolio: { equity, flow },
    accounts: [{ account: 'bot', equity: equity / 2, flow }],
    holdings: [{ account: 'bot', asset: 'BTC', quantity: '0.1234567890123456789', price: equity, value: equity / 10 }],
  };
}

for (const { name, place } of databases) {
  describe(`a history in ${name}`, () => {
    let where: NonNullable<Awaited<ReturnType<typeof place>>>;
    let history: History;

    const open = async () => {
      const opened = await where.open();
      assert.ok(opened.ok, opened.ok ? '' : opened.failure.reason);
      return opened.value;
    };
    before(async function () {
      this.timeout(60_000);
      const there = await place();
      if (there === null) {
        console.log(`      ${postgresAbsent}`);
        this.skip();
      }
      await there.remove();
    });
    beforeEach(async () => {
      const there = await place();
      assert.ok(there !== null);
      where = there;
      history = await open();
    });
    afterEach(async () => {
      await history.close();
      await where.remove();
    });

    it('gives back what was appended, for the portfolio and for an account, after a restart too', async () => {
      await history.append(record(start, 1000.1));
      await history.append(record(start + minute, 1001.25, 12.5));
      await history.close();
      history = await open();
      assert.deepEqual(await history.values(null, start, start + hour), [
        { at: start, equity: 1000.1, flow: 0, origin: 'recorded' },
        { at: start + minute, equity: 1001.25, flow: 12.5, origin: 'recorded' },
      ]);
      assert.deepEqual(
        (await history.values('bot', start, start + hour)).map(({ equity }) => equity),
        [500.05, 500.625],
      );
      assert.deepEqual(await history.values('nobody', start, start + hour), []);
    });

    it('upserts on account and time, so two writers of one moment leave one point', async () => {
      await history.append(record(start, 1000));
      await history.append(record(start, 1002, 5));
      assert.deepEqual(await history.values(null, 0, start + day), [
        { at: start, equity: 1002, flow: 5, origin: 'recorded' },
      ]);
      assert.equal((await history.stats()).rows, 2);
    });

    it('keeps whole numbers, fractions and unknown flows as they are', async () => {
      await history.append(record(start, 0.1 + 0.2, null));
      await history.append(record(start + minute, 2 ** 53 + 2, -3));
      const points = await history.values(null, start, start + hour);
      assert.deepEqual(
        points.map(({ equity, flow }) => [equity, flow]),
        [
          [0.1 + 0.2, null],
          [2 ** 53 + 2, -3],
        ],
      );
    });

    it('refuses a value that is no number, in words, and keeps the rest of the record out', async () => {
      await assert.rejects(history.append(record(start, Number.NaN)), { name: 'HistoryError', message: /number/ });
      assert.equal((await history.stats()).rows, 0);
    });

    it('finds the last point at or before a time', async () => {
      await history.append(record(start, 1));
      await history.append(record(start + hour, 2));
      assert.equal(await history.valueAt(null, start - 1), null);
      assert.equal((await history.valueAt(null, start))?.equity, 1);
      assert.equal((await history.valueAt(null, start + hour - 1))?.equity, 1);
      assert.equal((await history.valueAt(null, start + day))?.equity, 2);
    });

    it('folds raw into hours and days: last values kept, flows add up, unknown flows stay unknown', async () => {
      const flows: (number | null)[] = [];
      for (let index = 0; index < 12 * 24 * 6; index++) {
        const flow = index === 700 ? null : index % 97 === 0 ? 10 : 0;
        flows.push(flow);
        await history.append(record(start + index * 10 * minute, 1000 + Math.sin(index / 9) * 50, flow));
      }
      const now = start + 12 * day;
      const before = await history.values(null, start, now);
      assert.equal(before.length, 12 * 24 * 6);
      await history.maintain(now, 365);
      await history.maintain(now, 365);

      const raw = await history.values(null, now - 6 * day, now);
      assert.deepEqual(raw, before.slice(-6 * 24 * 6));

      const folded = await history.values(null, start, now);
      assert.ok(folded.length < 7 * 24 * 6 + 5 * 24 * 3, `${folded.length} points`);
      assert.deepEqual(folded.slice(-7 * 24 * 6), before.slice(-7 * 24 * 6), 'the last week stays as it was');
      assert.ok(folded.every((point, index) => index === 0 || point.at > (folded[index - 1]?.at ?? 0)));
      const known = (points: typeof folded) => points.reduce((total, point) => total + (point.flow ?? 0), 0);
      const unknown = folded.filter((point) => point.flow === null);
      assert.equal(unknown.length, 1);
      const hourOf700 = flows.slice(696, 702).reduce<number>((total, flow) => total + (flow ?? 0), 0);
      assert.equal(known(folded) + hourOf700, known(before));
      for (let index = 5; index < before.length; index += 6) {
        const last = before[index];
        assert.equal(folded.find((point) => point.at === last?.at)?.equity, last?.equity);
      }
      const early = (points: typeof folded) => points.filter((point) => point.at < start + 4 * day);
      const highest = (points: typeof folded) => Math.max(...early(points).map(({ equity }) => equity));
      assert.equal(highest(folded), highest(before));
    });

    it('drops recorded points past the retention, and keeps the daily ones before it', async () => {
      for (let index = 0; index < 60; index++) await history.append(record(start + index * day + hour, index));
      const now = start + 60 * day;
      await history.maintain(now, 30);
      const points = await history.values(null, start, now);
      assert.equal(points[0]?.equity, 30);
      assert.equal(points.at(-1)?.equity, 59);
      assert.equal(points.length, 30);
    });

    it('backfills only before what was recorded, and replaces earlier rebuilt points', async () => {
      await history.append(record(start, 1000));
      const past = (equity: number) =>
        [-2, -1, 0, 1].map((days) => ({
          at: start + days * day,
          equity: equity + days,
          flow: 0,
          origin: 'simulated' as const,
        }));
      await history.backfill(null, past(500));
      await history.backfill(null, past(600));
      assert.deepEqual(
        (await history.values(null, 0, start + 9 * day)).map(({ equity, origin }) => [equity, origin]),
        [
          [598, 'simulated'],
          [599, 'simulated'],
          [1000, 'recorded'],
        ],
      );
      await history.maintain(start + 400 * day, 30);
      assert.equal((await history.valueAt(null, start - 1))?.equity, 599);
    });

    it('shows values of the current base currency only', async () => {
      await history.append(record(start, 1000, 0, 'USD'));
      await history.append(record(start + minute, 900, 0, 'EUR'));
      assert.deepEqual(
        (await history.values(null, 0, start + day)).map(({ equity }) => equity),
        [900],
      );
      await history.saveNote('baseCurrency', 'USD');
      assert.equal((await history.valueAt(null, start + day))?.equity, 1000);
    });

    it('keeps the last snapshot, closes and notes', async () => {
      assert.equal(await history.lastSnapshot(), null);
      assert.equal(await history.note('peak'), null);
      assert.equal(await history.closes('BTC', 'USD'), null);
      const snapshot = { asOf: start, baseCurrency: 'USD', equity: 0.1, accounts: [] } as unknown as Snapshot;
      const closes: DailyCloses = {
        asset: 'BTC',
        currency: 'USD',
        source: 'simulated market',
        closes: [{ day: start, close: 60_000.5 }],
      };
      await history.saveLastSnapshot(snapshot);
      await history.saveNote('peak', '1');
      await history.saveNote('peak', '2');
      await history.saveCloses(closes, start + 1);
      await history.close();
      history = await open();
      assert.deepEqual(await history.lastSnapshot(), snapshot);
      assert.equal(await history.note('peak'), '2');
      assert.deepEqual(await history.closes('BTC', 'USD'), { fetchedAt: start + 1, closes });
    });

    it('serves many askers at once without mixing their transactions', async () => {
      const second = await open();
      try {
        await Promise.all(
          Array.from({ length: 60 }, (_, index) =>
            (index % 2 ? history : second).append(record(start + index * minute, index)),
          ),
        );
        assert.equal((await history.values(null, 0, start + day)).length, 60);
      } finally {
        await second.close();
      }
    });
  });
}
