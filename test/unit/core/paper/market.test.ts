import assert from 'node:assert/strict';
import { pearson } from '../../../../src/core/correlation/pearson.ts';
import { simulatedMarket } from '../../../../src/core/paper/market.ts';
import { day } from '../../../support/book.ts';

const at = Date.UTC(2026, 10, 20, 12, 34, 56);
const returnsOf = (market: ReturnType<typeof simulatedMarket>, asset: string) => {
  const closes = market.dailyCloses(asset, 'USD', at - 1100 * day, at)?.closes ?? [];
  return closes.slice(1).map((point, index) => Math.log(point.close / (closes[index]?.close ?? Number.NaN)));
};

describe('the simulated market', () => {
  const market = simulatedMarket(1);

  it('has at least ten assets with three years of daily closes, the last of the last whole day', () => {
    assert.ok(market.assets.length >= 12);
    for (const asset of market.assets) {
      const closes = market.dailyCloses(asset, 'USD', at - 3 * 365 * day, at)?.closes ?? [];
      assert.ok(closes.length >= 3 * 365 - 1, `${asset}: ${closes.length}`);
      assert.equal(closes.at(-1)?.day, Math.floor(at / day) * day - day);
      assert.ok(closes.every((point) => point.close > 0 && Number.isFinite(point.close)));
      assert.equal(
        String(closes.at(-1)?.close),
        String(Number(market.priceAt(asset, 'USD', Math.floor(at / day) * day))),
      );
    }
  });

  it('is a function of seed and time alone: any order of asking, any object, any year', () => {
    const other = simulatedMarket(1);
    const times = [at, at - 2000 * day, at + 400 * day, Date.UTC(2012, 1, 3, 4), at - 1];
    const prices = times.map((time) => market.priceAt('ETH', 'USD', time));
    assert.deepEqual(
      times.toReversed().map((time) => other.priceAt('ETH', 'USD', time)),
      prices.toReversed(),
    );
    assert.ok(prices.every((price) => Number(price) > 0));
    assert.notEqual(simulatedMarket(2).priceAt('ETH', 'USD', at), prices[0]);
  });

  it('stays the market it was from version to version: a recorded demo book keeps its prices', () => {
    const noon = Date.UTC(2026, 10, 20, 12, 34, 56);
    assert.deepEqual(
      ['BTC', 'ETH', 'SPY'].map((asset) => [
        market.priceAt(asset, 'USD', Date.UTC(2026, 10, 20)),
        market.priceAt(asset, 'USD', noon),
      ]),
      [
        ['69318.25', '70696.15'],
        ['2475.541', '2524.345'],
        ['644.8628', '645.3577'],
      ],
    );
  });

  it('coins move together, shares apart from them, each with its volatility', () => {
    for (const seed of [1, 2, 3]) {
      const each = simulatedMarket(seed);
      const rho = (a: string, b: string): number => pearson(returnsOf(each, a), returnsOf(each, b)) ?? Number.NaN;
      for (const [a, b] of [
        ['BTC', 'ETH'],
        ['SOL', 'AVAX'],
        ['DOGE', 'XRP'],
        ['LINK', 'DOT'],
      ] as const) {
        const value = rho(a, b);
        assert.ok(value > 0.55 && value < 0.92, `${a}-${b} of seed ${seed}: ${value}`);
      }
      assert.ok(rho('SPY', 'QQQ') > 0.75);
      assert.ok(rho('BTC', 'SPY') > 0.1 && rho('BTC', 'SPY') < 0.5);
      assert.ok(Math.abs(rho('BTC', 'GLD')) < 0.2);
      const bitcoin = returnsOf(each, 'BTC');
      const volatility = Math.sqrt((bitcoin.reduce((total, value) => total + value ** 2, 0) / bitcoin.length) * 365);
      assert.ok(volatility > 0.35 && volatility < 0.8, `${volatility}`);
    }
  });

  it('stablecoins stay near 1 but are not 1', () => {
    const closes = market.dailyCloses('USDT', 'USD', at - 1100 * day, at)?.closes ?? [];
    assert.ok(closes.every((point) => Math.abs(point.close - 1) < 0.01));
    assert.ok(closes.some((point) => point.close !== 1));
  });

  it('moves by the minute as by the day: the bridge has the volatility of its day and meets its ends', () => {
    let ratio = 0;
    for (let back = 1; back <= 20; back++) {
      const midnight = Math.floor(at / day) * day - back * day;
      const logs = Array.from({ length: 289 }, (_, index) =>
        Math.log(Number(market.priceAt('BTC', 'USD', midnight + index * 300_000))),
      );
      const realised = Math.sqrt(
        logs.slice(1).reduce((total, value, index) => total + (value - (logs[index] ?? 0)) ** 2, 0),
      );
      ratio += realised / (0.48 / Math.sqrt(365)) / 20;
      assert.ok(
        Math.max(...logs.slice(1).map((value, index) => Math.abs(value - (logs[index] ?? 0)))) < 0.02,
        'no jumps',
      );
    }
    assert.ok(ratio > 0.6 && ratio < 2, `${ratio}`);
  });

  it('crosses currencies, knows only its own names, and tells the price of 24 h before', () => {
    const eth = Number(market.priceAt('ETH', 'EUR', at));
    assert.ok(
      Math.abs(eth / (Number(market.priceAt('ETH', 'USD', at)) / Number(market.priceAt('EUR', 'USD', at))) - 1) < 1e-5,
    );
    assert.equal(market.priceAt('NOPE', 'USD', at), null);
    assert.equal(market.priceAt('BTC', 'NOPE', at), null);
    assert.equal(market.dailyCloses('NOPE', 'USD', at - 9 * day, at), null);
    const [bitcoin, ...rest] = market.quotes(['BTC', 'NOPE', 'USD'], 'USD', at);
    assert.equal(bitcoin?.open24h, market.priceAt('BTC', 'USD', at - day));
    assert.deepEqual(rest, []);
  });

  it('computes 12 assets × 1,100 days in less than 20 ms of processor time', () => {
    const spent = [11, 12, 13].map((seed) => {
      const fresh = simulatedMarket(seed);
      const before = process.cpuUsage();
      for (const asset of fresh.assets.slice(1, 13)) fresh.dailyCloses(asset, 'USD', at - 1100 * day, at);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    console.log(`      12 assets × 1,100 days: ${Math.min(...spent).toFixed(1)} ms`);
    assert.ok(Math.min(...spent) < 40, spent.join());
  });
});
