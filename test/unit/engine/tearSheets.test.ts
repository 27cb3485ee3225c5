import assert from 'node:assert/strict';
import { createEngine } from '../../../src/engine/createEngine.ts';
import type { EngineRequests, TearSheetOpened, TearSheetRequest } from '../../../src/protocol/engine.ts';
import { fakePorts, manualClock, settle } from '../../support/fakeEngine.ts';

const subject = { kind: 'portfolio', id: null } as const;

function set(files: Readonly<Record<string, string>>) {
  const fake = fakePorts(manualClock(), null);
  for (const [path, text] of Object.entries(files)) fake.files.set(path, text);
  const engine = createEngine(fake.ports);
  const open = (path: string, more: Partial<TearSheetRequest> = {}): Promise<TearSheetOpened> =>
    engine.request('openTearSheet', {
      path,
      column: null,
      kind: null,
      benchmark: null,
      riskFree: null,
      periodsPerYear: null,
      ...more,
    });
  const opened = async (path: string, more: Partial<TearSheetRequest> = {}) => {
    const answer = await open(path, more);
    assert.equal(answer.state, 'open', JSON.stringify(answer));
    return answer.state === 'open' ? answer : assert.fail();
  };
  const performance = (portfolio: string, more: Partial<EngineRequests['performance'][0]> = {}) =>
    engine.request('performance', {
      portfolio,
      subject,
      period: { id: 'all' },
      benchmarks: null,
      riskFree: null,
      periodsPerYear: null,
      ...more,
    });
  const series = (portfolio: string, more: Partial<EngineRequests['series'][0]> = {}) =>
    engine.request('series', {
      portfolio,
      subject,
      series: 'value',
      from: null,
      to: null,
      px: 400,
      rebase: false,
      ...more,
    });
  return { engine, fake, open, opened, performance, series };
}

const returns = 'date,ret\n2024-01-01,0.1\n2024-01-02,-0.5\n2024-01-03,0.2\n';
const equity = 'date,equity\n2024-01-01,1000\n2024-01-02,1100\n2024-01-03,990\n';
const total = (sheet: Awaited<ReturnType<ReturnType<typeof set>['performance']>>): number => {
  const result = sheet.metrics.find(({ id }) => id === 'totalReturn')?.result;
  assert.ok(result && 'value' in result);
  return result.value;
};
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

describe('tear sheets of files in the engine (PERF-8)', () => {
  it('of returns: every number that needs no amounts, charts from an index that begins at 1', async () => {
    const { opened, performance, series, engine } = set({ '/x/returns.csv': returns });
    const sheet = await opened('/x/returns.csv');
    assert.equal(sheet.kind, 'returns');
    const told = await performance(sheet.id);
    near(total(told), 1.1 * 0.5 * 1.2 - 1);
    assert.equal(told.title, 'returns.csv');
    assert.equal(told.periods?.count, 3);
    assert.ok('reason' in told.worth && 'reason' in told.todayReturn);
    const value = await series(sheet.id);
    assert.deepEqual(
      value.curve.value.map((each) => Number(each.toFixed(10))),
      [1, 1.1, 0.55, 0.66],
    );
    const drawdown = await series(sheet.id, { series: 'drawdown' });
    assert.equal(drawdown.spells?.[0]?.depth, -0.5);
    assert.match((await series(sheet.id, { series: 'allocation' })).reason ?? '', /does not say what was held/);
    await engine.close();
  });

  it('of equity: what it was worth, and a period of it', async () => {
    const { opened, performance, engine } = set({ '/x/equity.csv': equity });
    const { id, kind } = await opened('/x/equity.csv');
    assert.equal(kind, 'equity');
    const all = await performance(id);
    assert.deepEqual([all.worth, all.pnl], [{ value: 990 }, { value: -10 }]);
    const last = await performance(id, { period: { from: Date.UTC(2024, 0, 2), to: null } });
    near(total(last), -0.1);
    assert.equal(all.to, Date.UTC(2024, 0, 3), 'its now is its end');
    await engine.close();
  });

  it('takes a benchmark from another file, and says why one is not there', async () => {
    const { opened, performance, series, engine } = set({
      '/x/equity.csv': equity,
      '/y/index.csv': 'date,close\n2024-01-01,50\n2024-01-02,55\n2024-01-03,60\n',
    });
    const { id } = await opened('/x/equity.csv', { benchmark: { path: '/y/index.csv', column: 'close' } });
    const { benchmarks } = await performance(id);
    assert.deepEqual(
      benchmarks.map((each) => [each.id, each.reason, each.periods?.count]),
      [['index.csv:close', null, 2]],
    );
    near(benchmarks[0]?.totalReturn ?? 0, 0.2);
    const curve = await series(id, { series: 'return' });
    assert.deepEqual(
      curve.others?.[0]?.curve.value.map((each) => Number(each.toFixed(10))),
      [0, 0.1, 0.2],
    );
    const asked = await performance(id, { benchmarks: ['BTC'] });
    assert.match(asked.benchmarks[0]?.reason ?? '', /another file/);
    const lost = await opened('/x/equity.csv', { benchmark: { path: '/y/none.csv', column: null } });
    assert.match(lost.notes.join(), /none\.csv: .*does not exist/);
    await engine.close();
  });

  it('asks where several columns fit, fails in words, and is gone when it is closed', async () => {
    const { open, opened, performance, engine } = set({
      '/x/two.csv': 'date,fund_a,fund_b\n2024-01-01,0.01,0.02\n2024-01-02,-0.03,0.01\n2024-01-03,0.02,-0.01\n',
    });
    const two = await open('/x/two.csv');
    assert.equal(two.state, 'ambiguous');
    assert.deepEqual(two.state === 'ambiguous' ? two.columns.map(({ name }) => name) : [], ['fund_a', 'fund_b']);
    const { id, column } = await opened('/x/two.csv', { column: 'fund_b' });
    assert.equal(column, 'fund_b');
    assert.equal((await open('/x/none.csv')).state, 'failed');
    await engine.request('closeTearSheet', { id });
    await assert.rejects(performance(id), /closed: open its file again/);
    await engine.close();
  });

  it('keeps a bounded number open', async () => {
    const { opened, performance, engine } = set({ '/x/equity.csv': equity });
    const first = await opened('/x/equity.csv');
    for (let more = 0; more < 16; more += 1) await opened('/x/equity.csv');
    await assert.rejects(performance(first.id), /closed/);
    await engine.close();
  });
});

