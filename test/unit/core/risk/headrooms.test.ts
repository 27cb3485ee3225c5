import assert from 'node:assert/strict';
import { headroom } from '../../../../src/core/risk/headroom.ts';
import { headrooms } from '../../../../src/core/risk/headrooms.ts';
import { facts, known, position, snapshot, unknown } from '../../../support/snapshots.ts';

const btc = position('BTC/USD', 15_000, { size: '0.5', price: { price: 30_000, source: 'test', at: 0 } });
const book = snapshot([btc, position('ETH/USD', 5_000)], { equity: 20_000, cash: 6_000 });

describe('headrooms', () => {
  it('tells each limit by itself, in notional and quantity; the tightest is the headroom', () => {
    const limits = {
      maxTotalExposureNotional: 50_000,
      maxSymbolExposureNotional: { '*': 10_000, BTC: 18_000 },
      maxLeverage: 2,
      minCashPct: 25,
      maxOrderNotional: 9000,
      minOrderNotional: 10,
    };
    const rows = headrooms(facts(book), limits, 'BTC/USD');
    assert.deepEqual(
      rows.map(({ limit, notional, quantity }) => [limit, notional, quantity]),
      [
        ['maxTotalExposureNotional', 30_000, 1],
        ['maxSymbolExposureNotional', 3000, 0.1],
        ['maxLeverage', 20_000, 20_000 / 30_000],
        ['minCashPct', 1000, 1000 / 30_000],
        ['maxOrderNotional', 9000, 0.3],
      ],
    );
    const tightest = Math.min(...rows.flatMap(({ notional }) => notional ?? []));
    assert.equal(tightest, headroom(facts(book), limits, 'BTC/USD').notional);
    assert.deepEqual(headrooms(facts(book), {}, 'BTC/USD'), []);
  });

  it('is 0 where a limit is reached or a loss is, and says why where it is not known or bounds nothing', () => {
    const of = (limits: Record<string, unknown>, symbol = 'BTC/USD', more = {}) => {
      const [row] = headrooms(facts(book, more), limits, symbol);
      assert.ok(row);
      return [row.notional, row.reason];
    };
    assert.deepEqual(of({ maxTotalExposureNotional: 100 }), [0, 'the limit is reached']);
    assert.equal(of({ maxDailyLossAbs: 100 }, 'BTC/USD', { dayPnl: known(-100) })[0], 0);
    assert.match(String(of({ maxDailyLossAbs: 100 }, 'BTC/USD', { dayPnl: known(-10) })[1]), /10\.00 USD is 10 % of/);
    assert.match(String(of({ maxDailyLossAbs: 100 }, 'BTC/USD', { dayPnl: unknown('no history') })[1]), /no history/);
    assert.match(String(of({ maxOpenPositions: 2 })[1]), /does not bound the size of BTC\/USD/);
    assert.deepEqual(of({ maxOpenPositions: 2 }, 'SOL/USD')[0], 0);
    assert.match(String(of({ maxVarPct: 5 })[1]), /does not judge it yet/);
    const noPrice = of({ maxTotalExposureNotional: 50_000 }, 'SOL/USD');
    assert.deepEqual(noPrice, [30_000, 'no price of SOL/USD is known, so there is no quantity']);
  });
});
