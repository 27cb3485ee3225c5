import assert from 'node:assert/strict';
import { toNumber } from '../../../../src/core/decimal.ts';
import { openPrices, priceLink } from '../../../../src/core/valuation/conversion.ts';
import { day, now, quote } from '../../../support/book.ts';

const open = (...links: ReturnType<typeof quote>[][]) => openPrices(links.map(priceLink), now, day);
const rate = (prices: ReturnType<typeof open>, from: string, to: string) => {
  const found = prices.rate(from, to);
  return found && { rate: toNumber(found.rate), source: found.source, stale: found.stale };
};

describe('conversion over quotes (SRC-5)', () => {
  it('takes the direct market, then the inverse', () => {
    const prices = open([quote('BTC/USD', '50000'), quote('USD/JPY', '150')]);
    assert.deepEqual(rate(prices, 'BTC', 'USD'), { rate: 50000, source: 'test BTC/USD', stale: false });
    assert.equal(rate(prices, 'JPY', 'USD')?.rate, 1 / 150);
  });

  it('goes through as few markets as possible', () => {
    const prices = open([
      quote('ETH/USDT', '2000'),
      quote('USDT/USD', '0.5'),
      quote('ETH/BTC', '0.04'),
      quote('BTC/USD', '50000'),
      quote('ETH/USD', '1999'),
    ]);
    assert.deepEqual(rate(prices, 'ETH', 'USD'), { rate: 1999, source: 'test ETH/USD', stale: false });
  });

  it('tries hubs in the order USDT, USDC, USD, BTC, EUR', () => {
    const prices = open([
      quote('ETH/BTC', '0.04'),
      quote('BTC/USD', '50000'),
      quote('ETH/USDC', '2000'),
      quote('USDC/USD', '1'),
    ]);
    assert.equal(rate(prices, 'ETH', 'USD')?.source, 'test ETH/USDC → test USDC/USD');
  });

  it('reaches three markets far and no farther', () => {
    const prices = open([
      quote('DOGE/BTC', '0.000002'),
      quote('BTC/USDT', '50000'),
      quote('USDT/EUR', '0.9'),
      quote('EUR/SEK', '11'),
    ]);
    assert.equal(rate(prices, 'DOGE', 'EUR')?.rate, 0.09);
    assert.equal(rate(prices, 'DOGE', 'SEK'), null);
  });

  it('never assumes that a name containing USD is worth 1', () => {
    assert.equal(rate(open([quote('BTC/USDT', '50000')]), 'BTC', 'USD'), null);
    assert.equal(rate(open([quote('BTC/USDT', '50000')]), 'USDT', 'USD'), null);
    assert.equal(rate(open([quote('BTC/USDT', '50000'), quote('USDT/USD', '0.9')]), 'BTC', 'USD')?.rate, 45000);
  });

  it('takes the first link of the chain that can answer, however many markets a later one would save', () => {
    const prices = open(
      [quote('ETH/USDT', '2000'), quote('XRP/KRW', '900')],
      [quote('USDT/USD', '1')],
      [quote('ETH/USD', '1'), quote('XRP/USD', '2')],
    );
    assert.deepEqual(rate(prices, 'ETH', 'USD'), {
      rate: 2000,
      source: 'test ETH/USDT → test USDT/USD',
      stale: false,
    });
    assert.equal(rate(prices, 'XRP', 'USD')?.rate, 2, 'a link that knows the coin but leads nowhere cannot answer');
  });

  it('keeps BTC in the order of the chain like any coin that is held: a file at the end of it beats no live market', () => {
    const prices = open([quote('BTC/USDT', '67000'), quote('USDT/USD', '1')], [quote('BTC/USD', '60000')]);
    assert.equal(rate(prices, 'BTC', 'USD')?.rate, 67000);
  });

  it('takes a direct market of any link for a currency, held itself or on the way, before a detour by an earlier link', () => {
    const prices = open(
      [quote('USDC/USDT', '1'), quote('ETH/USDT', '2000'), quote('BTC/USDT', '50000')],
      [quote('USDT/USD', '0.95'), quote('USDC/USD', '1'), quote('BTC/USD', '47000')],
    );
    assert.deepEqual(rate(prices, 'USDT', 'USD'), { rate: 0.95, source: 'test USDT/USD', stale: false });
    assert.equal(rate(prices, 'USDC', 'USD')?.source, 'test USDC/USD');
    assert.equal(rate(prices, 'BTC', 'USD')?.source, 'test BTC/USDT → test USDT/USD', 'held BTC follows the chain');
    assert.equal(rate(prices, 'ETH', 'USD')?.rate, 1900);
    const inverse = open([quote('USDC/USDT', '1'), quote('USDC/USD', '1')], [quote('USD/USDT', '1.25')]);
    assert.equal(rate(inverse, 'USDT', 'USD')?.rate, 0.8);
    const far = open(
      [quote('USDT/BTC', '0.00002'), quote('BTC/EUR', '45000')],
      [quote('USDT/USDC', '1')],
      [quote('USDC/EUR', '0.8')],
    );
    assert.equal(rate(far, 'USDT', 'EUR')?.rate, 0.8, 'among paths of equal length the order of the hubs decides');
  });

  it('does so for every stablecoin and currency it is told of, and prefers fresh detours to stale direct markets', () => {
    const first = [quote('DAI/USDT', '1'), quote('CHF/USDT', '1.1')];
    const second = (at: number) => [
      quote('USDT/USD', '1'),
      quote('DAI/USD', '0.9', { at }),
      quote('CHF/USD', '1.2', { at }),
    ];
    const told = (at: number) => openPrices([first, second(at)].map(priceLink), now, day, new Set(['DAI', 'CHF']));
    assert.equal(told(now).rate('DAI', 'USD')?.price, 0.9);
    assert.equal(told(now).rate('CHF', 'USD')?.price, 1.2);
    assert.equal(told(now - day - 1).rate('DAI', 'USD')?.price, 1);
    assert.equal(rate(open(first, second(now)), 'DAI', 'USD')?.rate, 1, 'an asset like any other where nobody says so');
  });

  it('prefers a fresh answer to a stale one further up, and says when only a stale one is left', () => {
    const old = { at: now - day - 1 };
    const both = open([quote('BTC/USD', '40000', old)], [quote('BTC/USD', '50000')]);
    assert.deepEqual(rate(both, 'BTC', 'USD'), { rate: 50000, source: 'test BTC/USD', stale: false });
    const only = open([quote('BTC/USDT', '40000'), quote('USDT/USD', '1', old)]);
    assert.equal(only.rate('BTC', 'USD')?.stale, true);
    assert.equal(only.rate('BTC', 'USD')?.at, old.at, 'as old as the oldest quote of the path');
    assert.equal(open([quote('BTC/USD', '1', { at: now - day })]).rate('BTC', 'USD')?.stale, false);
  });

  it('passes over a price of zero, below zero or no number', () => {
    for (const price of ['0', '-1', 'NaN', '']) {
      assert.equal(rate(open([quote('BTC/USD', price)]), 'BTC', 'USD'), null, price);
      assert.equal(rate(open([quote('BTC/USD', price)], [quote('BTC/USD', '7')]), 'BTC', 'USD')?.rate, 7);
    }
  });

  it('knows the price of 24 h before only where every market of the path tells it', () => {
    const told = open([quote('BTC/USDT', '110', { open24h: '100' }), quote('USDT/USD', '1', { open24h: '0.5' })]);
    assert.equal(told.rate('BTC', 'USD')?.price24h, 50);
    const untold = open([quote('BTC/USDT', '110', { open24h: '100' }), quote('USDT/USD', '1')]);
    assert.equal(untold.rate('BTC', 'USD')?.price24h, null);
  });
});