describe('benchmarks from files of the workspace (PERF-6, SEC-2)', () => {
  it('are read inside the folder, by the column that is named', async () => {
    const { engine, fake, performance } = set({
      '/book/data/spx.csv': 'date,open,close\n2026-11-18,1,100\n2026-11-19,1,110\n2026-11-20,1,121\n',
    });
    fake.pasts.set('p', [
      { at: Date.UTC(2026, 10, 18), equity: 100, flow: 100, origin: 'simulated' },
      { at: Date.UTC(2026, 10, 19), equity: 101, flow: 0, origin: 'simulated' },
      { at: Date.UTC(2026, 10, 20), equity: 102, flow: 0, origin: 'simulated' },
    ]);
    const text = JSON.stringify({ version: 1, accounts: { a: { kind: 'file', path: 'a.json' } } });
    await engine.request('open', { folder: '/book', configPath: '/book/quantfolio.json', text });
    await settle();
    const { benchmarks } = await performance('/book', {
      benchmarks: ['file:data/spx.csv#close', 'file:data/none.csv'],
    });
    assert.deepEqual(
      benchmarks.map(({ title, source }) => [title, source]),
      [
        ['spx', 'data/spx.csv'],
        ['none', 'data/none.csv'],
      ],
    );
    assert.match(benchmarks[1]?.reason ?? '', /does not exist/);
    await engine.close();
  });

  it('draws a benchmark that goes on after the file only as far as the file', async () => {
    const later = [
      'date,close',
      ...Array.from({ length: 40 }, (_, day) => {
        const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
        return `${date},${100 + day}`;
      }),
    ].join('\n');
    const { opened, series } = set({ '/a.csv': equity, '/later.csv': later });
    const { id } = await opened('/a.csv', { benchmark: { path: '/later.csv', column: null } });
    const { others } = await series(id, { series: 'return' });
    near(others?.[0]?.curve.value.at(-1) ?? Number.NaN, 0.02);
    assert.equal(others?.[0]?.curve.at.length, 3);
  });

  it('says that a file of trades needs a starting capital, and reads it with one', async () => {
    const trades = 'time,profit\n2024-01-01,100\n2024-01-02,-50\n2024-01-03,20\n';
    const { open, opened, performance } = set({ '/trades.csv': trades });
    const without = await open('/trades.csv');
    assert.ok(without.state === 'failed' && without.needs === 'startingCapital', JSON.stringify(without));
    const { id } = await opened('/trades.csv', { startingCapital: 1000 });
    near(total(await performance(id)), 0.07);
  });
});
