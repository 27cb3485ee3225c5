import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { failed, ok } from '../../../src/core/model/reading.ts';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { fakePorts, manualClock, memoryHistory, reading, settle } from '../../support/fakeEngine.ts';

const folder = '/work space/book';

function configText(accounts: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ version: 1, baseCurrency: 'USD', updateInterval: 60, accounts, ...more });
}
const file = (path: string) => ({ kind: 'file', path });

async function open(engine: Engine, text: string | null): Promise<void> {
  await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
  await settle();
}

function setUp(history = memoryHistory()) {
  const clock = manualClock();
  const fake = fakePorts(clock, history);
  const engine = createEngine(fake.ports);
  const states: PortfolioState[] = [];
  engine.onState((state) => states.push(state));
  const last = (): PortfolioState => {
    const state = states.at(-1);
    assert.ok(state, 'no state was published');
    return state;
  };
  const { ports, sources, opened, logs, answers, pasts, prices } = fake;
  return { clock, engine, states, last, history, ports, sources, opened, logs, answers, pasts, prices };
}

describe('engine', () => {
  it('values the accounts and publishes one state', async () => {
    const { engine, last, answers, clock } = setUp();
    answers.set('a', async () => ok(reading(clock.now(), { USD: '1000' })));
    answers.set('b', async () => ok(reading(clock.now(), { USD: '500.50' })));
    await open(engine, configText({ a: file('a.json'), b: file('b.json') }));
    assert.equal(last().phase, 'idle');
    assert.equal(last().snapshot?.equity, 1500.5);
    assert.equal(last().config.state, 'good');
    assert.equal(last().warningThreshold, 0.8);
    await open(engine, configText({ a: file('a.json') }, { risk: { warningThreshold: 0.6 } }));
    assert.equal(last().warningThreshold, 0.6);
    await engine.close();
  });

  it('refreshes by the interval, and slower while nobody looks', async () => {
    const { engine, sources, clock } = setUp();
    await open(engine, configText({ a: file('a.json') }));
    assert.equal(sources.get('a')?.reads, 1);
    await clock.advance(60_000);
    assert.equal(sources.get('a')?.reads, 2);
    await engine.request('attention', { visible: false });
    await clock.advance(240_000);
    assert.equal(sources.get('a')?.reads, 2);
    await clock.advance(60_000);
    assert.equal(sources.get('a')?.reads, 3);
    await engine.close();
  });

  it('keeps the last values of a failing account, others go on, and turns it stale with its age', async () => {
    const { engine, last, sources, clock } = setUp();
    await open(engine, configText({ x: { kind: 'exchange', exchange: 'binance' }, b: file('b.json') }));
    const x = sources.get('x');
    assert.ok(x);
    x.answer = async () => failed('rateLimited', 'Binance asks to slow down', clock.now() + 40_000);
    await clock.advance(60_000);
    const first = last().snapshot?.accounts.find((account) => account.id === 'x');
    assert.equal(first?.value, 1000);
    assert.match(first?.reason ?? '', /slow down/);
    await clock.advance(600_000);
    const later = last().snapshot?.accounts.find((account) => account.id === 'x');
    assert.equal(later?.state, 'stale');
    assert.equal(later?.value, 1000);
    assert.equal(last().snapshot?.accounts.find((account) => account.id === 'b')?.state, 'ok');
    assert.ok((sources.get('b')?.reads ?? 0) > 10);
    await engine.close();
  });

  it('a source that throws is a failed account, not a failed refresh', async () => {
    const { engine, last, answers } = setUp();
    answers.set('bad', () => {
      throw new TypeError('undefined is not a function');
    });
    await open(engine, configText({ bad: file('a.json'), good: file('b.json') }));
    assert.equal(last().snapshot?.accounts.find((account) => account.id === 'bad')?.state, 'failed');
    assert.equal(last().snapshot?.accounts.find((account) => account.id === 'good')?.value, 1000);
    await engine.close();
  });

  it('shows the others after two seconds while one hangs, and gives it up at the deadline', async () => {
    const { engine, last, answers, clock } = setUp();
    answers.set('slow', () => new Promise(() => undefined));
    await open(engine, configText({ slow: file('a.json'), quick: file('b.json') }));
    assert.equal(last().snapshot, null);
    await clock.advance(2000);
    assert.equal(last().snapshot?.accounts.find((account) => account.id === 'quick')?.value, 1000);
    assert.equal(last().phase, 'refreshing');
    await clock.advance(13_000);
    assert.equal(last().phase, 'idle');
    assert.match(
      last().snapshot?.accounts.find((account) => account.id === 'slow')?.reason ?? '',
      /did not answer within 15 s/,
    );
    await engine.close();
  });

  it('shows no empty book while nothing has answered', async () => {
    const { engine, last, answers, clock } = setUp();
    answers.set('slow', () => new Promise(() => undefined));
    await open(engine, configText({ slow: file('a.json') }));
    await clock.advance(14_000);
    assert.equal(last().snapshot, null);
    await clock.advance(1000);
    assert.equal(last().snapshot?.accounts[0]?.state, 'failed');
    await engine.close();
  });

  it('reconnects only what an edit changed; a comment changes nothing', async () => {
    const { engine, opened, sources, last } = setUp();
    const text = configText({ a: file('a.json'), b: file('b.json') });
    await open(engine, text);
    const a = sources.get('a');
    const b = sources.get('b');
    await open(engine, `// a comment\n${text}`);
    assert.deepEqual(opened, ['a', 'b']);
    await open(engine, configText({ a: file('a.json'), b: file('other.json'), c: file('c.json') }));
    assert.deepEqual(opened, ['a', 'b', 'b', 'c']);
    assert.equal(a?.closed, false);
    assert.equal(b?.closed, true);
    await open(engine, configText({ a: file('a.json') }));
    assert.equal(sources.get('c')?.closed, true);
    assert.equal(last().snapshot?.equity, 1000);
    await engine.close();
  });

  it('a reopened account inherits nothing of what its predecessor said', async () => {
    const { engine, answers, last } = setUp();
    await open(engine, configText({ a: file('a.json') }));
    answers.set('a', async () => failed('config', 'there is no other.json'));
    await open(engine, configText({ a: file('other.json') }));
    const a = last().snapshot?.accounts[0];
    assert.equal(a?.state, 'failed');
    assert.equal(a?.value, null);
    await engine.close();
  });

  it('a broken or emptied configuration keeps the last good one in force and says so', async () => {
    const { engine, last, sources, clock } = setUp();
    await open(engine, configText({ a: file('a.json') }));
    for (const text of ['{ "version": 1, "accounts": { "a": ', '', null]) {
      await open(engine, text);
      assert.equal(last().config.state, 'broken', String(text));
      assert.ok((last().config.summary ?? '') !== '');
      assert.equal(last().snapshot?.equity, 1000);
    }
    const reads = sources.get('a')?.reads ?? 0;
    await clock.advance(60_000);
    assert.equal(sources.get('a')?.reads, reads + 1);
    await open(engine, configText({}));
    assert.equal(last().config.state, 'good');
    assert.equal(last().snapshot?.equity, null);
    await engine.close();
  });

  it('says missing where there never was a configuration', async () => {
    const { engine, last } = setUp();
    await open(engine, null);
    assert.equal(last().config.state, 'missing');
    assert.equal(last().phase, 'idle');
    await engine.close();
  });

  it('a restart shows the last book at once, then live; a failing account keeps its values from before', async () => {
    const history = memoryHistory();
    const before = setUp(history);
    await open(before.engine, configText({ a: file('a.json'), b: file('b.json') }));
    await before.engine.close();
    const after = setUp(history);
    after.answers.set('a', async () => failed('unavailable', 'the disk is gone'));
    after.answers.set(
      'b',
      () =>
        new Promise(
          (resolve) => void after.clock.after(500, () => resolve(ok(reading(after.clock.now(), { USD: '7' })))),
        ),
    );
    await open(after.engine, configText({ a: file('a.json'), b: file('b.json') }));
    assert.equal(after.last().restored, true);
    assert.equal(after.last().snapshot?.equity, 2000);
    await after.clock.advance(500);
    assert.equal(after.last().restored, false);
    const a = after.last().snapshot?.accounts.find((account) => account.id === 'a');
    assert.equal(a?.value, 1000);
    assert.match(a?.reason ?? '', /disk is gone/);
    assert.equal(after.last().snapshot?.accounts.find((account) => account.id === 'b')?.value, 7);
    await after.engine.close();
  });

  it('a restart that finds a broken file goes on with what was good', async () => {
    const history = memoryHistory();
    const before = setUp(history);
    await open(before.engine, configText({ a: file('a.json') }));
    await before.engine.close();
    const after = setUp(history);
    await open(after.engine, '{ "version": 1, "accounts": [');
    assert.equal(after.last().config.state, 'broken');
    assert.equal(after.last().restored, false);
    assert.equal(after.last().snapshot?.equity, 1000);
    assert.equal(after.sources.get('a')?.reads, 1);
    await after.engine.close();
  });

  it('correlates what is held from daily closes fetched in the background, once a day', async () => {
    const { engine, answers, last, clock, prices } = setUp();
    answers.set('x', async () => ok(reading(clock.now(), { AAA: '1', BBB: '2' })));
    const at = clock.now();
    prices.quotes = ['AAA', 'BBB'].map((base) => ({ base, quote: 'USD', price: '10', at, source: base }));
    const wave = (shift: number) => Array.from({ length: 120 }, (_, day) => 100 + 10 * Math.sin(day + shift));
    prices.closes = (link, asset) => (link === 'binance' ? wave(asset === 'AAA' ? 0 : 0.5) : null);
    await open(engine, configText({ x: { kind: 'exchange', exchange: 'binance' } }));
    assert.deepEqual([...(last().analytics?.correlation?.assets ?? [])].sort(), ['AAA', 'BBB']);
    assert.equal(last().analytics?.correlation?.simulated, false);
    const asked = prices.closesAsked.length;
    await clock.advance(600_000);
    assert.equal(prices.closesAsked.length, asked);
    await clock.advance(86_400_000);
    assert.ok(prices.closesAsked.length > asked);
    await engine.close();
  });

  it('closes of a simulated market never stand for a real holding', async () => {
    const { engine, answers, last, clock, prices } = setUp();
    answers.set('x', async () => ok(reading(clock.now(), { AAA: '1', BBB: '2' })));
    answers.set('p', async () => ok(reading(clock.now(), { AAA: '1', CCC: '1' }, { simulated: true })));
    prices.closes = (link) =>
      link.startsWith('simulated') ? Array.from({ length: 120 }, (_, day) => 100 + (day % 7)) : null;
    await open(engine, configText({ x: file('a.json'), p: { kind: 'paper', cash: { USD: 1 } } }));
    assert.deepEqual(prices.closesAsked, ['simulated:1 CCC']);
    assert.equal(last().analytics?.correlation, null);
    await engine.close();
  });

  it('an asset that just lost its price stops the record; one that never had a price does not', async () => {
    const { engine, answers, history, clock, prices } = setUp();
    answers.set('x', async () => ok(reading(clock.now(), { AAA: '1', JUNK: '5', USD: '1' })));
    const quote = () => [{ base: 'AAA', quote: 'USD', price: '10', at: clock.now(), source: 'binance' }];
    prices.quotes = quote();
    await open(engine, configText({ x: { kind: 'exchange', exchange: 'binance' } }));
    assert.deepEqual(history.records.at(-1)?.portfolio, { equity: 11, flow: 0 });
    prices.quotes = [];
    await clock.advance(25 * 3_600_000);
    const stopped = history.records.length;
    // The last quote is now older than prices.maxAge: the book is stale and is not recorded.
    await clock.advance(3_600_000);
    assert.equal(history.records.length, stopped);
    await engine.close();
  });

  it('a saved file is read at once, alone', async () => {
    const { engine, sources, last, clock } = setUp();
    await open(engine, configText({ a: file('a.json'), x: { kind: 'exchange', exchange: 'binance' } }));
    const a = sources.get('a');
    assert.ok(a);
    a.answer = async () => ok(reading(clock.now(), { USD: '1' }));
    a.changed();
    await settle();
    assert.equal(a.reads, 2);
    assert.equal(sources.get('x')?.reads, 1);
    assert.equal(last().snapshot?.equity, 1001);
    await engine.close();
  });

  it('a file that is saved all the time is read four times a second at most', async () => {
    const { engine, sources, states, clock } = setUp();
    await open(engine, configText({ a: file('a.json') }));
    const a = sources.get('a');
    assert.ok(a);
    const before = states.length;
    for (let save = 0; save < 100; save += 1) {
      a.changed();
      await clock.advance(10);
    }
    await clock.advance(250);
    assert.ok(a.reads >= 4 && a.reads <= 7, `${a.reads} reads`);
    assert.ok(states.length - before <= 6, `${states.length - before} states`);
    await engine.close();
  });

  it('an unpriced holding makes the limits that rest on it UNKNOWN, never OK', async () => {
    const { engine, answers, last, clock, prices } = setUp();
    answers.set('a', async () => ok(reading(clock.now(), { USD: '1000', XYZ: '5' })));
    prices.fails = 'the exchange is down';
    const limits = { limits: { maxTotalExposureNotional: 50_000 }, prices: { source: 'binance' } };
    await open(engine, configText({ a: file('a.json') }, limits));
    assert.equal(last().risk?.state, 'UNKNOWN');
    assert.equal(last().risk?.allowed, false);
    assert.ok(last().notices.some((notice) => /Prices from binance: the exchange is down/.test(notice)));
    prices.fails = null;
    prices.quotes = [{ base: 'XYZ', quote: 'USD', price: '10', at: clock.now(), source: 'binance XYZ/USD' }];
    await clock.advance(60_000);
    assert.equal(last().risk?.state, 'OK');
    assert.equal(last().snapshot?.totalNotional, 50);
    // Down again: the last quote stands with its age.
    prices.fails = 'down again';
    await clock.advance(60_000);
    assert.equal(last().snapshot?.totalNotional, 50);
    await engine.close();
  });

  it('an account that was never read makes limits UNKNOWN', async () => {
    const { engine, answers, last } = setUp();
    answers.set('x', async () => failed('credentials', 'the key was revoked'));
    await open(
      engine,
      configText(
        { x: { kind: 'exchange', exchange: 'binance' }, a: file('a.json') },
        { limits: { maxTotalExposureNotional: 10 } },
      ),
    );
    assert.equal(last().risk?.state, 'UNKNOWN');
    assert.equal(last().snapshot?.equity, null);
    await engine.close();
  });

  it('records complete readings only, one an interval, with the flows since the last', async () => {
    const { engine, history, sources, clock, answers } = setUp();
    const at = clock.now();
    const old = { id: 'old', at: at - 1, asset: 'USD', quantity: '900', kind: 'deposit' } as const;
    answers.set('a', async () => ok(reading(clock.now(), { USD: '1000' }, { flows: [old] })));
    await open(engine, configText({ a: file('a.json') }));
    assert.equal(history.records.length, 1);
    const a = sources.get('a');
    assert.ok(a);
    a.answer = async () =>
      ok(
        reading(
          clock.now(),
          { USD: '1500' },
          {
            flows: [old, { id: 'new', at: at + 30_000, asset: 'USD', quantity: '500', kind: 'deposit' }],
          },
        ),
      );
    await clock.advance(60_000);
    assert.deepEqual(history.records.at(-1)?.portfolio, { equity: 1500, flow: 500 });
    a.answer = async () => ok(reading(clock.now(), { USD: '1500' }, { flows: null }));
    await clock.advance(60_000);
    assert.deepEqual(history.records.at(-1)?.portfolio, { equity: 1500, flow: null });
    const count = history.records.length;
    a.answer = async () => failed('unavailable', 'gone');
    await clock.advance(600_000);
    assert.equal(history.records.length, count);
    await engine.close();
  });

  it('an account that joins or leaves is a flow, not a profit', async () => {
    const { engine, history, clock } = setUp();
    await open(engine, configText({ a: file('a.json') }));
    await clock.advance(1000);
    await open(engine, configText({ a: file('a.json'), b: file('b.json') }));
    await clock.advance(60_000);
    assert.deepEqual(history.records.at(-1)?.portfolio, { equity: 2000, flow: 1000 });
    await open(engine, configText({ b: file('b.json') }));
    await clock.advance(60_000);
    assert.deepEqual(history.records.at(-1)?.portfolio, { equity: 1000, flow: -1000 });
    await engine.close();
  });

  it('an account that becomes another under its id has left and joined: no profit anywhere, over a restart too', async () => {
    const paper = (cash: number, more: object = {}) =>
      configText(
        { p: { kind: 'paper', cash: { USD: cash }, ...more }, a: file('a.json') },
        { updateInterval: 3600, history: { snapshots: { interval: 'hourly' } }, risk: { dayBoundary: 'UTC' } },
      );
    const clock = manualClock();
    const fake = fakePorts(clock);
    const history = memoryHistory();
    const ports = { ...fake.ports, openHistory: async () => ok(history) };
    let engine = createEngine(ports);
    const state = async (): Promise<PortfolioState> => {
      const [first] = await engine.request('states', null);
      assert.ok(first);
      return first;
    };
    const isNoProfit = async (equity: number): Promise<void> => {
      const { snapshot, risk } = await state();
      assert.equal(snapshot?.equity, equity);
      assert.deepEqual([snapshot?.change24h.abs, snapshot?.allTime.abs], [0, 0]);
      assert.equal(snapshot?.accounts.find(({ id }) => id === 'p')?.card.todayIncome ?? 0, 0);
      assert.equal(risk?.state, 'OK');
    };
    await open(engine, paper(1000));
    await clock.advance(26 * 3_600_000);
    await isNoProfit(2000);
    fake.answers.set('p', async () => ok(reading(clock.now(), { USD: '5000' })));
    await clock.advance(60_000);
    await open(engine, paper(5000));
    await isNoProfit(6000);
    await clock.advance(3_600_000);
    assert.deepEqual(history.records.at(-1)?.portfolio, { equity: 6000, flow: 4000 });
    await isNoProfit(6000);
    await clock.advance(3_600_000);
    assert.deepEqual(history.records.at(-1)?.portfolio, { equity: 6000, flow: 0 });
    await open(engine, paper(5000, { title: 'Another name' }));
    await clock.advance(3_600_000);
    assert.deepEqual(history.records.at(-1)?.portfolio, { equity: 6000, flow: 0 });
    await engine.close();

    fake.answers.set('p', async () => ok(reading(clock.now(), { USD: '300' })));
    engine = createEngine(ports);
    await open(engine, paper(300));
    await isNoProfit(1300);
    await clock.advance(3_600_000);
    assert.deepEqual(history.records.at(-1)?.portfolio, { equity: 1300, flow: -4700 });
    await isNoProfit(1300);
    const window = {
      portfolio: folder,
      subject: { kind: 'portfolio', id: null },
      from: null,
      to: null,
      px: 500,
      rebase: true,
    } as const;
    const { curve, reason } = await engine.request('series', { ...window, series: 'value' });
    assert.equal(reason, null);
    assert.ok(
      curve.value.every((value) => value === 1),
      String(curve.value),
    );
    await engine.close();
  });

  it('an account that joins or leaves is no profit before it is recorded either', async () => {
    const { engine, last, clock } = setUp();
    const slow = { updateInterval: 3600, history: { snapshots: { interval: 'daily' } } };
    await open(engine, configText({ a: file('a.json') }, slow));
    await clock.advance(3_600_000);
    await open(engine, configText({ a: file('a.json'), b: file('b.json') }, slow));
    assert.deepEqual([last().snapshot?.equity, last().snapshot?.allTime.abs], [2000, 0]);
    await open(engine, configText({ b: file('b.json') }, slow));
    assert.deepEqual([last().snapshot?.equity, last().snapshot?.allTime.abs], [1000, 0]);
    await engine.close();
  });

  it('goes on without a history, and says why', async () => {
    const clock = manualClock();
    const fake = fakePorts(clock, null);
    const engine = createEngine(fake.ports);
    await open(engine, configText({ a: file('a.json') }));
    const [state] = await engine.request('states', null);
    assert.equal(state?.snapshot?.equity, 1000);
    assert.ok(state?.notices.some((notice) => /No history: no database/.test(notice)));
    await engine.close();
  });

  it('asks again for a history that could not be opened, without a restart', async () => {
    const clock = manualClock();
    const fake = fakePorts(clock, null);
    const history = memoryHistory();
    let up = false;
    let opened = 0;
    const ports: typeof fake.ports = {
      ...fake.ports,
      async openHistory() {
        opened += 1;
        return up ? ok(history) : failed('unavailable', 'the server does not answer');
      },
    };
    const engine = createEngine(ports);
    await open(engine, configText({ a: file('a.json') }));
    await clock.advance(120_000);
    const before = opened;
    up = true;
    await clock.advance(400_000);
    const [state] = await engine.request('states', null);
    assert.deepEqual(
      state?.notices.filter((notice) => /No history/.test(notice)),
      [],
    );
    assert.ok(history.records.length > 0, 'it records from then on');
    assert.ok(opened - before <= 2, 'seldom, because a server may take its time to be given up');
    await engine.close();
  });

  it('says once that a damaged history was set aside, and to the doctor always', async () => {
    const history = memoryHistory();
    await history.saveNote('setAside', '/data/h.sqlite.corrupt-2026');
    const words = /was damaged\. It was set aside as \/data\/h\.sqlite\.corrupt-2026/;
    for (const times of [1, 0]) {
      const { engine, last, clock } = setUp(history);
      await open(engine, configText({ a: file('a.json') }));
      await clock.advance(120_000);
      assert.equal(last().notices.filter((notice) => words.test(notice)).length, times);
      const doctor = await engine.request('diagnose', { folder });
      assert.equal(doctor.filter((line) => words.test(line)).length, 1);
      await engine.close();
    }
  });

  it('a history that fails to write costs history, not the view', async () => {
    const history = memoryHistory();
    history.broken = true;
    const { engine, last } = setUp(history);
    await open(engine, configText({ a: file('a.json') }));
    assert.equal(last().snapshot?.equity, 1000);
    assert.ok(last().notices.some((notice) => /disk is full/.test(notice)));
    await engine.close();
  });

  it('fills the past that accounts can tell, so that charts begin before the first day', async () => {
    const { engine, pasts, clock } = setUp();
    const day = 86_400_000;
    const today = Math.floor(clock.now() / day) * day;
    pasts.set('p', [
      { at: today - 2 * day, equity: 900, flow: 900, origin: 'simulated' },
      { at: today - day, equity: 990, flow: 0, origin: 'simulated' },
    ]);
    await open(engine, configText({ p: { kind: 'paper', cash: { USD: 900 } } }));
    const window = {
      portfolio: folder,
      subject: { kind: 'portfolio', id: null },
      from: null,
      to: null,
      px: 500,
      rebase: false,
    } as const;
    const value = await engine.request('series', { ...window, series: 'value' });
    assert.deepEqual(value.curve.value, [900, 990, 1000]);
    assert.deepEqual(value.notRecorded, [{ from: today - 2 * day, to: today - day, origin: 'simulated' }]);
    const rebased = await engine.request('series', { ...window, series: 'value', rebase: true });
    assert.deepEqual(
      rebased.curve.value.map((value) => value.toFixed(12)),
      [1, 1.1, 1000 / 900].map((value) => value.toFixed(12)),
    );
    const drawdown = await engine.request('series', { ...window, series: 'drawdown' });
    assert.equal(drawdown.reason, null);
    assert.deepEqual(drawdown.curve.value, [0, 0, 0]);
    await engine.close();
  });

  it('one run reads accounts before their pasts; a past that is late is no sum of the others', async () => {
    const { ports, pasts, history, clock } = setUp();
    const day = 86_400_000;
    const today = Math.floor(clock.now() / day) * day;
    const past = [900, 990].map((equity, index) => ({
      at: today - (2 - index) * day,
      equity,
      flow: index === 0 ? 900 : 0,
      origin: 'simulated' as const,
    }));
    pasts.set('p', past);
    pasts.set('slow', past);
    const order: string[] = [];
    let late = true;
    const never = new Promise<never>(() => undefined);
    const engineOf = () =>
      createEngine(
        {
          ...ports,
          openSource(...asked) {
            const source = ports.openSource(...asked);
            if (!source.ok) return source;
            const { account } = source.value;
            const read = source.value.read.bind(source.value);
            return ok({
              ...source.value,
              read: (signal: AbortSignal) => {
                order.push(`read ${account}`);
                return read(signal);
              },
              past: async () => {
                order.push(`past ${account}`);
                return late && account === 'slow' ? never : ok(past);
              },
            });
          },
        },
        { mode: 'once', readBudgetMs: 5000 },
      );
    const text = configText({
      p: { kind: 'paper', cash: { USD: 900 } },
      slow: { kind: 'paper', cash: { USD: 900 } },
    });
    const first = engineOf();
    const refreshed = open(first, text).then(() => first.request('refresh', { folder }));
    for (let second = 0; second < 12; second++) {
      await clock.advance(1000);
      await settle();
    }
    await refreshed;
    assert.ok(order.indexOf('past p') > order.indexOf('read slow'), order.join());
    const stored = await history.values(null, 0, clock.now());
    assert.deepEqual(
      stored.filter(({ origin }) => origin !== 'recorded'),
      [],
    );
    late = false;
    await clock.advance(60_000);
    const second = engineOf();
    await open(second, text);
    await second.request('refresh', { folder });
    const then = await history.values(null, 0, clock.now());
    assert.deepEqual(
      then.filter(({ origin }) => origin !== 'recorded').map(({ equity }) => equity),
      [1800, 1980],
    );
  });

  it('where the history is follows what is open, whatever the configuration wants', async () => {
    const { engine, history } = setUp();
    const text = (storage: string) => configText({ a: file('a.json') }, { name: 'Ours', history: { storage } });
    await open(engine, text('postgres'));
    assert.equal((await engine.request('historyPlace', { portfolio: folder }))?.database, 'sqlite');
    const { stats } = history;
    history.stats = async () => ({ ...(await stats()), schema: 'quantfolio_ours' });
    const place = await engine.request('historyPlace', { portfolio: folder });
    assert.deepEqual([place?.database, place?.schema], ['postgres', 'quantfolio_ours']);
    await engine.close();
  });

  it('a drawdown across unknown flows is refused with a reason', async () => {
    const { engine, answers, clock } = setUp();
    answers.set('a', async () => ok(reading(clock.now(), { USD: '1' }, { flows: null })));
    await open(engine, configText({ a: file('a.json') }));
    await clock.advance(120_000);
    const window = {
      portfolio: folder,
      subject: { kind: 'portfolio', id: null },
      from: null,
      to: null,
      px: 500,
      rebase: false,
    } as const;
    const drawdown = await engine.request('series', { ...window, series: 'drawdown' });
    assert.match(drawdown.reason ?? '', /not known/);
    assert.deepEqual(drawdown.curve.at, []);
    await engine.close();
  });

  it('fresh access reopens the account and reads it', async () => {
    const { engine, opened, sources } = setUp();
    await open(engine, configText({ a: file('a.json'), b: file('b.json') }));
    await engine.request('accessChanged', { folder, account: 'b' });
    await settle();
    assert.deepEqual(opened, ['a', 'b', 'b']);
    assert.equal(sources.get('b')?.reads, 1);
    assert.equal(sources.get('a')?.reads, 2);
    await engine.close();
  });

  it('answers what it cannot do in words', async () => {
    const { engine } = setUp();
    await assert.rejects(engine.request('refresh', { folder: '/nowhere' }), /no portfolio is open for \/nowhere/);
    await assert.rejects(engine.request('nonsense' as 'states', null), /unknown request 'nonsense'/);
    const headroom = engine.request('headroom', { folder: '/nowhere', symbol: 'BTC' });
    await assert.rejects(headroom, /no portfolio is open/);
    await engine.close();
  });

  it('stops at once when closed, whatever hangs', async () => {
    const { engine, answers, sources } = setUp();
    answers.set('a', () => new Promise(() => undefined));
    await open(engine, configText({ a: file('a.json') }));
    await engine.close();
    assert.equal(sources.get('a')?.closed, true);
  });

  it('once: a failing account is stale at once, and nothing runs by itself', async () => {
    const history = memoryHistory();
    const live = setUp(history);
    await open(live.engine, configText({ a: file('a.json') }));
    await live.engine.close();
    const clock = manualClock();
    const fake = fakePorts(clock, history);
    fake.answers.set('a', async () => failed('unavailable', 'gone'));
    const engine = createEngine(fake.ports, { mode: 'once' });
    await open(engine, configText({ a: file('a.json') }));
    assert.equal(fake.sources.get('a')?.reads, 0);
    await engine.request('refresh', { folder });
    const [state] = await engine.request('states', null);
    assert.equal(state?.snapshot?.accounts[0]?.state, 'stale');
    assert.equal(state?.snapshot?.accounts[0]?.value, 1000);
    await clock.advance(600_000);
    assert.equal(fake.sources.get('a')?.reads, 1);
    await engine.close();
  });
});
