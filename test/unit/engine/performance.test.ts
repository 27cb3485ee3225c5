import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Performance, Subject } from '../../../src/core/model/performance.ts';
import { ok } from '../../../src/core/model/reading.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import { combinedPortfolio, type EngineRequests } from '../../../src/protocol/engine.ts';
import { fakePorts, manualClock, memoryHistory, reading, settle } from '../../support/fakeEngine.ts';
import { type PastDay, remember } from '../../support/pastBook.ts';

const folder = '/book';
const day = 86_400_000;
const portfolio: Subject = { kind: 'portfolio', id: null };

interface Given {
  readonly days: readonly PastDay[];
  /** Balances now, by account. */
  readonly now: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Prices of now. */
  readonly prices?: Readonly<Record<string, number>>;
}

async function opened({ days, now, config = {}, prices = {} }: Given) {
  const clock = manualClock();
  const history = memoryHistory();
  await remember(history, days);
  const fake = fakePorts(clock, history);
  for (const [id, balances] of Object.entries(now)) {
    fake.answers.set(id, async () => ok(reading(clock.now(), balances)));
  }
  fake.prices.quotes = Object.entries(prices).map(([base, price]) => ({
    base,
    quote: 'USD',
    price: String(price),
    at: clock.now(),
    source: 'binance',
  }));
  const engine = createEngine(fake.ports);
  const accounts = Object.fromEntries(Object.keys(now).map((id) => [id, { kind: 'file', path: `${id}.json` }]));
  const text = JSON.stringify({
    version: 1,
    name: 'Book',
    baseCurrency: 'USD',
    accounts,
    prices: { source: 'binance' },
    ...config,
  });
  await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
  await settle();
  const ask = (more: Partial<EngineRequests['performance'][0]> = {}): Promise<Performance> =>
    engine.request('performance', {
      portfolio: folder,
      subject: portfolio,
      period: { id: 'all' },
      benchmarks: null,
      riskFree: null,
      periodsPerYear: null,
      ...more,
    });
  return { engine, clock, fake, history, ask };
}

const at = (daysAgo: number): number => Date.UTC(2026, 10, 20, 12) - daysAgo * day;
const value = ({ metrics }: Performance, id: string): number => {
  const metric = metrics.find((each) => each.id === id);
  assert.ok(metric, `there is no ${id}`);
  assert.ok('value' in metric.result, `${id}: ${'reason' in metric.result ? metric.result.reason : ''}`);
  return metric.result.value;
};
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

