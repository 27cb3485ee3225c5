import assert from 'node:assert/strict';
import { ok } from '../../../src/core/model/reading.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import { combinedPortfolio, type SeriesWindow } from '../../../src/protocol/engine.ts';
import { fakePorts, manualClock, memoryHistory, reading, settle } from '../../support/fakeEngine.ts';
import { type PastDay, remember } from '../../support/pastBook.ts';

const folder = '/book';
const day = 86_400_000;
const at = (daysAgo: number): number => Date.UTC(2026, 10, 20, 12) - daysAgo * day;
const rounded = (values: readonly number[]): readonly number[] => values.map((value) => Number(value.toFixed(10)));

async function opened(days: readonly PastDay[], now: Readonly<Record<string, string>>, config: object = {}) {
  const clock = manualClock();
  const history = memoryHistory();
  await remember(history, days);
  const fake = fakePorts(clock, history);
  fake.answers.set('a', async () => ok(reading(clock.now(), now)));
  const engine = createEngine(fake.ports);
  const text = JSON.stringify({ version: 1, accounts: { a: { kind: 'file', path: 'a.json' } }, ...config });
  await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
  await settle();
  const ask = (more: Partial<SeriesWindow>) =>
    engine.request('series', {
      portfolio: folder,
      subject: { kind: 'portfolio', id: null },
      series: 'value',
      from: null,
      to: null,
      px: 500,
      rebase: false,
      ...more,
    });
  return { engine, fake, ask };
}

