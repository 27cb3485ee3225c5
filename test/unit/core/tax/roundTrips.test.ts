import assert from 'node:assert/strict';
import fc from 'fast-check';
import { big, sum } from '../../../../src/core/decimal.ts';
import type { Trade } from '../../../../src/core/model/trade.ts';
import { type RoundTripsInput, roundTrips } from '../../../../src/core/tax/roundTrips.ts';
import { tradeStats } from '../../../../src/core/tax/tradeStats.ts';
import { fill } from '../../../support/taxInput.ts';

type Own = Trade & { readonly account: string };
const linear = { contract: 'linear', contractSize: '1' } as const;
const rates: Readonly<Record<string, string>> = { EUR: '1', USD: '0.9', BNB: '500', BTC: '50000' };
const tripsOf = (trades: readonly Own[], more: Partial<RoundTripsInput> = {}) =>
  roundTrips({
    trades,
    allowsShort: () => false,
    rateAt: (asset) => (rates[asset] === undefined ? null : big(rates[asset])),
    baseCurrency: 'EUR',
    ...more,
  });

describe('round trips (LED-2, POS-4)', () => {
  it('from flat to flat: sizes, average prices, fees in quote, net in base currency', () => {
    const [trip, ...others] = tripsOf([
      fill('2024-01-01', 'BTC/USD', 'buy', '1', '100', { fee: '1', feeCurrency: 'USD' }),
      fill('2024-01-02', 'BTC/USD', 'buy', '3', '120', { fee: '0.009', feeCurrency: 'BNB' }),
      fill('2024-01-03', 'BTC/USD', 'sell', '1', '150'),
      fill('2024-01-05', 'BTC/USD', 'sell', '3', '110', { fee: '2', feeCurrency: 'USD' }),
    ]);
    assert.deepEqual(others, []);
    assert.ok(trip);
    // 480 − 460; fees 1 + 0.009 × 500 / 0.9 + 2
    assert.deepEqual(
      [trip.side, trip.size, trip.entryPrice, trip.exitPrice, trip.realizedPnl, trip.fees, trip.net, trip.baseNet],
      ['long', '4', 115, 120, 20, 8, 12, 10.8],
    );
    assert.equal(trip.roi, 12 / 460);
    assert.deepEqual(
      [trip.openedAt, trip.closedAt, trip.fills],
      [Date.parse('2024-01-01'), Date.parse('2024-01-05'), 4],
    );
  });

  it('a fill through zero ends one and begins the next, its fee shared out', () => {
    const trips = tripsOf([
      fill('2024-01-01', 'BTC/USD:USD', 'buy', '2', '100', linear),
      fill('2024-01-02', 'BTC/USD:USD', 'sell', '5', '110', { ...linear, fee: '5', feeCurrency: 'USD' }),
      fill('2024-01-03', 'BTC/USD:USD', 'buy', '3', '100', linear),
    ]);
    assert.deepEqual(
      trips.map(({ side, size, realizedPnl, fees, net }) => [side, size, realizedPnl, fees, net]),
      [
        ['long', '2', 20, 2, 18],
        ['short', '3', 30, 3, 27],
      ],
    );
  });

  it('inverse contracts in coins', () => {
    const inverse = { contract: 'inverse', contractSize: '100' } as const;
    const [trip] = tripsOf([
      fill('2024-01-01', 'BTC/USD:BTC', 'sell', '10', '50000', inverse),
      fill('2024-01-02', 'BTC/USD:BTC', 'buy', '10', '40000', inverse),
    ]);
    assert.deepEqual(
      [trip?.quote, trip?.side, trip?.realizedPnl, trip?.entryPrice, trip?.exitPrice],
      ['BTC', 'short', 0.005, 50000, 40000],
    );
    assert.equal(trip?.baseNet, 250);
  });

  it('a coin fee and rounding to steps leave no position open on spot markets', () => {
    const trips = tripsOf([
      fill('2024-01-01', 'BTC/EUR', 'buy', '1', '100', { fee: '0.001', feeCurrency: 'BTC' }),
      fill('2024-01-02', 'BTC/EUR', 'sell', '0.9989', '110'),
      fill('2024-01-03', 'BTC/EUR', 'buy', '1', '100'),
      fill('2024-01-04', 'BTC/EUR', 'sell', '1', '90'),
    ]);
    assert.deepEqual(
      trips.map(({ realizedPnl, fees }) => [realizedPnl, fees]),
      [
        [9.989, 0.1],
        [-10, 0],
      ],
    );
  });

  it('strategies, accounts and symbols are apart', () => {
    const of = (day: string, side: 'buy' | 'sell', strategy: string, account = 'a') =>
      fill(day, 'BTC/EUR', side, '1', side === 'buy' ? '100' : '120', { strategy, account });
    const trips = tripsOf([
      of('2024-01-01', 'buy', 'x'),
      of('2024-01-02', 'buy', 'y'),
      of('2024-01-03', 'sell', 'x'),
      of('2024-01-04', 'sell', 'y'),
      of('2024-01-05', 'buy', 'x', 'b'),
      of('2024-01-06', 'sell', 'x', 'b'),
    ]);
    assert.deepEqual(
      trips.map(({ account, strategy, fills }) => [account, strategy, fills]),
      [
        ['a', 'x', 2],
        ['a', 'y', 2],
        ['b', 'x', 2],
      ],
    );
    const named = tripsOf([of('2024-01-01', 'buy', 'x'), of('2024-01-03', 'sell', 'y')], { strategyOf: () => 'grid' });
    assert.deepEqual(
      named.map(({ strategy }) => strategy),
      ['grid'],
    );
  });

  it('an order by hand closes what a strategy has open, except on paper', () => {
    const trades = [
      fill('2024-01-01', 'BTC/USD', 'buy', '2', '100', { strategy: 'bot' }),
      fill('2024-01-02', 'BTC/USD', 'sell', '2', '110'),
      fill('2024-01-03', 'ETH/USD:USD', 'sell', '2', '100', { ...linear, strategy: 'bot' }),
      fill('2024-01-04', 'ETH/USD:USD', 'buy', '3', '90', linear),
      fill('2024-01-05', 'ETH/USD:USD', 'sell', '1', '95', linear),
    ];
    assert.deepEqual(
      tripsOf(trades).map(({ symbol, side, strategy, realizedPnl }) => [symbol, side, strategy, realizedPnl]),
      [
        ['BTC/USD', 'long', 'bot', 20],
        ['ETH/USD:USD', 'short', 'bot', 20],
        ['ETH/USD:USD', 'long', null, 5],
      ],
    );
    assert.deepEqual(tripsOf(trades.slice(0, 2), { allowsShort: () => true }), []);
  });

  it('what was there before has no result, and says so', () => {
    const [spot] = tripsOf([fill('2024-01-03', 'BTC/EUR', 'sell', '1', '120')]);
    assert.deepEqual([spot?.openedAt, spot?.realizedPnl, spot?.baseNet, spot?.exitPrice], [null, null, null, 120]);
    assert.match(spot?.reason ?? '', /there before the first fill/);
    const contract = fill('2024-01-03', 'BTC/USD:USD', 'sell', '2', '120', linear);
    const [open] = tripsOf([contract], { openBefore: new Map([['a BTC/USD:USD', big(2)]]) });
    assert.deepEqual([open?.side, open?.size, open?.net], ['long', '2', null]);
  });

  it('shorts on spot markets where they are allowed', () => {
    const trades = [
      fill('2024-01-01', 'BTC/EUR', 'sell', '1', '120'),
      fill('2024-01-02', 'BTC/EUR', 'buy', '1', '100'),
    ];
    const [trip] = tripsOf(trades, { allowsShort: () => true });
    assert.deepEqual([trip?.side, trip?.net], ['short', 20]);
  });

  it('results of closed derivative trips are what was received less what was paid', () => {
    const step = fc.tuple(
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 5 }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        let held = 0;
        const trades = steps.map(([buy, quantity, price, fee], index) => {
          held += buy ? quantity : -quantity;
          const at = new Date(Date.UTC(2024, 0, 1) + index * 1000).toISOString();
          return fill(at, 'X/EUR:EUR', buy ? 'buy' : 'sell', String(quantity), String(price), {
            ...linear,
            fee: String(fee),
            feeCurrency: 'EUR',
          });
        });
        if (held !== 0) {
          const closing = held > 0 ? 'sell' : 'buy';
          trades.push(fill('2024-02-01', 'X/EUR:EUR', closing, String(Math.abs(held)), '100', linear));
        }
        const cash = sum(
          trades.map(({ side, quantity, price, fee }) =>
            big(quantity)
              .times(price)
              .times(side === 'buy' ? -1 : 1)
              .minus(fee ?? 0),
          ),
        );
        const net = sum(tripsOf(trades).map((trip) => trip.baseNet ?? assert.fail()));
        assert.ok(net.minus(cash).abs().lt('0.00000001'), `${net} is not ${cash}`);
      }),
      { numRuns: 150 },
    );
  });
});

