import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ok } from '../../../src/core/model/reading.ts';
import type { Trade } from '../../../src/core/model/trade.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import { fakePorts, manualClock, memoryHistory, reading, settle } from '../../support/fakeEngine.ts';
import { type PastDay, remember } from '../../support/pastBook.ts';

const folder = '/book';
const day = 86_400_000;
const at = (daysAgo: number): number => Date.UTC(2026, 10, 20, 12) - daysAgo * day;
const near = (actual: number | null | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-9, `${actual} is not ${expected}`);

async function opened(
  days: readonly PastDay[],
  now: Readonly<Record<string, Readonly<Record<string, string>>>>,
  prices: Readonly<Record<string, number>>,
  { trades = [], config = {} }: { readonly trades?: readonly Trade[]; readonly config?: object } = {},
) {
  const clock = manualClock();
  const history = memoryHistory();
  await remember(history, days);
  const fake = fakePorts(clock, history);
  for (const [id, balances] of Object.entries(now)) {
    fake.answers.set(id, async () => ok(reading(clock.now(), balances, { trades })));
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
  const text = JSON.stringify({ version: 1, name: 'Book', accounts, prices: { source: 'binance' }, ...config });
  await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
  await settle();
  return { engine, clock, fake };
}

describe('attribution of a book (PERF-5)', () => {
  // AAA 100 → 120 → 132, BBB 300 → 270 → 297 and 100 in cash: 500 → 490 → 529.
  const days: readonly PastDay[] = [
    { at: at(2), accounts: { a: { equity: 500 } }, holdings: { a: { AAA: [1, 100], BBB: [1, 300], USD: [100, 1] } } },
    { at: at(1), accounts: { a: { equity: 490 } }, holdings: { a: { AAA: [1, 120], BBB: [1, 270], USD: [100, 1] } } },
  ];
  const now = { a: { AAA: '1', BBB: '1', USD: '100' } };
  const prices = { AAA: 132, BBB: 297 };

  it('by asset: each one’s profit, linked, and together what the book returned', async () => {
    const { engine } = await opened(days, now, prices);
    const { total, rows, reason } = await engine.request('attribution', {
      portfolio: folder,
      by: 'asset',
      period: { id: 'all' },
    });
    assert.equal(reason, null);
    near(total, 529 / 500 - 1);
    const of = (key: string) => rows.find((row) => row.key === key);
    near(of('AAA')?.pnl, 32);
    near(of('BBB')?.pnl, -3);
    near(of('AAA')?.contribution, 20 / 500 + (490 / 500) * (12 / 490));
    near(of('BBB')?.contribution, -30 / 500 + (490 / 500) * (27 / 490));
    near(
      rows.reduce((sum, { contribution }) => sum + contribution, 0),
      total ?? 0,
    );
    await engine.close();
  });

  it('by strategy: as the configuration tells them apart, the rest unassigned', async () => {
    const { engine } = await opened(days, now, prices, { config: { strategies: { Alpha: { symbols: ['AAA'] } } } });
    const { total, rows } = await engine.request('attribution', {
      portfolio: folder,
      by: 'strategy',
      period: { id: 'all' },
    });
    near(rows.find(({ key }) => key === 'Alpha')?.pnl, 32);
    near(rows.find(({ key }) => key === 'Unassigned')?.pnl, -3);
    near(
      rows.reduce((sum, { contribution }) => sum + contribution, 0),
      total ?? 0,
    );
    await engine.close();
  });

  it('is refused in words with one value', async () => {
    const { engine } = await opened([], now, prices);
    const { total, reason } = await engine.request('attribution', {
      portfolio: folder,
      by: 'asset',
      period: { id: 'all' },
    });
    assert.equal(total, null);
    assert.match(reason ?? '', /two values/);
    await engine.close();
  });

  it('sums to the return that performance tells, by account, asset and strategy, over any period (property)', async () => {
    const move = fc.double({ min: 0.8, max: 1.25, noNaN: true });
    const step = fc.record({ a: move, b: move, flow: fc.integer({ min: 0, max: 500 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 9 }),
        fc.integer({ min: 1, max: 9 }),
        async (steps, since) => {
          let [a, b, cash] = [100, 50, 1000];
          const made: PastDay[] = [];
          const record = (n: number, flow: number): void => {
            const holdings = { x: { AAA: [2, a], USD: [cash, 1] }, y: { BBB: [4, b] } } as const;
            const accounts = { x: { equity: 2 * a + cash, flow }, y: { equity: 4 * b } };
            made.push({ at: at(n), accounts, holdings });
          };
          record(steps.length + 1, 0);
          for (const [index, each] of steps.entries()) {
            a *= each.a;
            b *= each.b;
            cash += each.flow;
            record(steps.length - index, each.flow);
          }
          const { engine } = await opened(
            made,
            { x: { AAA: '2', USD: String(cash) }, y: { BBB: '4' } },
            { AAA: a, BBB: b },
            { config: { strategies: { One: { accounts: ['y'] } } } },
          );
          const period = { from: at(since), to: null };
          const performance = await engine.request('performance', {
            portfolio: folder,
            subject: { kind: 'portfolio', id: null },
            period,
            benchmarks: [],
            riskFree: null,
            periodsPerYear: null,
          });
          const told = performance.metrics.find(({ id }) => id === 'totalReturn')?.result;
          assert.ok(told && 'value' in told);
          for (const by of ['account', 'asset', 'strategy'] as const) {
            const { total, rows } = await engine.request('attribution', { portfolio: folder, by, period });
            near(total, told.value);
            near(
              rows.reduce((sum, { contribution }) => sum + contribution, 0),
              told.value,
            );
          }
          await engine.close();
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('comparing the book with a date (HIST-1)', () => {
  it('tells price, flow and quantity apart, and says which record it used', async () => {
    const days: readonly PastDay[] = [
      { at: at(9), accounts: { a: { equity: 300 } }, holdings: { a: { AAA: [2, 100], USD: [100, 1] } } },
    ];
    const { engine } = await opened(days, { a: { AAA: '3', USD: '100' } }, { AAA: 150 });
    const compared = await engine.request('compare', { portfolio: folder, at: at(5) });
    assert.deepEqual([compared.before, compared.valueBefore, compared.valueAfter], [at(9), 300, 550]);
    const row = compared.rows.find(({ asset }) => asset === 'AAA');
    assert.deepEqual([row?.priceEffect, row?.quantityEffect, row?.flowEffect], [100, 150, 0]);
    assert.match(compared.notes[0] ?? '', /of 2026-11-11/);
    const nothing = await engine.request('compare', { portfolio: folder, at: at(20) });
    assert.match(nothing.reason ?? '', /nothing is recorded/);
    await engine.close();
  });
});
