import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ok } from '../../../src/core/model/reading.ts';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { fakePorts, manualClock, memoryHistory, reading, settle } from '../../support/fakeEngine.ts';
import { type FakeExchange, fakeExchange } from '../../support/fakeExchange.ts';

const folder = '/work space/book';
const day = 86_400_000;
const hour = 3_600_000;
const binance = { kind: 'exchange', exchange: 'binance' };

function configText(accounts: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ version: 1, baseCurrency: 'USD', updateInterval: 60, accounts, ...more });
}

async function open(engine: Engine, text: string): Promise<void> {
  await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
  await settle();
  await settle();
}

function setUp(history: ReturnType<typeof memoryHistory> | null = memoryHistory(), clock = manualClock()) {
  const fake = fakePorts(clock, history);
  const engine = createEngine(fake.ports);
  const states: PortfolioState[] = [];
  engine.onState((state) => states.push(state));
  const last = (): PortfolioState => {
    const state = states.at(-1);
    assert.ok(state, 'no state was published');
    return state;
  };
  const connect = (id: string, exchange: FakeExchange): void => {
    fake.answers.set(id, exchange.read);
    fake.ledgers.set(id, exchange.ledger);
  };
  const price = (base: string, value: string) => {
    fake.prices.quotes = [
      ...fake.prices.quotes.filter((quote) => quote.base !== base),
      { base, quote: 'USD', price: value, at: clock.now(), source: 'binance' },
    ];
  };
  const { pasts, answers, ledgers, prices } = fake;
  return { pasts, answers, ledgers, prices, clock, engine, states, last, history, connect, price };
}

/** An account that deposited 10,000 USD ten days ago and bought 1 BTC for 6,000 and a fee of 6 the day after. */
function funded(clock: Clock): FakeExchange {
  const exchange = fakeExchange(clock);
  exchange.deposit('USD', '10000', clock.now() - 10 * day);
  exchange.trade('BTC/USD', 'buy', '1', '6000', '6', clock.now() - 9 * day);
  return exchange;
}

const dailyPnl = (state: PortfolioState) => state.risk?.metrics['dailyPnl'] ?? null;
const whyNot = (state: PortfolioState) => state.risk?.missing?.['dailyPnl'] ?? '';