describe('statistics of round trips', () => {
  it('win rate, profit factor, expectancy, payoff: all first, then by strategy', () => {
    // Trips of one strategy follow each other: closed before the next begins.
    const one = (strategy: string, results: readonly number[]) =>
      results.flatMap((result, index) => [
        fill(`2024-0${index + 1}-01`, 'BTC/EUR', 'buy', '1', '100', { strategy }),
        fill(`2024-0${index + 1}-11`, 'BTC/EUR', 'sell', '1', String(100 + result), { strategy }),
      ]);
    const [all, first, second, ...rest] = tradeStats(tripsOf([...one('x', [30, -10, 0]), ...one('y', [40, -20, 15])]));
    assert.deepEqual(rest, []);
    assert.deepEqual([all?.strategy, all?.trips, all?.wins, all?.losses, all?.winRate], [null, 6, 3, 2, 0.5]);
    assert.deepEqual([all?.profitFactor, all?.net, all?.averageWin, all?.averageLoss], [85 / 30, 55, 85 / 3, -15]);
    assert.deepEqual([all?.expectancy, all?.payoff, all?.meanHoldingMs], [55 / 6, 85 / 3 / 15, 10 * 86_400_000]);
    assert.deepEqual([first?.strategy, first?.net, second?.strategy, second?.net], ['y', 35, 'x', 20]);
    assert.ok(first?.notes.some((note) => /3 round trips are too few/.test(note)));
  });

  it('what cannot be told is null and says why', () => {
    const [none] = tradeStats([]);
    assert.deepEqual(
      [none?.winRate, none?.profitFactor, none?.expectancy, none?.notes],
      [null, null, null, ['no round trip was closed']],
    );
    const [won] = tradeStats(
      tripsOf([fill('2024-01-01', 'BTC/EUR', 'buy', '1', '100'), fill('2024-01-02', 'BTC/EUR', 'sell', '1', '110')]),
    );
    assert.deepEqual([won?.winRate, won?.profitFactor, won?.payoff], [1, null, null]);
    assert.ok(won?.notes.some((note) => /no round trip lost/.test(note)));
    const [unknown] = tradeStats(tripsOf([fill('2024-01-03', 'BTC/EUR', 'sell', '1', '120')]));
    assert.deepEqual([unknown?.trips, unknown?.unknown, unknown?.net], [0, 1, 0]);
  });
});
