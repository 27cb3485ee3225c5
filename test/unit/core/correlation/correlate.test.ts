import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clusterOrder } from '../../../../src/core/correlation/clusterOrder.ts';
import { correlate } from '../../../../src/core/correlation/correlate.ts';
import { pearson } from '../../../../src/core/correlation/pearson.ts';
import type { DailyCloses } from '../../../../src/core/model/quote.ts';
import { simulatedMarket } from '../../../../src/core/paper/market.ts';
import { day, dayStart } from '../../../support/book.ts';

const closes = (asset: string, prices: readonly number[], lastDay = dayStart - day, step = day): DailyCloses => ({
  asset,
  currency: 'USD',
  source: 'test',
  closes: prices.map((close, index) => ({ day: lastDay - (prices.length - 1 - index) * step, close })),
});
const wave = (count: number, phase: number) =>
  Array.from({ length: count }, (_, index) => 100 + 10 * Math.sin(index / 3 + phase));
const options = { window: 90, at: dayStart, simulated: false };

describe('Pearson correlation', () => {
  it('agrees with the definition on a known sample', () => {
    // Anscombe's quartet, first set: r = 0.81642051634484 (Anscombe 1973; R's cor()).
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    assert.ok(Math.abs((pearson(x, y) ?? 0) - 0.81642051634484) < 1e-13);
  });

  it('lies within ±1, is symmetric, unmoved by scale, and null for what does not vary', () => {
    const values = fc.array(
      fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
      { minLength: 3, maxLength: 80 },
    );
    fc.assert(
      fc.property(values, (pairs) => {
        const a = pairs.map(([x]) => x);
        const b = pairs.map(([, y]) => y);
        const rho = pearson(a, b);
        assert.equal(pearson(b, a), rho);
        if (rho === null) return;
        assert.ok(Math.abs(rho) <= 1);
        const other = pearson(
          a.map((x) => 3 * x + 1),
          b,
        );
        assert.ok(other === null || Math.abs(other - rho) < 1e-6);
      }),
    );
    assert.equal(pearson([0.1, 0.1, 0.1], [1, 2, 3]), null);
    assert.equal(pearson([1], [1]), null);
  });
});

describe('the correlation matrix (RISK-9)', () => {
  it('uses the returns of the window only, and counts them', () => {
    const calm = wave(200, 0);
    // The same but for what lies before the window, which must not matter.
    const wild = calm.map((price, index) => (index < 200 - 91 ? price * (index % 2 === 0 ? 3 : 1) : price));
    const matrix = correlate([closes('A', calm), closes('B', wild)], ['A', 'B'], options);
    assert.equal(matrix.overlap[0]?.[1], 90);
    assert.ok(Math.abs((matrix.rows[0]?.[1] ?? 0) - 1) < 1e-9);
    assert.equal(matrix.rows[0]?.[0], 1);
  });

  it('joins pairs on the days both have: a share’s Monday is set against a coin’s whole weekend', () => {
    const path = Array.from({ length: 91 }, (_, index) => 100 * 1.01 ** index * (1 + 0.05 * Math.sin(index)));
    const coin = closes('COIN', path);
    const share: DailyCloses = {
      ...coin,
      asset: 'SHARE',
      closes: coin.closes.filter((point) => ![0, 6].includes(new Date(point.day).getUTCDay())),
    };
    const matrix = correlate([coin, share], ['COIN', 'SHARE'], options);
    const at = matrix.assets.indexOf('COIN');
    assert.ok(Math.abs((matrix.rows[at]?.[1 - at] ?? 0) - 1) < 1e-9, 'the same path on the common days');
    assert.equal(matrix.overlap[at]?.[1 - at], share.closes.length - 1);
    assert.equal(matrix.overlap[at]?.[at], 90);
  });

  it('is null where the overlap is too short, and says who is left out and why', () => {
    const early = closes('EARLY', wave(60, 0), dayStart - 31 * day);
    const late = closes('LATE', wave(45, 1));
    const matrix = correlate(
      [
        early,
        late,
        closes('NEW', wave(10, 2)),
        closes(
          'PEG',
          wave(91, 0).map(() => 1),
        ),
      ],
      ['EARLY', 'LATE', 'NEW', 'PEG', 'GONE'],
      options,
    );
    assert.deepEqual([...matrix.assets].sort(), ['EARLY', 'LATE']);
    assert.equal(matrix.rows[0]?.[1], null);
    assert.ok((matrix.overlap[0]?.[1] ?? 99) < 20);
    assert.deepEqual(matrix.excluded, [
      { asset: 'NEW', reason: 'needs 20 daily returns, has 9' },
      { asset: 'PEG', reason: 'its price did not move in 90 days' },
      { asset: 'GONE', reason: 'no daily closes are known' },
    ]);
  });

  it('puts what moves together side by side, and loses nothing in doing so', () => {
    const block = (a: number, b: number) => (Math.floor(a / 2) === Math.floor(b / 2) ? (a === b ? 1 : 0.9) : 0.1);
    // Given interleaved: 0 and 3, 1 and 4, 2 and 5 belong together.
    const given = [0, 2, 4, 1, 3, 5];
    const order = clusterOrder(given.map((a) => given.map((b) => block(a, b)))).map((index) => given[index] ?? 0);
    for (const pair of [0, 2, 4]) assert.equal(Math.abs(order.indexOf(pair) - order.indexOf(pair + 1)), 1, `${order}`);
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.option(fc.double({ min: -1, max: 1, noNaN: true })), { minLength: 9, maxLength: 9 }), {
          maxLength: 9,
        }),
        (rows) => {
          assert.deepEqual(
            [...clusterOrder(rows)].sort(),
            rows.map((_, index) => index),
          );
        },
      ),
    );
  });

  it('finds the clusters of the simulated market: coins, shares and metals', () => {
    const market = simulatedMarket(1);
    const assets = ['BTC', 'SPY', 'ETH', 'GLD', 'SOL', 'QQQ'];
    const series = assets.flatMap((asset) => market.dailyCloses(asset, 'USD', dayStart - 100 * day, dayStart) ?? []);
    const matrix = correlate(series, assets, { ...options, simulated: true });
    const at = (asset: string) => matrix.assets.indexOf(asset);
    assert.ok(
      Math.max(at('BTC'), at('ETH'), at('SOL')) - Math.min(at('BTC'), at('ETH'), at('SOL')) === 2,
      matrix.assets.join(),
    );
    assert.equal(Math.abs(at('SPY') - at('QQQ')), 1);
    assert.equal(matrix.simulated, true);
  });
});