describe('ledgers of exchanges in the engine (LED-1)', () => {
  it('the first picture does not wait; it says that the ledger is being read, and the second knows', async () => {
    const { engine, states, last, clock, connect, price } = setUp();
    const exchange = funded(clock);
    connect('b', exchange);
    price('BTC', '7000');
    await open(engine, configText({ b: binance }, { limits: { maxDailyLossAbs: 100 } }));
    const first = states.find((state) => state.snapshot !== null && state.risk !== null);
    assert.ok(first !== undefined);
    assert.equal(first.snapshot?.equity, 10_994);
    assert.match(whyNot(first), /trades of .* are being read/);
    assert.equal(first.risk?.state, 'UNKNOWN');
    assert.equal(dailyPnl(last()), 0);
    assert.equal(last().risk?.state, 'OK');
    assert.equal(exchange.asked.length, 1);
    await engine.close();
  });

  it('what a holding cost comes from its lots (POS-2a), fees in it', async () => {
    const { engine, last, clock, connect, price } = setUp();
    connect('b', funded(clock));
    price('BTC', '7000');
    await open(engine, configText({ b: binance }));
    const position = last().snapshot?.positions.find(({ asset }) => asset === 'BTC');
    assert.equal(position?.entryPrice, 6006);
    assert.equal(position.unrealizedPnl, 994);
    await engine.close();
  });

  it('asks again only where something moved, and thoroughly once an hour', async () => {
    const { engine, clock, connect, price } = setUp();
    const exchange = funded(clock);
    connect('b', exchange);
    price('BTC', '7000');
    await open(engine, configText({ b: binance }));
    for (let minute = 0; minute < 20; minute += 1) await clock.advance(61_000);
    assert.equal(exchange.asked.length, 1);
    exchange.deposit('USD', '5');
    await clock.advance(61_000);
    assert.equal(exchange.asked.length, 2);
    assert.equal(exchange.asked[1]?.cursor, '2');
    assert.deepEqual(exchange.asked[1]?.symbols, ['BTC/USD']);
    for (let minute = 0; minute < 60; minute += 1) await clock.advance(61_000);
    assert.equal(exchange.asked.length, 3);
    assert.deepEqual(
      exchange.asked.map(({ thorough }) => thorough),
      [true, false, true],
    );
    await engine.close();
  });

  it('a deposit while running is no profit: not of the day, not of today, not in the return', async () => {
    const { engine, last, clock, connect, price, history } = setUp(
      memoryHistory(),
      manualClock(Date.UTC(2026, 10, 19, 20)),
    );
    const exchange = funded(clock);
    connect('b', exchange);
    price('BTC', '7000');
    await open(engine, configText({ b: binance }));
    for (let tick = 0; tick < 12; tick += 1) await clock.advance(hour);
    price('BTC', '7000');
    await clock.advance(61_000);
    assert.equal(last().snapshot?.accounts[0]?.card.todayIncome, 0);
    exchange.deposit('USD', '50000');
    await clock.advance(61_000);
    const { card } = last().snapshot?.accounts[0] ?? assert.fail();
    assert.equal(last().snapshot?.equity, 60_994);
    assert.equal(card.todayIncome, 0);
    assert.equal(card.todayReturnPct, 0);
    assert.equal(dailyPnl(last()), 0);
    assert.equal(last().snapshot?.allTime.abs, 0);
    assert.equal(last().snapshot?.allTime.pct, 0);
    await clock.advance(61_000);
    const flows = history?.records.map(({ at }) => history.valueAt('b', at)) ?? [];
    const points = await Promise.all(flows);
    assert.ok(points.every((point) => point?.flow !== null));
    assert.equal(
      points.reduce((sum, point) => sum + (point?.flow ?? 0), 0),
      50_000,
    );
    await engine.close();
  });

  it('a deposit that the exchange lists only later is not known until then, never a profit', async () => {
    const { engine, states, last, clock, connect, price } = setUp();
    const exchange = funded(clock);
    connect('b', exchange);
    price('BTC', '7000');
    await open(engine, configText({ b: binance }));
    exchange.lateMs = 90_000;
    exchange.deposit('USD', '50000');
    const before = states.length;
    for (let tick = 0; tick < 4; tick += 1) await clock.advance(61_000);
    for (const state of states.slice(before)) {
      const change = state.snapshot?.allTime.abs ?? null;
      assert.ok(change === null || Math.abs(change) < 1e-6, `a profit of ${change}`);
    }
    assert.equal(last().snapshot?.equity, 60_994);
    assert.equal(last().snapshot?.allTime.abs, 0);
    await engine.close();
  });

  it('a deposit that the exchange dates before it credits it counts when it is credited', async () => {
    const { engine, last, clock, connect, price } = setUp();
    const exchange = funded(clock);
    connect('b', exchange);
    price('BTC', '7000');
    await open(engine, configText({ b: binance }));
    for (let tick = 0; tick < 3; tick += 1) await clock.advance(61_000);
    exchange.deposit('USD', '50000', clock.now() - 150_000);
    for (let tick = 0; tick < 3; tick += 1) await clock.advance(61_000);
    assert.equal(last().snapshot?.equity, 60_994);
    assert.equal(last().snapshot?.allTime.abs, 0);
    assert.equal(last().snapshot?.allTime.pct, 0);
    await engine.close();
  });

  it('the last book of another format is not shown', async () => {
    const { engine, clock, history } = setUp();
    assert.ok(history !== null);
    await open(engine, configText({ a: { kind: 'file', path: 'a.json' } }));
    await engine.close();
    await history.saveNote('snapshotFormat', '0');
    const next = setUp(history, clock);
    await open(next.engine, configText({ a: { kind: 'file', path: 'a.json' } }));
    assert.ok(next.states.every(({ restored }) => !restored));
    await next.engine.close();
  });

  it('a sale realises by cost basis, less fees; the daily-loss limit breaches with the right fill', async () => {
    const { engine, last, clock, connect, price } = setUp();
    const exchange = fakeExchange(clock);
    exchange.deposit('USD', '20000', clock.now() - 3 * day);
    exchange.trade('BTC/USD', 'buy', '1', '6000', '10', clock.now() - 2 * day);
    exchange.trade('BTC/USD', 'buy', '1', '8000', '10', clock.now() - day);
    connect('b', exchange);
    price('BTC', '5800');
    await open(engine, configText({ b: binance }, { limits: { maxDailyLossAbs: 500 } }));
    assert.equal(last().risk?.state, 'OK');
    exchange.trade('BTC/USD', 'sell', '0.5', '5800', '5');
    await clock.advance(61_000);
    // 2,900 − 3,005 (half of the first lot with its fee) − 5
    assert.equal(dailyPnl(last()), -110);
    assert.equal(last().risk?.state, 'OK');
    exchange.trade('BTC/USD', 'sell', '0.7', '5800', '5');
    await clock.advance(61_000);
    // the rest of the first lot and 0.2 of the second: 4,060 − (3,005 + 1,602) − 5
    assert.equal(dailyPnl(last()), -662);
    assert.equal(last().risk?.state, 'BREACH');
    await engine.close();
  });

  it('a ledger that fails never fails the account; it says why and is asked again with patience', async () => {
    const { engine, last, clock, connect, price } = setUp();
    const exchange = funded(clock);
    exchange.fails = 'the exchange is in maintenance';
    connect('b', exchange);
    price('BTC', '7000');
    await open(engine, configText({ b: binance }));
    assert.equal(last().snapshot?.accounts[0]?.state, 'ok');
    assert.match(whyNot(last()), /are not known: the ledger could not be read: the exchange is in maintenance/);
    for (let minute = 0; minute < 30; minute += 1) await clock.advance(61_000);
    assert.ok(exchange.asked.length >= 4 && exchange.asked.length <= 8, `${exchange.asked.length} questions`);
    exchange.fails = null;
    for (let minute = 0; minute < 70; minute += 1) await clock.advance(61_000);
    assert.equal(dailyPnl(last()), 0);
    await engine.close();
  });

  it('reads page by page, each with its cursor; a restart goes on where the last page ended', async () => {
    const history = memoryHistory();
    const one = setUp(history);
    const exchange = fakeExchange(one.clock);
    for (let index = 0; index < 25; index += 1) exchange.deposit('USD', '10', one.clock.now() - day + index);
    exchange.pageSize = 4;
    one.connect('b', exchange);
    const { ledger } = exchange;
    // The third page never comes: the process is killed.
    one.ledgers.set('b', (request) => (request.cursor === '8' ? new Promise(() => undefined) : ledger(request)));
    await open(one.engine, configText({ b: binance }));
    assert.equal(history.ledgers.get('b')?.flows.size, 8);
    assert.equal(history.ledgers.get('b')?.state?.cursor, '8');
    void one.engine.close();
    const two = setUp(history, one.clock);
    two.connect('b', exchange);
    exchange.asked.length = 0;
    await open(two.engine, configText({ b: binance }));
    assert.equal(exchange.asked[0]?.cursor, '8');
    assert.equal(history.ledgers.get('b')?.flows.size, 25);
    assert.equal(history.ledgers.get('b')?.state?.cursor, '25');
    await two.engine.close();
  });

  it('two windows that read at once keep one ledger', async () => {
    const history = memoryHistory();
    const one = setUp(history);
    const two = setUp(history, one.clock);
    const exchange = funded(one.clock);
    for (let index = 0; index < 50; index += 1) exchange.deposit('USD', '1', one.clock.now() - hour + index);
    exchange.pageSize = 5;
    one.connect('b', exchange);
    two.connect('b', exchange);
    await Promise.all([open(one.engine, configText({ b: binance })), open(two.engine, configText({ b: binance }))]);
    await settle();
    assert.equal(history.ledgers.get('b')?.flows.size, 51);
    assert.equal(history.ledgers.get('b')?.trades.size, 1);
    for (const { last } of [one, two]) assert.equal(dailyPnl(last()), 0);
    await Promise.all([one.engine.close(), two.engine.close()]);
  });

  it('another account under the same id begins with an empty ledger', async () => {
    const { engine, clock, connect, history } = setUp();
    const exchange = funded(clock);
    connect('b', exchange);
    await open(engine, configText({ b: binance }));
    assert.equal(history?.ledgers.get('b')?.trades.size, 1);
    const other = fakeExchange(clock);
    other.deposit('USD', '7');
    connect('b', other);
    await open(engine, configText({ b: { kind: 'exchange', exchange: 'kraken' } }));
    assert.equal(history?.ledgers.get('b')?.trades.size, 0);
    assert.equal(history?.ledgers.get('b')?.flows.size, 1);
    assert.equal(other.asked[0]?.cursor, null);
    await engine.close();
  });

  it('without a history entries live as long as the session', async () => {
    const { engine, last, clock, connect, price } = setUp(null);
    const exchange = funded(clock);
    exchange.pageSize = 1;
    connect('b', exchange);
    price('BTC', '7000');
    await open(engine, configText({ b: binance }));
    assert.equal(dailyPnl(last()), 0);
    assert.deepEqual(
      exchange.asked.map(({ cursor }) => cursor),
      [null, '1'],
    );
    await engine.close();
  });

  it('what a full disk could not take is stored when it can', async () => {
    const { engine, clock, connect, history } = setUp();
    assert.ok(history !== null);
    const exchange = funded(clock);
    exchange.pageSize = 1;
    connect('b', exchange);
    history.broken = true;
    await open(engine, configText({ b: binance }));
    assert.equal(history.ledgers.size, 0);
    history.broken = false;
    exchange.deposit('USD', '1');
    await clock.advance(61_000);
    assert.equal(history.ledgers.get('b')?.flows.size, 2);
    assert.equal(history.ledgers.get('b')?.trades.size, 1);
    assert.equal(history.ledgers.get('b')?.state?.cursor, '3');
    await engine.close();
  });

  it('records written before the ledger was read are mended: their flows become known', async () => {
    const { engine, last, clock, connect, price, history } = setUp();
    const exchange = funded(clock);
    exchange.fails = 'not now';
    connect('b', exchange);
    price('BTC', '7000');
    await open(engine, configText({ b: binance }));
    await clock.advance(61_000);
    exchange.deposit('USD', '1000');
    await clock.advance(61_000);
    await clock.advance(61_000);
    assert.equal((await history?.valueAt(null, clock.now()))?.flow, null);
    exchange.fails = null;
    for (let minute = 0; minute < 30; minute += 1) await clock.advance(61_000);
    const points = (await history?.values(null, 0, clock.now())) ?? [];
    assert.ok(points.length > 3);
    assert.deepEqual([...new Set(points.slice(1).map(({ flow }) => flow))].sort(), [0, 1000]);
    assert.equal(last().snapshot?.allTime.abs, 0);
    await engine.close();
  });

  it('files and paper accounts tell their entries to the same ledger, an edited file anew', async () => {
    const { engine, answers, clock, history } = setUp();
    const at = clock.now() - hour;
    const trade = { id: '1', at, symbol: 'BTC/USD', base: 'BTC', quote: 'USD', side: 'buy', quantity: '1' } as const;
    const more = { price: '10', fee: null, feeCurrency: null, strategy: null };
    const told = { trades: [{ ...trade, ...more }], flows: [] };
    answers.set('a', async () => ok(reading(clock.now(), { USD: '1' }, told)));
    await open(engine, configText({ a: { kind: 'file', path: 'a.csv' } }));
    assert.deepEqual([...(history?.ledgers.get('a')?.trades.keys() ?? [])], ['1']);
    answers.set('a', async () =>
      ok(reading(clock.now(), { USD: '1' }, { ...told, trades: [{ ...trade, ...more, id: '2' }] })),
    );
    await engine.close();
    const next = setUp(history, clock);
    next.answers.set('a', async () =>
      ok(reading(clock.now(), { USD: '1' }, { ...told, trades: [{ ...trade, ...more, id: '2' }] })),
    );
    await open(next.engine, configText({ a: { kind: 'file', path: 'a.csv' } }));
    assert.deepEqual([...(history?.ledgers.get('a')?.trades.keys() ?? [])], ['2']);
    await next.engine.close();
  });
});

