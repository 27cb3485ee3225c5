import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Execution } from '../../src/core/model/trading.ts';
import type { JournalEntry } from '../../src/core/ports.ts';
import type { StoredHistory } from '../../src/storage/history.ts';
import { type HistoryPlace, historyPlaces } from '../support/historyPlaces.ts';
import { postgresAbsent } from '../support/postgres.ts';

const writer = join(import.meta.dirname, '../unit/storage/journalWriter.ts');
const rounds = 15;

function fill(seq: number, id = `qf${seq}`): JournalEntry {
  const order = { symbol: 'BTC/USD', base: 'BTC', quote: 'USD', side: 'buy', quantity: '1', price: '2' } as const;
  const trade = { id, at: seq, ...order, fee: '0.1', feeCurrency: 'USD', strategy: 'grid', realizedPnl: '0' } as const;
  return { seq, at: seq, kind: 'fill', fill: trade };
}

function execution(plan: string, change: Partial<Execution> = {}): Execution {
  return {
    plan,
    portfolio: '/folder',
    purpose: 'trade',
    title: 'Sell all',
    at: 100,
    updatedAt: 100,
    owner: 'first',
    state: 'running',
    check: { state: 'OK', reasons: [], warnings: ['close to a limit'] },
    orders: [],
    remains: [],
    ...change,
  };
}

/** Starts a writer; `said` fills with its lines. */
function start(at: string, who: string, count = 0): { readonly child: ChildProcess; readonly said: string[] } {
  const child = spawn(process.execPath, [writer, at, who, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    said.push(...lines);
  });
  return { child, said };
}

for (const { name, place } of historyPlaces) {
  describe(`journals and executions in ${name}`, function () {
    this.timeout(120_000);
    let where: HistoryPlace;
    let history: StoredHistory;

    const open = async (): Promise<StoredHistory> => {
      const opened = await where.open();
      assert.ok(opened.ok, opened.ok ? '' : opened.failure.reason);
      return opened.value;
    };
    before(async function () {
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

    it('gives back what happened to each account, in its order, after a restart too', async () => {
      const reset: JournalEntry = { seq: 2, at: 2, kind: 'reset', cash: { USD: '10000', EUR: '0.1' } };
      assert.equal(await history.appendJournal('paper', fill(1)), true);
      assert.equal(await history.appendJournal('paper', reset), true);
      assert.equal(await history.appendJournal('paper', fill(3)), true);
      assert.equal(await history.appendJournal('other', fill(1)), true);
      await history.close();
      history = await open();
      assert.deepEqual(await history.journal('paper'), [fill(1), reset, fill(3)]);
      assert.deepEqual(await history.journal('paper', 2), [fill(3)]);
      assert.deepEqual(await history.journal('other'), [fill(1)]);
      assert.deepEqual(await history.journal('nobody'), []);
    });

    it('takes neither a place nor a fill twice, and then writes nothing', async () => {
      assert.equal(await history.appendJournal('paper', fill(1, 'qfa')), true);
      assert.equal(await history.appendJournal('paper', fill(1, 'qfb')), false);
      assert.equal(await history.appendJournal('paper', fill(2, 'qfa')), false);
      assert.deepEqual(await history.journal('paper'), [fill(1, 'qfa')]);
    });

    it('lets exactly one of several processes have each place, and loses none of their fills', async () => {
      const each = 40;
      const writers = ['a', 'b', 'c'].map((who) => start(where.at, who, each));
      await Promise.all(writers.map(({ child }) => once(child, 'close')));
      assert.deepEqual(
        writers.map(({ child }) => child.exitCode),
        [0, 0, 0],
      );
      const entries = await history.journal('paper');
      assert.deepEqual(
        entries.map(({ seq }) => seq),
        Array.from({ length: 3 * each }, (_, index) => index + 1),
      );
      const told = writers.flatMap(({ said }) => said.filter((line) => line.startsWith('fill')));
      const stored = entries.map((entry) => `fill ${entry.seq} ${entry.kind === 'fill' ? entry.fill.id : ''}`);
      assert.deepEqual(told.sort(), stored.sort());
    });

    it(`loses nothing that was acknowledged, and doubles nothing, when ${rounds} writers are killed at their work`, async () => {
      const fills: string[] = [];
      const saved = new Map<string, number>();
      for (let round = 0; round < rounds; round += 1) {
        const { child, said } = start(where.at, `r${round}x`);
        while (said.length < 6 && child.exitCode === null) await wait(2);
        await wait(Math.random() * 25);
        child.kill('SIGKILL');
        await once(child, 'close');
        assert.ok(said.length >= 6, 'the writer did not get to its work');
        for (const line of said) {
          const [what = '', id = '', more = ''] = line.split(' ');
          if (what === 'fill') fills.push(`${id} ${more}`);
          else saved.set(id, Number(more));
        }
      }
      const entries = await history.journal('paper');
      assert.deepEqual(
        entries.map(({ seq }) => seq),
        entries.map((_, index) => index + 1),
      );
      const stored = entries.map((entry) => `${entry.seq} ${entry.kind === 'fill' ? entry.fill.id : ''}`);
      const there = new Set(stored);
      assert.deepEqual(
        fills.filter((each) => !there.has(each)),
        [],
      );
      // What was killed between commit and acknowledgement may be there: one a round.
      assert.ok(stored.length <= fills.length + rounds);
      const executions = new Map((await history.executions(0, 1e9)).map((each) => [each.plan, each.at]));
      for (const [plan, at] of saved) assert.ok((executions.get(plan) ?? -1) >= at, `${plan} was lost`);
    });

    it('keeps executions as they were saved last, newest first', async () => {
      const first = execution('a');
      await history.saveExecution(first);
      await history.saveExecution(execution('b', { at: 200, updatedAt: 200 }));
      const done = { ...first, state: 'done' as const, updatedAt: 300 };
      await history.saveExecution(done);
      await history.close();
      history = await open();
      assert.deepEqual(await history.executions(0, 1000), [execution('b', { at: 200, updatedAt: 200 }), done]);
      assert.deepEqual(await history.executions(101, 1000), [execution('b', { at: 200, updatedAt: 200 })]);
      assert.deepEqual(await history.executions(0, 99), []);
    });

    it('lets one of several take over an execution, and the one before not write it any more', async () => {
      await history.saveExecution(execution('a'));
      const second = await open();
      try {
        const claims = await Promise.all(
          [history, second, history, second].map((each, index) =>
            each.claimExecution('a', 100, `claimer-${index}`, 70_000),
          ),
        );
        assert.equal(claims.filter((claim) => claim).length, 1);
        const owner = `claimer-${claims.indexOf(true)}`;
        assert.deepEqual(await history.executions(0, 1000), [execution('a', { owner, updatedAt: 70_000 })]);
        await assert.rejects(history.saveExecution(execution('a', { updatedAt: 80_000 })), {
          name: 'HistoryError',
          message: /another process has taken over/,
        });
        await history.saveExecution(execution('a', { owner, updatedAt: 80_000, state: 'interrupted' }));
        assert.equal(await history.claimExecution('a', 70_000, 'late', 90_000), false);
        assert.equal(await history.claimExecution('never', 70_000, 'late', 90_000), false);
      } finally {
        await second.close();
      }
    });

    it('appends quickly to a long journal, and reads its end alone', async () => {
      for (let seq = 1; seq <= 300; seq += 1) assert.equal(await history.appendJournal('paper', fill(seq)), true);
      const began = performance.now();
      assert.equal((await history.journal('paper', 299)).length, 1);
      assert.ok(performance.now() - began < 250);
    });
  });
}
