import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toNumber } from '../../../../src/core/decimal.ts';
import type { CashFlow } from '../../../../src/core/model/trade.ts';
import type { PaperOrder } from '../../../../src/core/paper/fillOrder.ts';
import { simulatedMarket } from '../../../../src/core/paper/market.ts';
import type { ReplayMarket, ReplaySettings } from '../../../../src/core/paper/replay.ts';
import { paperEquity, replay as replayed } from '../../../../src/core/paper/replay.ts';
import { returnsOf } from '../../../../src/core/series/returns.ts';
import { day } from '../../../support/book.ts';

const start = Date.UTC(2026, 10, 2, 9);
const midnight = Date.UTC(2026, 10, 3);
const flow = (at: number, quantity: string, asset = 'USD'): CashFlow => ({
  id: `f${at}`,
  at,
  asset,
  quantity,
  kind: 'deposit',
});
const order = (at: number, side: 'buy' | 'sell', quantity: string, price: string | null = null): PaperOrder => ({
  id: `o${at}`,
  at,
  symbol: 'BTC/USD',
  side,
  quantity,
  price,
  strategy: null,
});
const terms = { currency: 'USD', feeBps: 0, minFee: 0, slippageBps: 0 };
const replay = (
  orders: readonly PaperOrder[],
  flows: readonly CashFlow[],
  prices: ReplayMarket,
  settings: ReplaySettings,
) => replayed({ orders, flows, journal: [] }, prices, settings);
/** Bitcoin at 100 on the second, 10 more every day. */
const market = {
  priceAt: (asset: string, currency: string, at: number) =>
    asset === currency
      ? '1'
      : asset === 'BTC' && at > 0
        ? String(100 + 10 * Math.floor((at - Date.UTC(2026, 10, 2)) / day))
        : null,
};

describe('replay', () => {
  it('gives the baseline and the equity at the end of every day, with the flows of the day', () => {
    const { points, trades, book } = replay(
      [order(start + 1, 'buy', '5'), order(midnight + day + 5, 'sell', '2')],
      [flow(start, '1000'), flow(midnight + 3, '200')],
      market,
      { ...terms, to: midnight + 2 * day + 7 },
    );
    assert.deepEqual(points, [
      { at: start, equity: 1000, flow: 1000, origin: 'simulated' },
      { at: midnight, equity: 1050, flow: 0, origin: 'simulated' },
      { at: midnight + day, equity: 1300, flow: 200, origin: 'simulated' },
      { at: midnight + 2 * day, equity: 1330, flow: 0, origin: 'simulated' },
    ]);
    assert.deepEqual(
      trades.map((trade) => trade.realizedPnl),
      ['0', '40'],
    );
    assert.equal(book.positions['BTC/USD']?.quantity, '3');
  });

  it('tells what it refused and goes on', () => {
    const { refused, trades } = replay(
      [order(start + 1, 'buy', '50'), order(start + 2, 'buy', '1')],
      [flow(start, '1000')],
      market,
      { ...terms, to: midnight },
    );
    assert.match(refused[0]?.reason ?? '', /not enough USD/);
    assert.equal(trades.length, 1);
  });

  it('has no point where something has no price, and carries the flow to the next', () => {
    const gappy = {
      priceAt: (a: string, c: string, at: number) => (at === midnight && a === 'BTC' ? null : market.priceAt(a, c, at)),
    };
    const { points } = replay([order(start + 1, 'buy', '5')], [flow(start, '1000'), flow(start + 2, '50')], gappy, {
      ...terms,
      to: midnight + day,
    });
    assert.deepEqual(
      points.map((point) => [point.at, point.flow]),
      [
        [start, 1000],
        [midnight + day, 50],
      ],
    );
    assert.deepEqual(replay([], [], market, { ...terms, to: midnight }).points, []);
  });

  it('deposits never profit: a replay with more money paid in has the same returns while it holds no position', () => {
    const real = simulatedMarket(3);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100_000 })), { maxLength: 6 }),
        (extra) => {
          const flows = [
            flow(start, '1000'),
            ...extra.map(([days, amount]) => flow(start + days * day, String(amount))),
          ];
          const { points } = replay([], flows, real, { ...terms, to: start + 25 * day });
          const returns = returnsOf(points, { riskFree: 0 });
          return returns.ok && returns.value.returns.every((value) => Math.abs(value) < 1e-12);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('ends with the equity its flows, trades and prices account for', () => {
    const real = simulatedMarket(1);
    const orders = Array.from({ length: 200 }, (_, index) =>
      order(start + index * 6 * 3_600_000, index % 3 === 2 ? 'sell' : 'buy', '0.01'),
    );
    const settings = { ...terms, feeBps: 10, minFee: 1, slippageBps: 5, to: start + 60 * day };
    const { book, trades, refused } = replay(orders, [flow(start, '50000')], real, settings);
    assert.equal(trades.length + refused.length, 200);
    const fees = trades.reduce((total, trade) => total + Number(trade.fee), 0);
    const realized = trades.reduce((total, trade) => total + Number(trade.realizedPnl), 0);
    const held = book.positions['BTC/USD'];
    const mark = Number(real.priceAt('BTC', 'USD', settings.to));
    const open = Number(held?.quantity) * (mark - Number(held?.averagePrice));
    const equity = toNumber(paperEquity(book, real, 'USD', settings.to) ?? 0);
    assert.ok(Math.abs(equity - (50_000 + realized + open - fees)) < 1e-6, `${equity}`);
    assert.ok(trades.every((trade) => Number(trade.fee) >= 1));
  });
});