describe('the past of exchanges in the engine (PERF-7)', () => {
  const closes = (link: string, asset: string) =>
    link.startsWith('simulated') || asset !== 'BTC' ? null : Array.from({ length: 400 }, (_, index) => 5000 + index);

  it('is there on the first day, reconstructed, and told apart from what was recorded', async () => {
    const { engine, clock, connect, price, prices, history } = setUp();
    connect('b', funded(clock));
    price('BTC', '7000');
    prices.closes = closes;
    await open(engine, configText({ b: binance }));
    for (let turn = 0; turn < 5; turn += 1) await settle();
    const points = (await history?.values('b', 0, clock.now())) ?? [];
    const past = points.filter(({ origin }) => origin === 'reconstructed');
    const today = Math.floor(clock.now() / day) * day;
    assert.equal(past[0]?.at, today - 9 * day);
    assert.equal(past.at(-1)?.at, today);
    // Closes end yesterday with 5,399: the first day held 10,000 USD, the others 3,994 and a bitcoin.
    assert.equal(past[0]?.equity, 10_000);
    assert.equal(past[1]?.equity, 3994 + 5391);
    assert.equal(past.at(-1)?.equity, 3994 + 5399);
    const whole = (await history?.values(null, 0, clock.now())) ?? [];
    assert.deepEqual(
      whole.map(({ equity }) => equity),
      points.map(({ equity }) => equity),
    );
    await engine.close();
  });

  it('what came in between the last close and the first record is no profit', async () => {
    const { engine, last, clock, connect, price, prices, history } = setUp();
    const exchange = funded(clock);
    exchange.deposit('USD', '700', clock.now() - hour);
    connect('b', exchange);
    price('BTC', '5399');
    prices.closes = closes;
    await open(engine, configText({ b: binance }));
    for (let turn = 0; turn < 5; turn += 1) await settle();
    const recorded = (await history?.values(null, 0, clock.now()))?.find(({ origin }) => origin === 'recorded');
    assert.equal(recorded?.flow, 700);
    assert.equal(last().snapshot?.accounts[0]?.value, 3994 + 700 + 5399);
    await clock.advance(61_000);
    assert.equal(last().snapshot?.allTime.abs, 3994 + 5399 - 10_000);
    await engine.close();
  });

  it('a book of paper and exchange accounts has its past; who cannot tell it joins with what it holds', async () => {
    const { engine, last, clock, connect, pasts, answers, price, prices, history } = setUp();
    const today = Math.floor(clock.now() / day) * day;
    pasts.set('p', [
      { at: today - 3 * day, equity: 900, flow: 900, origin: 'simulated' },
      { at: today - 2 * day, equity: 950, flow: 0, origin: 'simulated' },
      { at: today, equity: 990, flow: 0, origin: 'simulated' },
    ]);
    answers.set('p', async () => ok(reading(clock.now(), { USD: '990' }, { simulated: true })));
    answers.set('f', async () => ok(reading(clock.now(), { USD: '5000' }, { trades: null, flows: null })));
    connect('b', funded(clock));
    price('BTC', '5399');
    prices.closes = closes;
    const accounts = { p: { kind: 'paper', cash: { USD: 900 } }, b: binance, f: { kind: 'file', path: 'f.json' } };
    await open(engine, configText(accounts));
    for (let turn = 0; turn < 5; turn += 1) await settle();
    const points = (await history?.values(null, 0, clock.now())) ?? [];
    const recorded = points.find(({ origin }) => origin === 'recorded');
    assert.equal(recorded?.flow, 5000);
    assert.equal(points.find(({ at }) => at === today)?.equity, 990 + 3994 + 5399);
    assert.equal(last().snapshot?.equity, 990 + 3994 + 5399 + 5000);
    const inAll = points.slice(1).reduce((sum, { flow }) => sum + (flow ?? Number.NaN), 0);
    const gain = (recorded?.equity ?? 0) - (points[0]?.equity ?? 0) - inAll;
    // Bitcoin 6,006 → 5,399, paper 900 → 990; the file cannot tell of any.
    assert.equal(Math.round(gain), 5399 - 6006 + 90);
    await engine.close();
  });
});
