import assert from 'node:assert/strict';
import { evaluateRisk } from '../../../../src/core/risk/evaluateRisk.ts';
import { headroom } from '../../../../src/core/risk/headroom.ts';
import { facts, known, position, snapshot, unknown } from '../../../support/snapshots.ts';

const btc = position('BTC/USD', 15_000, { size: '0.5', price: { price: 30_000, source: 'test', at: 0 } });
const book = snapshot([btc, position('ETH/USD', 5_000)], { equity: 20_000, cash: 6_000 });

describe('headroom', () => {
  it('is the tightest of the limits, as notional and as quantity', () => {
    assert.deepEqual(headroom(facts(book), { maxTotalExposureNotional: 50_000 }, 'BTC/USD'), {
      symbol: 'BTC/USD',
      notional: 30_000,
      quantity: 1,
      bindingLimit: 'maxTotalExposureNotional',
      reason: null,
    });
    const limits = {
      maxTotalExposureNotional: 50_000,
      maxSymbolExposureNotional: { '*': 10_000, BTC: 18_000 },
      maxLeverage: 2,
      maxPositionPct: 100,
      maxSectorPct: 110,
      minCashPct: 25,
    };
    const more = { sectors: { Majors: ['BTC', 'ETH'] } };
    const bound = (symbol: string, without: readonly string[]) => {
      const rest = Object.fromEntries(Object.entries(limits).filter(([id]) => !without.includes(id)));
      const { notional, bindingLimit } = headroom(facts(book, more), rest, symbol);
      return [notional, bindingLimit];
    };
    assert.deepEqual(bound('BTC/USD', []), [1_000, 'minCashPct']); // 6,000 − 25 % of 20,000
    assert.deepEqual(bound('BTC/USD', ['minCashPct']), [2_000, 'maxSectorPct']); // 22,000 − 20,000
    assert.deepEqual(bound('BTC/USD', ['minCashPct', 'maxSectorPct']), [3_000, 'maxSymbolExposureNotional']);
    assert.deepEqual(bound('BTC/USD', ['minCashPct', 'maxSectorPct', 'maxSymbolExposureNotional']), [
      5_000,
      'maxPositionPct',
    ]);
    assert.deepEqual(bound('SOL/USD', ['minCashPct']), [10_000, 'maxSymbolExposureNotional']); // by *
    assert.deepEqual(bound('SOL/USDT:USDT', ['maxSymbolExposureNotional']), [20_000, 'maxLeverage']); // no cash used
  });

  it('added in full reaches the limit, and not before', () => {
    const limits = { maxTotalExposureNotional: 50_000, maxSymbolExposureNotional: { BTC: 18_000 }, maxLeverage: 2 };
    const { notional } = headroom(facts(book), limits, 'BTC/USD');
    assert.ok(notional !== null);
    const withMore = (more: number) =>
      evaluateRisk(
        facts(snapshot([...book.positions, position('BTC/EUR', more)], { equity: 20_000, cash: 6_000 })),
        limits,
        0.8,
      );
    assert.notEqual(withMore(notional - 0.01).state, 'BREACH');
    assert.equal(withMore(notional).state, 'BREACH');
  });

  it('is nothing where a limit is reached: of size, of positions, of loss', () => {
    const zero = (limits: Record<string, unknown>, symbol: string, more = {}) => {
      const { notional, quantity, bindingLimit } = headroom(facts(book, more), limits, symbol);
      assert.deepEqual([notional, quantity], [0, 0]);
      return bindingLimit;
    };
    assert.equal(zero({ maxTotalExposureNotional: 100 }, 'BTC/USD'), 'maxTotalExposureNotional');
    assert.equal(zero({ maxOpenPositions: 2 }, 'SOL/USD'), 'maxOpenPositions');
    assert.equal(zero({ maxDailyLossAbs: 100, maxLeverage: 5 }, 'BTC/USD', { dayPnl: known(-100) }), 'maxDailyLossAbs');
    assert.equal(headroom(facts(book), { maxOpenPositions: 2, maxLeverage: 2 }, 'BTC/USD').notional, 20_000);
  });

  it('is not known where a limit in force is not, or none bounds it', () => {
    const gap = snapshot([...book.positions, position('XYZ', null)], { equity: 20_000, cash: 6_000 });
    const unpriced = headroom(facts(gap), { maxTotalExposureNotional: 50_000 }, 'BTC/USD');
    assert.deepEqual([unpriced.notional, unpriced.bindingLimit], [null, 'maxTotalExposureNotional']);
    assert.match(String(unpriced.reason), /XYZ/);
    const loss = headroom(
      facts(book, { dayPnl: unknown('no ledger') }),
      { maxDailyLossAbs: 5, maxLeverage: 3 },
      'BTC/USD',
    );
    assert.deepEqual([loss.notional, loss.bindingLimit], [null, 'maxDailyLossAbs']);
    assert.match(String(headroom(facts(book), {}, 'BTC/USD').reason), /no limit that is set bounds BTC\/USD/);
    assert.equal(headroom(facts(book), { maxVarPct: 3, maxLeverage: 9 }, 'BTC/USD').notional, null);
    const priceless = headroom(facts(book), { maxLeverage: 2 }, 'SOL/USD');
    assert.deepEqual(
      [priceless.notional, priceless.quantity, priceless.reason],
      [20_000, null, 'no price of SOL/USD is known'],
    );
  });
});
