import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/model/risk.ts';
import { evaluateRisk } from '../../../../src/core/risk/evaluateRisk.ts';
import { account, facts, known, noon, position, snapshot, unknown } from '../../../support/snapshots.ts';

/** POS-3 (S3): BTC/EUR 14,750 and ETH/EUR 3,500 in a book of EUR: 18,250. */
const golden = snapshot(
  [position('BTC/EUR', 14_750, { currency: 'EUR' }), position('ETH/EUR', 3_500, { side: 'short' })],
  {
    baseCurrency: 'EUR',
  },
);

function only(findings: readonly Finding[]): Finding {
  assert.equal(findings.length, 1);
  const [finding] = findings;
  assert.ok(finding);
  return finding;
}

function judge(...[limits, more]: [Record<string, unknown>, Parameters<typeof facts>[1]?]) {
  return evaluateRisk(facts(golden, more), limits, 0.8);
}

describe('evaluateRisk', () => {
  describe('RISK-4: the golden book', () => {
    for (const [limit, state, ratio] of [
      [50_000, 'OK', 0.365],
      [22_812.5, 'WARNING', 0.8],
      [22_812.51, 'OK', null],
      [18_250, 'BREACH', 1],
      [18_250.01, 'WARNING', null],
    ] as const) {
      it(`total exposure 18,250 against ${limit} is ${state}`, () => {
        const result = judge({ maxTotalExposureNotional: limit });
        const finding = only(result.findings);
        assert.equal(finding.value, 18_250);
        assert.equal(finding.state, state);
        if (ratio !== null) assert.equal(finding.ratio, ratio);
        assert.equal(result.state, state);
        assert.equal(result.allowed, state !== 'BREACH');
        assert.deepEqual(result.reasons, state === 'BREACH' ? [finding.message] : []);
        assert.deepEqual(result.warnings, state === 'WARNING' ? [finding.message] : []);
        assert.deepEqual(finding.contributors, ['BTC/EUR', 'ETH/EUR']);
        assert.equal(finding.ageMs, 60_000);
      });
    }

    for (const [pnl, state] of [
      [-400, 'WARNING'],
      [-399.99, 'OK'],
      [-500, 'BREACH'],
      [-499.99, 'WARNING'],
      [600, 'OK'],
      [0, 'OK'],
    ] as const) {
      it(`a day of ${pnl} against a daily loss of 500, and of 5 % of 10,000, is ${state}`, () => {
        const absolute = judge({ maxDailyLossAbs: 500 }, { dayPnl: known(pnl) });
        assert.equal(absolute.state, state);
        assert.equal(only(absolute.findings).value, Math.max(0, -pnl));
        assert.equal(judge({ maxDailyLossPct: 5 }, { dayPnl: known(pnl), startingCash: 10_000 }).state, state);
        assert.equal(judge({ maxDailyLossPct: 5 }, { dayPnl: known(pnl), dayStartEquity: known(10_000) }).state, state);
      });
    }

    it('takes starting cash before the equity at the start of the day', () => {
      const more = { dayPnl: known(-400), startingCash: 20_000, dayStartEquity: known(1_000) };
      assert.equal(only(judge({ maxDailyLossPct: 5 }, more).findings).value, 2);
    });
  });

  it('says it in sentences with numbers', () => {
    const say = (limits: Record<string, unknown>, more?: Parameters<typeof facts>[1]) =>
      judge(limits, more).findings.map((finding) => finding.message);
    assert.deepEqual(say({ maxTotalExposureNotional: 50_000 }), [
      'Total exposure 18,250.00 EUR is 36.5 % of the limit 50,000.00 EUR',
    ]);
    assert.deepEqual(say({ maxTotalExposureNotional: 18_250 }), [
      'Total exposure 18,250.00 EUR has reached the limit 18,250.00 EUR (100 %)',
    ]);
    assert.deepEqual(say({ maxTotalExposureNotional: 10_000 }), [
      'Total exposure 18,250.00 EUR is over the limit 10,000.00 EUR (182.5 %)',
    ]);
    // Just below the limit is not 100 % of it.
    assert.deepEqual(say({ maxTotalExposureNotional: 18_250.01 }), [
      'Total exposure 18,250.00 EUR is 99.9 % of the limit 18,250.01 EUR',
    ]);
    assert.deepEqual(say({ maxDailyLossAbs: 500 }, { dayPnl: unknown('no ledger') }), [
      'Daily loss is unknown, so it cannot be held against the limit 500.00 EUR. Incomplete: no ledger',
    ]);
    const both = { weekPnl: unknown('no history'), weekStartEquity: unknown('no history') };
    assert.match(say({ maxWeeklyLossPct: 5 }, both)[0] ?? '', /Incomplete: no history$/, 'one reason is said once');
    assert.deepEqual(say({ maxOrderNotional: 500 }), [
      'Order size: nothing to judge against the limit 500.00 EUR, no order is proposed',
    ]);
  });

  it('is OK, without findings, where no limit is set', () => {
    const result = judge({});
    assert.deepEqual([result.state, result.allowed, result.findings, result.reasons], ['OK', true, [], []]);
    assert.equal(result.metrics['totalNotional'], 18_250);
    assert.equal(result.metrics['openPositions'], 2);
    assert.equal(result.metrics['equity'], null);
    assert.equal(result.metrics['leverage'], null);
  });

  it('compares decimals, not floats: 0.1 + 0.2 reaches 0.3', () => {
    const book = snapshot([
      position('A/USD', 0.1),
      position('B/USD', 0.2),
      position('C/USD', 0.7),
      position('D/USD', 0.1),
    ]);
    assert.equal(evaluateRisk(facts(book), { maxTotalExposureNotional: 1.1 }, 0.8).state, 'BREACH');
    const three = snapshot([position('A/USD', 0.1), position('B/USD', 0.2)]);
    assert.equal(only(evaluateRisk(facts(three), { maxTotalExposureNotional: 0.3 }, 0.8).findings).headroom, 0);
    const below = snapshot([position('A/USD', 4.35)]); // 4.35 × 100 is 434.99999999999994 in binary
    const result = evaluateRisk(facts({ ...below, equity: 100 }), { maxPositionPct: 4.35 }, 0.8);
    assert.equal(result.state, 'BREACH');
  });

  it('is UNKNOWN where something has no price, BREACH where the known part alone is too much', () => {
    const book = snapshot([position('BTC/USD', 900), position('XYZ', null)]);
    const one = (limit: number) => only(evaluateRisk(facts(book), { maxTotalExposureNotional: limit }, 0.8).findings);
    assert.equal(one(10_000).state, 'UNKNOWN');
    assert.equal(one(10_000).value, null);
    assert.equal(one(10_000).ratio, null);
    assert.match(one(10_000).message, /is unknown.*900\.00 USD of it is known.*no price leads from XYZ/);
    assert.equal(one(901).state, 'UNKNOWN');
    assert.equal(one(900).state, 'BREACH');
    assert.equal(one(900).value, 900);
    assert.equal(one(900).headroom, null);
    assert.match(one(900).message, /at least 900\.00 USD has reached the limit.*Incomplete: .*XYZ/);
    assert.ok(one(900).incomplete.length > 0);
    const result = evaluateRisk(facts(book), { maxTotalExposureNotional: 10_000 }, 0.8);
    assert.equal(result.allowed, false);
    assert.deepEqual(result.reasons, []);
    assert.equal(result.metrics['totalNotional'], null);
  });

  it('is UNKNOWN for everything on a stale account, but for what its last values already breach', () => {
    const stale = account('book', { state: 'stale', reason: 'timed out' });
    const gaps = [
      { account: 'book', asset: null, state: 'stale', reason: 'Book: timed out; its values are 2 h old' },
    ] as const;
    const book = snapshot([position('BTC/USD', 900, { state: 'stale' })], { accounts: [stale], gaps });
    const state = (limits: Record<string, unknown>) => evaluateRisk(facts(book), limits, 0.8).state;
    assert.equal(state({ maxTotalExposureNotional: 10_000 }), 'UNKNOWN');
    assert.equal(state({ maxTotalExposureNotional: 900 }), 'BREACH');
    assert.equal(state({ maxOpenPositions: 5 }), 'UNKNOWN');
    assert.equal(state({ maxOpenPositions: 0 }), 'BREACH');
    assert.equal(state({ maxSymbolExposureNotional: { ETH: 1 } }), 'UNKNOWN');
    assert.equal(state({ maxSymbolExposureNotional: { '*': 5_000 } }), 'UNKNOWN');
    const empty = snapshot([], {
      accounts: [account('book', { state: 'failed', at: null })],
      gaps: [{ ...gaps[0], state: 'failed' }],
    });
    assert.equal(evaluateRisk(facts(empty), { maxSymbolExposureNotional: 5_000 }, 0.8).state, 'UNKNOWN');
  });

  it('does not hold an unpriced coin against the limit of another symbol', () => {
    const book = snapshot([position('BTC/USD', 900), position('XYZ', null)]);
    const result = evaluateRisk(facts(book), { maxSymbolExposureNotional: { BTC: 5_000, XYZ: 100 } }, 0.8);
    assert.deepEqual(
      result.findings.map(({ subject, state }) => [subject, state]),
      [
        ['XYZ', 'UNKNOWN'],
        ['BTC', 'OK'],
      ],
    );
  });

  it('sums an asset key over all symbols of that base, a symbol key only over itself, * over what is left', () => {
    const book = snapshot([
      position('BTC', 100, { account: 'a' }),
      position('BTC/EUR', 200, { side: 'short' }),
      position('BTC/USDT:USDT', 300),
      position('ETH/EUR', 50, { account: 'a' }),
      position('ETH/EUR', 25, { account: 'b', side: 'short' }),
      position('SOL/EUR', 10),
    ]);
    const values = (setting: unknown) =>
      Object.fromEntries(
        evaluateRisk(facts(book), { maxSymbolExposureNotional: setting }, 0.8).findings.map((one) => [
          one.subject,
          [one.value, one.threshold],
        ]),
      );
    assert.deepEqual(values({ '*': 1_000, BTC: 2_000, 'BTC/EUR': 3_000 }), {
      BTC: [600, 2_000],
      'BTC/EUR': [200, 3_000],
      'ETH/EUR': [75, 1_000],
      'SOL/EUR': [10, 1_000],
    });
    assert.deepEqual(Object.keys(values(1_000)).sort(), ['BTC', 'BTC/EUR', 'BTC/USDT:USDT', 'ETH/EUR', 'SOL/EUR']);
    assert.deepEqual(
      values({ btc: 2_000, 'Eth/eur': 500 }),
      { btc: [600, 2_000], 'Eth/eur': [75, 500] },
      'in any case',
    );
    assert.deepEqual(values({ DOGE: 5 }), { DOGE: [0, 5] });
    assert.deepEqual(values({ 'BTC/EUR': 500, '*': 1_000 })['BTC/USDT:USDT'], [300, 1_000]);
  });

  it('leaves spot holdings out where countSpot is off, but never a row of a positions file', () => {
    const spot = position('BTC', 700, { instrument: 'spot', id: 'book/position/BTC' });
    const row = position('ETH/EUR', 30, { instrument: 'spot', id: 'book/spot/ETH/EUR/long' });
    const book = snapshot([spot, row]);
    const value = (countSpot: boolean) =>
      only(evaluateRisk(facts(book, { countSpot }), { maxTotalExposureNotional: 1e6 }, 0.8).findings).value;
    assert.equal(value(true), 730);
    assert.equal(value(false), 30);
  });

  it('ignores what is flat: |size| ≤ 1e-10', () => {
    const book = snapshot([
      position('A/USD', 5, { size: '0.0000000001' }),
      position('B/USD', 7, { size: '0.00000000011' }),
    ]);
    assert.equal(only(evaluateRisk(facts(book), { maxOpenPositions: 3 }, 0.8).findings).value, 1);
  });

  it('warns on counts from the next whole number on, and breaches only above', () => {
    const state = (count: number, limit: number) => {
      const book = snapshot(Array.from({ length: count }, (_, index) => position(`A${index}/USD`, 1)));
      return evaluateRisk(facts(book), { maxOpenPositions: limit }, 0.8).state;
    };
    assert.equal(state(2, 3), 'OK'); // 0.8 × 3 = 2.4, so the third warns
    assert.equal(state(3, 3), 'WARNING');
    assert.equal(state(4, 3), 'BREACH');
    assert.equal(state(3, 4), 'OK');
    assert.equal(state(4, 5), 'WARNING');
    assert.equal(state(0, 0), 'OK');
    assert.equal(state(1, 0), 'BREACH');
  });

  it('minimum limits breach below and warn below limit / threshold', () => {
    const state = (cash: number) =>
      evaluateRisk(facts(snapshot([], { equity: 1_000, cash })), { minCashPct: 10 }, 0.8).state;
    assert.equal(state(99.99), 'BREACH');
    assert.equal(state(100), 'WARNING');
    assert.equal(state(124.99), 'WARNING');
    assert.equal(state(125), 'OK');
    assert.equal(state(0), 'BREACH');
    assert.equal(state(-50), 'BREACH');
    const order = (notional: number) =>
      evaluateRisk(facts(snapshot([]), { orders: [{ symbol: 'BTC/USD', notional }] }), { minOrderNotional: 10 }, 0.8)
        .state;
    assert.deepEqual([order(9.99), order(10), order(12.49), order(12.5)], ['BREACH', 'WARNING', 'WARNING', 'OK']);
  });

  it('percentages of an equity that is not known or not positive are UNKNOWN, with the reason', () => {
    for (const equity of [null, 0, -5]) {
      const book = snapshot([position('BTC/USD', 900)], { equity, cash: 5 });
      const limits = { maxLeverage: 3, maxPositionPct: 50, minCashPct: 5, maxExchangePct: 50 };
      const result = evaluateRisk(facts(book), limits, 0.8);
      assert.deepEqual(new Set(result.findings.map((one) => one.state)), new Set(['UNKNOWN']));
      assert.ok(result.findings.every((one) => one.incomplete.length > 0 && one.value === null));
    }
  });

  it('never takes a limit it cannot judge for none', () => {
    const result = judge({ maxVarPct: 5, requireStopLoss: true, maxCorrelatedExposurePct: 30 });
    assert.deepEqual(
      result.findings.map((one) => one.state),
      ['UNKNOWN', 'UNKNOWN', 'UNKNOWN'],
    );
    assert.equal(result.allowed, false);
    assert.equal(judge({ requireStopLoss: false }).state, 'OK');
  });

  it('judges a sector limit without sectors as UNKNOWN', () => {
    assert.equal(judge({ maxSectorPct: 50 }).state, 'UNKNOWN');
  });

  it('the strictest state wins: OK < WARNING < UNKNOWN < BREACH', () => {
    const more = { dayPnl: unknown() };
    assert.equal(judge({ maxTotalExposureNotional: 22_812.5, maxDailyLossAbs: 5 }, more).state, 'UNKNOWN');
    assert.equal(judge({ maxTotalExposureNotional: 18_250, maxDailyLossAbs: 5 }, more).state, 'BREACH');
    assert.equal(judge({ maxTotalExposureNotional: 22_812.5, maxOpenPositions: 50 }, more).state, 'WARNING');
  });

  it('gives the numbers behind it by id', () => {
    const book = snapshot([position('BTC/USD', 6_000), position('ETH/USD', 4_000)], { equity: 8_000, cash: 2_000 });
    const { metrics, missing } = evaluateRisk(
      facts(book, { dayPnl: known(-40), dayStartEquity: known(8_040), drawdown: known(0.125), at: noon }),
      {},
      0.8,
    );
    assert.equal(metrics['totalNotional'], 10_000);
    assert.equal(metrics['leverage'], 1.25);
    assert.equal(metrics['cashPct'], 25);
    assert.equal(metrics['largestPositionPct'], 75);
    assert.equal(metrics['drawdownPct'], 12.5);
    assert.equal(metrics['dailyPnl'], -40);
    assert.equal(metrics['weeklyPnl'], null);
    assert.ok(missing?.['weeklyPnl'], 'and why one is not known');
    assert.equal(missing['dailyPnl'], undefined);
  });
});