describe('charts of the engine (PERF-4)', () => {
  // 1000 → 1100; 1000 come in: 2000 of 2100; 2200 now.
  const days: readonly PastDay[] = [
    { at: at(10), accounts: { a: { equity: 1000 } } },
    { at: at(8), accounts: { a: { equity: 1100 } } },
    { at: at(4), accounts: { a: { equity: 2000, flow: 1000 } } },
  ];

  it('return: cumulative and time-weighted, 0 at the start of the window', async () => {
    const { ask, engine } = await opened(days, { USD: '2200' });
    const all = await ask({ series: 'return' });
    assert.deepEqual(all.curve.at, [at(10), at(8), at(4), at(0)]);
    assert.deepEqual(
      rounded(all.curve.value),
      rounded([0, 0.1, (1.1 * 2000) / 2100 - 1, (1.1 * 2000 * 1.1) / 2100 - 1]),
    );
    assert.deepEqual(all.extent, { from: at(10), to: at(0) });
    const part = await ask({ series: 'return', from: at(6) });
    assert.deepEqual(part.curve.at, [at(6), at(4), at(0)]);
    assert.deepEqual(rounded(part.curve.value), rounded([0, 2000 / 2100 - 1, 2200 / 2100 - 1]));
    await engine.close();
  });

  it('return beside benchmarks, which begin at 0 with it and say why they are not there', async () => {
    const { ask, engine, fake } = await opened(
      days,
      { USD: '2200' },
      {
        benchmarks: ['BTC', 'NONE'],
        prices: { source: 'binance' },
      },
    );
    // 60 closes until yesterday: +1 a day; the one of 9 days ago ends before the start of the window, 8 days ago at noon.
    fake.prices.closes = (_, asset) => (asset === 'BTC' ? Array.from({ length: 60 }, (_each, n) => 101 + n) : null);
    const { others, curve } = await ask({ series: 'return', from: at(8) });
    const [btc, none] = others ?? [];
    assert.equal(btc?.curve.at[0], at(8));
    assert.equal(btc?.curve.value[0], 0);
    // Closes 101 … 160 of the days until 19 November; that of 11 November (n = 51) was the last before noon of the 12th.
    assert.deepEqual(rounded(btc?.curve.value.slice(-1) ?? []), rounded([160 / 152 - 1]));
    assert.ok((btc?.curve.at.at(-1) ?? 0) <= (curve.at.at(-1) ?? 0));
    assert.match(none?.reason ?? '', /no source of prices has daily closes of NONE in USD/);
    await engine.close();
  });

  it('begins a return anew where a flow is not known, and says so', async () => {
    const unknown: readonly PastDay[] = [...days, { at: at(2), accounts: { a: { equity: 2100, flow: null } } }];
    const { ask, engine } = await opened(unknown, { USD: '2200' });
    const { curve, reason } = await ask({ series: 'return' });
    assert.deepEqual(curve.at, [at(2), at(0)]);
    assert.deepEqual(rounded(curve.value), rounded([0, 2200 / 2100 - 1]));
    assert.match(reason ?? '', /before this are not known/);
    await engine.close();
  });

  it('drawdown: from the peak of all time, with the worst falls that touch the window', async () => {
    const falls: readonly PastDay[] = [
      { at: at(9), accounts: { a: { equity: 1000 } } },
      { at: at(8), accounts: { a: { equity: 500 } } },
      { at: at(7), accounts: { a: { equity: 1200 } } },
      { at: at(6), accounts: { a: { equity: 900 } } },
    ];
    const { ask, engine } = await opened(falls, { USD: '960' });
    const all = await ask({ series: 'drawdown' });
    assert.deepEqual(rounded(all.curve.value), [0, -0.5, 0, -0.25, -0.2]);
    assert.deepEqual(
      all.spells?.map(({ depth, recoveredAt }) => [Number(depth.toFixed(10)), recoveredAt]),
      [
        [-0.5, at(7)],
        [-0.25, null],
      ],
    );
    const late = await ask({ series: 'drawdown', from: at(6.5) });
    assert.deepEqual(rounded(late.curve.value), [-0.25, -0.2]);
    assert.equal(late.spells?.length, 1);
    await engine.close();
  });

  it('rolling: over full spans only, by the numbers of the window, with its convention', async () => {
    const many = Array.from({ length: 40 }, (_, n) => ({
      at: at(40 - n),
      accounts: { a: { equity: 1000 * 1.01 ** n } },
    }));
    const { ask, engine } = await opened(many, { USD: String(1000 * 1.01 ** 40) });
    const { curve, convention, reason } = await ask({ series: 'rollingReturn', rolling: 10 });
    assert.equal(reason, null);
    assert.equal(curve.value.length, 31);
    assert.deepEqual(rounded([...new Set(curve.value.map((value) => Number(value.toFixed(8))))]), [
      Number((1.01 ** 10 - 1).toFixed(8)),
    ]);
    assert.match(convention ?? '', /10 periods, 365 periods per year/);
    const window = await ask({ series: 'rollingReturn', rolling: 10, from: at(5) });
    assert.deepEqual(window.curve.at[0], at(5));
    const long = await ask({ series: 'rollingSharpe' });
    assert.match(long.reason ?? '', /needs 90 periods, has 40/);
    assert.match((await ask({ series: 'rollingBeta' })).reason ?? '', /name one under "benchmarks"/);
    await engine.close();
  });

  it('rolling beta to a benchmark', async () => {
    const wave = (n: number): number => 100 + 10 * Math.sin(n);
    const many = Array.from({ length: 60 }, (_, n) => ({
      // One value at the end of each day, as the closes are dated.
      at: Date.UTC(2026, 10, 20) - (60 - n) * day + day - 1,
      accounts: { a: { equity: 1000 + 2000 * (wave(n) / wave(0) - 1) } },
    }));
    const { ask, engine, fake } = await opened(many, { USD: '1000' }, { prices: { source: 'binance' } });
    fake.prices.closes = () => Array.from({ length: 60 }, (_, n) => wave(n));
    const { curve, convention, reason } = await ask({ series: 'rollingBeta', rolling: 20, benchmarks: ['BTC'] });
    assert.equal(reason, null);
    assert.match(convention ?? '', /^to BTC, 20 periods/);
    // Twice the benchmark's gains on the first value: a beta about 2, more where the book is worth less than then.
    assert.ok(curve.value.length > 20);
    assert.ok(
      curve.value.every((value) => value > 1.3 && value < 3),
      String(curve.value),
    );
    await engine.close();
  });

  it('allocation: shares of what was held, six parts at most and the others, that add up', async () => {
    const assets = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [`A${n}`, [1, 10 * (8 - n)] as const] as const),
    );
    const held: readonly PastDay[] = [
      { at: at(3), accounts: { a: { equity: 360 } }, holdings: { a: assets } },
      { at: at(2), accounts: { a: { equity: 100 } }, holdings: { a: { A0: [1, 75], A7: [1, 25] } } },
    ];
    const { ask, engine } = await opened(held, { USD: '100' });
    const { others, curve, extent } = await ask({ series: 'allocation' });
    assert.equal(others?.length, 7);
    assert.equal(others?.at(-1)?.title, 'Other');
    assert.deepEqual(extent, { from: at(3), to: at(0) });
    assert.deepEqual(curve.at, [at(3), at(2), at(0)]);
    for (const index of curve.at.keys()) {
      const sum = (others ?? []).reduce((total, part) => total + (part.curve.value[index] ?? 0), 0);
      assert.ok(Math.abs(sum - 1) < 1e-12);
    }
    const a0 = others?.find(({ id }) => id === 'A0');
    assert.deepEqual(rounded(a0?.curve.value ?? []), rounded([80 / 360, 0.75, 0]));
    const cash = await ask({ series: 'allocation', by: 'instrument', from: at(2) });
    assert.deepEqual(
      cash.others?.map(({ id, curve: part }) => [id, part.value]),
      [
        ['Cash', [0, 1]],
        ['spot', [1, 0]],
      ],
    );
    await engine.close();
  });

  it('of parts: an account, a strategy, an asset', async () => {
    const held: readonly PastDay[] = [
      { at: at(3), accounts: { a: { equity: 300 } }, holdings: { a: { AAA: [1, 100], USD: [200, 1] } } },
      { at: at(2), accounts: { a: { equity: 310 } }, holdings: { a: { AAA: [1, 110], USD: [200, 1] } } },
    ];
    const { ask, engine } = await opened(held, { USD: '200' }, { strategies: { S: { symbols: ['AAA'] } } });
    const asset = await ask({ subject: { kind: 'asset', id: 'AAA' } });
    assert.deepEqual(asset.curve.value.slice(0, 2), [100, 110]);
    assert.deepEqual((await ask({ subject: { kind: 'strategy', id: 'S' } })).curve, asset.curve);
    assert.deepEqual((await ask({ subject: { kind: 'account', id: 'a' } })).curve.value, [300, 310, 200]);
    assert.match((await ask({ subject: { kind: 'account', id: 'b' } })).reason ?? '', /.+/);
    await engine.close();
  });

  it('the combined view says that it has no history', async () => {
    const { ask, engine } = await opened(days, { USD: '1' });
    for (const series of ['value', 'allocation', 'rollingSharpe'] as const) {
      assert.match((await ask({ portfolio: combinedPortfolio, series })).reason ?? '', /no history of its own/);
    }
    await engine.close();
  });
});