describe('performance of a book (PERF-1, PERF-6)', () => {
  // 1000 → 1100; 1000 come in → 2200 of 2100; 2310 now: 10 %, 4.76 %, 5 %, together 21 %.
  const days: readonly PastDay[] = [
    { at: at(10), accounts: { a: { equity: 1000 } } },
    { at: at(9), accounts: { a: { equity: 1100 } } },
    { at: at(5), accounts: { a: { equity: 2200, flow: 1000 } } },
  ];

  it('is time-weighted: a deposit is no profit, with what it was in money beside it', async () => {
    const { ask, engine } = await opened({ days, now: { a: { USD: '2310' } } });
    const all = await ask();
    near(value(all, 'totalReturn'), 0.21);
    assert.deepEqual([all.worth, all.netFlow, all.pnl], [{ value: 2310 }, { value: 1000 }, { value: 310 }]);
    assert.equal(all.periods?.start, at(10));
    assert.equal(all.currency, 'USD');
    assert.equal(all.title, 'Book');
    assert.ok('value' in all.moneyWeighted);
    // −1000 at 0, −1000 after 5 days, +2310 after 10: the rate that brings them to nothing.
    const rate = 1 + all.moneyWeighted.value;
    near((-1000 - 1000 * rate ** (-5 / 365) + 2310 * rate ** (-10 / 365)) / 1000, 0);
    await engine.close();
  });

  it('begins a period with the value it really began with, however long before it was recorded', async () => {
    const { ask, engine } = await opened({ days, now: { a: { USD: '2310' } } });
    const week = await ask({ period: { id: '1W' } });
    near(value(week, 'totalReturn'), (2200 / 2100) * 1.05 - 1);
    assert.deepEqual(week.pnl, { value: 210 });
    assert.match(week.notes.join(), /Nothing was recorded between 2026-11-11 and 2026-11-13: the period is told from/);
    assert.doesNotMatch((await ask()).notes.join(), /Nothing was recorded/);
    const range = await ask({ period: { from: at(9.5), to: at(4) } });
    near(value(range, 'totalReturn'), 1.1 * (2200 / 2100) - 1);
    assert.deepEqual(range.worth, { value: 2200 });
    await engine.close();
  });

  it('a deposit that is written down later with an earlier date is no profit either', async () => {
    const { ask, engine, clock, fake } = await opened({
      days: [],
      now: { a: { USD: '1000' } },
      config: { updateInterval: 43_200, history: { snapshots: { interval: 'hourly' } } },
    });
    const paid = (id: string, quantity: string, daysAgo: number) =>
      ({ id, at: clock.now() - daysAgo * day, asset: 'USD', quantity, kind: 'deposit' }) as const;
    const told = (usd: string, ...flows: readonly ReturnType<typeof paid>[]) => {
      const source = fake.sources.get('a');
      assert.ok(source);
      source.answer = async () => ok(reading(clock.now(), { USD: usd }, { flows }));
    };
    await clock.advance(2 * day);
    const late = paid('late', '500', 1);
    told('1500', late);
    await clock.advance(2 * day);
    told('1200', late, paid('gone', '-300', 3));
    await clock.advance(2 * day);
    const all = await ask();
    assert.deepEqual([all.worth, all.netFlow, all.pnl], [{ value: 1200 }, { value: 200 }, { value: 0 }]);
    near(value(all, 'totalReturn'), 0);
    const account = await ask({ subject: { kind: 'account', id: 'a' } });
    assert.deepEqual(account.pnl, { value: 0 });
    await engine.close();
  });

  it('a span of whole days ends with the value that closes its last one', async () => {
    const midnight = (date: string) => Date.parse(`${date}T00:00:00Z`);
    const closes: readonly PastDay[] = [
      { at: midnight('2026-11-10'), accounts: { a: { equity: 1000 } } },
      { at: midnight('2026-11-11'), accounts: { a: { equity: 1100 } } },
      { at: midnight('2026-11-12'), accounts: { a: { equity: 1210 } } },
    ];
    const { ask, engine } = await opened({ days: closes, now: { a: { USD: '2310' } } });
    const oneDay = await ask({ period: { from: midnight('2026-11-10'), to: midnight('2026-11-11') - 1 } });
    near(value(oneDay, 'totalReturn'), 0.1);
    assert.deepEqual(oneDay.worth, { value: 1100 });
    const two = await ask({ period: { from: midnight('2026-11-10'), to: midnight('2026-11-12') - 1 } });
    near(value(two, 'totalReturn'), 0.21);
    await engine.close();
  });

  it('says why where flows are not known, and still tells what it is worth', async () => {
    const unknown = [...days, { at: at(2), accounts: { a: { equity: 2300, flow: null } } }];
    const { ask, engine } = await opened({ days: unknown, now: { a: { USD: '2310' } } });
    const all = await ask();
    assert.equal(all.periods, null);
    assert.match(all.reason ?? '', /not known/);
    assert.deepEqual(all.worth, { value: 2310 });
    assert.ok('reason' in all.pnl && 'reason' in all.netFlow && 'reason' in all.moneyWeighted);
    const since = await ask({ period: { from: at(2), to: null } });
    near(value(since, 'totalReturn'), 2310 / 2300 - 1);
    await engine.close();
  });

  it('takes overrides of the risk-free rate and of the periods per year', async () => {
    const { ask, engine } = await opened({ days, now: { a: { USD: '2310' } } });
    const set = await ask({ riskFree: 0.03, periodsPerYear: 252 });
    assert.deepEqual([set.riskFree, set.periods?.perYear, set.periods?.inferred], [0.03, 252, false]);
    assert.equal((await ask()).periods?.inferred, true);
    await engine.close();
  });

  it('of an account: its own values, its own flows, today as on its card', async () => {
    const two = days.map((each) => ({ ...each, accounts: { ...each.accounts, b: { equity: 500 } } }));
    const { ask, engine } = await opened({ days: two, now: { a: { USD: '2310' }, b: { USD: '550' } } });
    const b = await ask({ subject: { kind: 'account', id: 'b' } });
    near(value(b, 'totalReturn'), 0.1);
    assert.deepEqual(b.worth, { value: 550 });
    assert.deepEqual(b.todayReturn, { value: 0.1 });
    assert.deepEqual((await ask()).todayReturn, { value: 160 / 2700 });
    const none = await ask({ subject: { kind: 'account', id: 'c' } });
    assert.match(none.reason ?? '', /no account "c"/);
    await engine.close();
  });

  it('of a strategy that is accounts: their sum; one that joined later brings its value with it', async () => {
    const later: readonly PastDay[] = [
      { at: at(3), accounts: { a: { equity: 1000 }, c: { equity: 9 } } },
      { at: at(2), accounts: { a: { equity: 1100 }, b: { equity: 900, flow: 900 }, c: { equity: 90 } } },
    ];
    const { ask, engine } = await opened({
      days: later,
      now: { a: { USD: '1100' }, b: { USD: '1100' }, c: { USD: '900' } },
      config: { strategies: { Grid: { accounts: ['a', 'b'] } } },
    });
    const grid = await ask({ subject: { kind: 'strategy', id: 'Grid' } });
    // 1000 → 1100 with 900 that came in: 2000 / 1900; then 2200 / 2000.
    near(value(grid, 'totalReturn'), (2000 / 1900) * 1.1 - 1);
    assert.match((await ask({ subject: { kind: 'strategy', id: 'Grit' } })).reason ?? '', /no strategy "Grit"/);
    await engine.close();
  });

  it('of an asset: the price return while it was held, whatever was bought and sold', async () => {
    const held: readonly PastDay[] = [
      { at: at(4), accounts: { a: { equity: 100 } }, holdings: { a: { AAA: [1, 100] } } },
      { at: at(3), accounts: { a: { equity: 330 } }, holdings: { a: { AAA: [3, 110] } } },
      { at: at(2), accounts: { a: { equity: 121 } }, holdings: { a: { AAA: [1, 121] } } },
    ];
    const { ask, engine } = await opened({ days: held, now: { a: { AAA: '2' } }, prices: { AAA: 133.1 } });
    const asset = await ask({ subject: { kind: 'asset', id: 'AAA' } });
    near(value(asset, 'totalReturn'), 0.331);
    near(asset.worth && 'value' in asset.worth ? asset.worth.value : Number.NaN, 266.2);
    // Bought 2 at 100, sold 2 at 121, bought 1 at 121: paid in 79.
    near('value' in asset.netFlow ? asset.netFlow.value : Number.NaN, 79);
    const none = await ask({ subject: { kind: 'asset', id: 'ZZZ' } });
    assert.match(none.reason ?? '', /ZZZ/);
    await engine.close();
  });

  it('of a strategy that is told apart by symbols: only what it holds', async () => {
    const held: readonly PastDay[] = [
      { at: at(2), accounts: { a: { equity: 300 } }, holdings: { a: { AAA: [1, 100], BBB: [1, 200] } } },
    ];
    const { ask, engine } = await opened({
      days: held,
      now: { a: { AAA: '1', BBB: '1' } },
      prices: { AAA: 150, BBB: 100 },
      config: { strategies: { Alpha: { symbols: ['AAA/USDT'] } } },
    });
    near(value(await ask({ subject: { kind: 'strategy', id: 'Alpha' } }), 'totalReturn'), 0.5);
    near(value(await ask(), 'totalReturn'), 250 / 300 - 1);
    await engine.close();
  });

  it('sets an asset beside it as benchmark, and says why one cannot be', async () => {
    const { ask, engine, fake } = await opened({ days, now: { a: { USD: '2310' } }, config: { benchmarks: ['BTC'] } });
    // Closes of the 30 days until yesterday; each ends with its day.
    fake.prices.closes = (_, asset) => (asset === 'BTC' ? Array.from({ length: 120 }, (_each, n) => 100 + n) : null);
    const { benchmarks } = await ask({ benchmarks: ['BTC', 'NOPE', 'USD'] });
    assert.deepEqual(
      benchmarks.map(({ id, reason }) => [id, reason === null ? null : reason.slice(0, 40)]),
      [
        ['BTC', null],
        ['NOPE', 'no source of prices has daily closes of '],
        ['USD', 'USD is the base currency: its price in i'],
      ],
    );
    assert.equal(benchmarks[0]?.source, 'binance');
    assert.ok((benchmarks[0]?.periods?.count ?? 0) > 0);
    assert.deepEqual(
      (await ask()).benchmarks.map(({ id }) => id),
      ['BTC'],
    );
    await engine.close();
  });

  it('answers for the combined view and for an empty book in words', async () => {
    const { ask, engine } = await opened({ days: [], now: { a: { USD: '1' } } });
    assert.match((await ask({ portfolio: combinedPortfolio })).reason ?? '', /no history of its own/);
    assert.ok((await ask()).reason !== null);
    await engine.close();
  });

  it('of a portfolio does not depend on what was paid in or out (property)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ r: fc.double({ min: -0.2, max: 0.2, noNaN: true }), flow: fc.integer({ min: -400, max: 900 }) }),
          {
            minLength: 2,
            maxLength: 12,
          },
        ),
        async (steps) => {
          const record = (withFlows: boolean): { readonly days: PastDay[]; readonly end: number } => {
            let equity = 1000;
            const made: PastDay[] = [{ at: at(steps.length + 1), accounts: { a: { equity } } }];
            for (const [index, { r, flow: wished }] of steps.entries()) {
              // Money comes in at the start of the day and goes out at its end (conventions.md).
              const flow = withFlows ? (wished < 0 ? -Math.min(-wished, equity / 3) : wished) : 0;
              equity = (equity + Math.max(flow, 0)) * (1 + r) + Math.min(flow, 0);
              made.push({ at: at(steps.length - index), accounts: { a: { equity, flow } } });
            }
            return { days: made, end: equity };
          };
          const totals = await Promise.all(
            [true, false].map(async (withFlows) => {
              const { days: made, end } = record(withFlows);
              const { ask, engine } = await opened({ days: made, now: { a: { USD: String(end) } } });
              const total = value(await ask(), 'totalReturn');
              await engine.close();
              return total;
            }),
          );
          near(totals[0] ?? 0, totals[1] ?? 1);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('all portfolios, strategies and accounts (PERF-9)', () => {
  it('has a line each, with what it can tell', async () => {
    const days: readonly PastDay[] = [
      { at: at(3), accounts: { a: { equity: 1000 }, b: { equity: 500 } } },
      { at: at(2), accounts: { a: { equity: 1100 }, b: { equity: 500 } } },
    ];
    const { engine } = await opened({
      days,
      now: { a: { USD: '1100' }, b: { USD: '400' } },
      config: { strategies: { Grid: { accounts: ['b'] } } },
    });
    const rows = await engine.request('performances', { period: { id: 'all' } });
    assert.deepEqual(
      rows.map(({ subject, title, worth, startAt }) => [subject.kind, title, worth, startAt]),
      [
        ['portfolio', 'Book', { value: 1500 }, at(3)],
        ['strategy', 'Grid', { value: 400 }, at(3)],
        ['account', 'a', { value: 1100 }, at(3)],
        ['account', 'b', { value: 400 }, at(3)],
      ],
    );
    const [first, second] = rows;
    assert.ok(first && 'value' in first.metrics.totalReturn);
    near(first.metrics.totalReturn.value, (1600 / 1500) * (1500 / 1600) - 1);
    assert.ok(second && 'value' in second.metrics.totalReturn);
    near(second.metrics.totalReturn.value, -0.2);
    assert.match('reason' in first.metrics.sharpe ? first.metrics.sharpe.reason : '', /needs 20 periods, has/);
    assert.equal(first.trades, 0);
    assert.deepEqual(second.sparkline?.value, [1, 1, 0.8]);
    await engine.close();
  });
});

describe('a strategy told apart by client order ids (PERF-5)', () => {
  it('returns what the price of its own fills did', async () => {
    const held: readonly PastDay[] = [
      { at: at(3), accounts: { a: { equity: 500 } }, holdings: { a: { AAA: [5, 100] } } },
      { at: at(2), accounts: { a: { equity: 550 } }, holdings: { a: { AAA: [5, 110] } } },
      { at: at(1), accounts: { a: { equity: 605 } }, holdings: { a: { AAA: [5, 121] } } },
    ];
    const { ask, engine, fake, clock } = await opened({
      days: held,
      now: { a: { AAA: '5' } },
      prices: { AAA: 133.1 },
      config: { strategies: { Grid: { clientOrderIdPrefix: 'grid-' } } },
    });
    const trade = {
      id: '1',
      at: at(2.5),
      symbol: 'AAA/USD',
      base: 'AAA',
      quote: 'USD',
      side: 'buy',
      quantity: '2',
      price: '105',
      fee: null,
      feeCurrency: null,
      strategy: null,
      clientOrderId: 'grid-7',
    } as const;
    const source = fake.sources.get('a');
    assert.ok(source);
    source.answer = async () => ok(reading(clock.now(), { AAA: '5' }, { trades: [trade] }));
    await engine.request('refresh', { folder });
    const grid = await ask({ subject: { kind: 'strategy', id: 'Grid' } });
    near(value(grid, 'totalReturn'), 0.21);
    assert.deepEqual(grid.worth, { value: 266.2 });
    assert.equal(grid.periods?.start, at(2));
    await engine.close();
  });
});
