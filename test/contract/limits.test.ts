import assert from 'node:assert/strict';
import fc from 'fast-check';
import { z } from 'zod';
import type { Finding, LimitState } from '../../src/core/model/risk.ts';
import { evaluateRisk } from '../../src/core/risk/evaluateRisk.ts';
import { limits } from '../../src/core/risk/index.ts';
import type { RiskFacts } from '../../src/core/risk/limit.ts';
import { account, facts, known, position, snapshot, unknown } from '../support/snapshots.ts';

interface Case {
  /** A setting, and facts that measure exactly `value` against it. */
  readonly limit: number;
  readonly measured: (value: number) => RiskFacts;
  /** The same, with something it rests on not known (no price, no history, a stale account). */
  readonly unknown: RiskFacts | null;
  readonly setting?: unknown;
}

const equity = 10_000;
const rich = { equity, cash: 5_000 };
const unpriced = snapshot([position('XYZ', null)], rich);
const lost = snapshot([], {
  ...rich,
  accounts: [account('book', { state: 'stale', reason: 'timed out' })],
  gaps: [{ account: 'book', asset: null, state: 'stale', reason: 'Book: timed out' }],
});
const exposed = (value: number, more = {}) => snapshot([position('BTC/USD', value)], { ...rich, ...more });

/** One case a limit: a limit that is listed without one fails. */
const cases: Readonly<Record<string, Case>> = {
  maxTotalExposureNotional: {
    limit: 50_000,
    measured: (value) => facts(snapshot([position('BTC/USD', value - 10), position('ETH/USD', 10, { side: 'short' })])),
    unknown: facts(unpriced),
  },
  maxSymbolExposureNotional: {
    limit: 20_000,
    measured: (value) => facts(exposed(value)),
    unknown: facts(unpriced),
  },
  maxOpenPositions: {
    limit: 5,
    measured: (value) => facts(snapshot(Array.from({ length: value }, (_, i) => position(`A${i}/USD`, 1)))),
    // A position without a price is a position; what a stale account holds now is not known.
    unknown: facts(lost),
  },
  maxDailyLossAbs: {
    limit: 500,
    measured: (value) => facts(snapshot([]), { dayPnl: known(-value) }),
    unknown: facts(snapshot([]), { dayPnl: unknown() }),
  },
  maxDailyLossPct: {
    limit: 5,
    measured: (value) => facts(snapshot([]), { dayPnl: known(-value * 100), dayStartEquity: known(equity) }),
    unknown: facts(snapshot([]), { dayPnl: known(-1) }),
  },
  maxWeeklyLossPct: {
    limit: 5,
    measured: (value) => facts(snapshot([]), { weekPnl: known(-value * 100), weekStartEquity: known(equity) }),
    unknown: facts(snapshot([])),
  },
  maxMonthlyLossPct: {
    limit: 5,
    measured: (value) => facts(snapshot([]), { monthPnl: known(-value * 100), monthStartEquity: known(equity) }),
    unknown: facts(snapshot([])),
  },
  maxDrawdownPct: {
    limit: 20,
    measured: (value) => facts(snapshot([]), { drawdown: known(value / 100) }),
    unknown: facts(snapshot([])),
  },
  maxOrderNotional: {
    limit: 1_000,
    measured: (value) => facts(snapshot([]), { orders: [{ symbol: 'BTC/USD', notional: value }] }),
    unknown: null,
  },
  minOrderNotional: {
    limit: 10,
    measured: (value) => facts(snapshot([]), { orders: [{ symbol: 'BTC/USD', notional: value }] }),
    unknown: null,
  },
  maxLeverage: { limit: 2, measured: (value) => facts(exposed(value * equity)), unknown: facts(unpriced) },
  maxPositionPct: { limit: 25, measured: (value) => facts(exposed((value * equity) / 100)), unknown: facts(unpriced) },
  maxSectorPct: {
    limit: 25,
    measured: (value) => facts(exposed((value * equity) / 100), { sectors: { Majors: ['BTC', 'ETH'] } }),
    unknown: facts(unpriced, { sectors: { Majors: ['BTC', 'ETH'] } }),
  },
  maxExchangePct: {
    limit: 25,
    measured: (value) => {
      const accounts = [account('one', { exchange: 'kraken', value: (value * equity) / 100 })];
      return facts(snapshot([], { ...rich, accounts }));
    },
    unknown: facts(unpriced),
  },
  minCashPct: {
    limit: 25,
    measured: (value) => facts(snapshot([], { equity, cash: (value * equity) / 100 })),
    unknown: facts(unpriced),
  },
};

const severity: readonly LimitState[] = ['OK', 'WARNING', 'UNKNOWN', 'BREACH'];

function caseOf(id: string): Case {
  const found = cases[id];
  assert.ok(found, `${id} is listed without a case in this suite`);
  return found;
}

describe('every limit of the list', () => {
  for (const limit of limits) {
    describe(limit.id, () => {
      const judge = (state: RiskFacts, setting?: unknown): Finding => {
        const { findings } = evaluateRisk(state, { [limit.id]: setting ?? caseOf(limit.id).limit }, 0.8);
        assert.ok(findings[0], 'a limit that is set is always judged');
        return findings[0];
      };
      const stateAt = (value: number) => judge(caseOf(limit.id).measured(value)).state;

      it('judges exactly at its limit, just on either side, and at the warning', () => {
        const { limit: at } = caseOf(limit.id);
        if (limit.boundary === 'atOrAbove') {
          assert.equal(stateAt(at), 'BREACH');
          assert.equal(stateAt(at + 0.01), 'BREACH');
          assert.equal(stateAt(at - 0.01), 'WARNING');
          assert.equal(stateAt(at * 0.8), 'WARNING');
          assert.equal(stateAt(at * 0.8 - 0.01), 'OK');
        } else if (limit.boundary === 'above') {
          assert.equal(stateAt(at + 1), 'BREACH');
          assert.equal(stateAt(at), 'WARNING');
          assert.equal(stateAt(Math.ceil(at * 0.8)), 'WARNING');
          assert.equal(stateAt(Math.ceil(at * 0.8) - 1), 'OK');
        } else {
          assert.equal(stateAt(at - 0.01), 'BREACH');
          assert.equal(stateAt(at), 'WARNING');
          assert.equal(stateAt(at / 0.8 - 0.01), 'WARNING');
          assert.equal(stateAt(at / 0.8), 'OK');
        }
      });

      it('measures the value it is given', () => {
        const { limit: at, measured } = caseOf(limit.id);
        const finding = judge(measured(at));
        assert.equal(finding.value, at);
        assert.equal(finding.ratio, 1);
        assert.equal(finding.headroom, 0);
        assert.equal(finding.threshold, at);
        assert.match(finding.message, /\d/);
      });

      it('is UNKNOWN, never OK, where what it rests on is not known', () => {
        const { unknown: gap } = caseOf(limit.id);
        if (gap === null) {
          // Orders bring their own numbers; without any there is nothing to judge.
          const finding = judge(facts(snapshot([])));
          assert.deepEqual([finding.state, finding.value], ['OK', null]);
          return;
        }
        const result = evaluateRisk(gap, { [limit.id]: caseOf(limit.id).limit }, 0.8);
        assert.deepEqual([result.state, result.allowed, result.reasons], ['UNKNOWN', false, []]);
        const finding = judge(gap);
        assert.equal(finding.value, null);
        assert.equal(finding.ratio, null);
        assert.ok(finding.incomplete.length > 0);
        if (limit.id === 'maxOpenPositions') return;
        // The same facts with a loss, a history or an account that is stale.
        const stale = { ...gap, snapshot: lost };
        assert.equal(judge(stale).state, 'UNKNOWN');
      });

      it('has settings that describe themselves and refuse nonsense', () => {
        const schema = limit.settings as z.ZodType;
        assert.ok(String(z.globalRegistry.get(schema)?.['markdownDescription']).length > 20);
        assert.equal(schema.safeParse(caseOf(limit.id).limit).success, true);
        for (const bad of [-1, '5', null, Number.NaN, Number.POSITIVE_INFINITY, [], { a: 'b' }]) {
          assert.equal(schema.safeParse(bad).success, false, `${limit.id} accepts ${JSON.stringify(bad)}`);
        }
      });
    });
  }
});

describe('limits, whatever the book', () => {
  const money = fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true });
  const positions = fc.array(
    fc.record({
      symbol: fc.constantFrom('BTC/USD', 'ETH/USD', 'SOL', 'BTC/USDT:USDT'),
      notional: money,
      side: fc.constantFrom('long' as const, 'short' as const),
    }),
    { maxLength: 6 },
  );
  const settings = fc.record(
    {
      maxTotalExposureNotional: fc.double({ min: 1, max: 1e6, noNaN: true }),
      maxSymbolExposureNotional: fc.oneof(
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.record({
          '*': fc.double({ min: 1, max: 1e6, noNaN: true }),
          BTC: fc.double({ min: 1, max: 1e6, noNaN: true }),
        }),
      ),
      maxOpenPositions: fc.integer({ min: 0, max: 8 }),
      maxLeverage: fc.double({ min: 0.1, max: 20, noNaN: true }),
      maxPositionPct: fc.double({ min: 1, max: 500, noNaN: true }),
      minCashPct: fc.double({ min: 1, max: 90, noNaN: true }),
    },
    { requiredKeys: [] },
  );
  const book = (rows: readonly { symbol: string; notional: number; side: 'long' | 'short' }[]) =>
    rows.map(({ symbol, notional, side }) => position(symbol, notional, { side }));

  // A sum can only grow, so a breach stays one. A share of an equity that is not known any more may be above or below:
  // it becomes UNKNOWN, which allows nothing either.
  it('an unpriced position never improves a state', () => {
    const sums = new Set(limits.filter((limit) => limit.additive).map((limit) => limit.id));
    fc.assert(
      fc.property(positions, settings, fc.constantFrom('XYZ', 'BTC/USD', 'BTC/EUR'), (rows, limitsSet, symbol) => {
        const before = evaluateRisk(facts(snapshot(book(rows), rich)), limitsSet, 0.8);
        const after = evaluateRisk(facts(snapshot([...book(rows), position(symbol, null)], rich)), limitsSet, 0.8);
        assert.ok(before.allowed || !after.allowed);
        for (const { limit, subject, state } of before.findings) {
          const same = after.findings.find((one) => one.limit === limit && one.subject === subject);
          if (!same) continue;
          const least = sums.has(limit) || state !== 'BREACH' ? state : 'UNKNOWN';
          assert.ok(
            severity.indexOf(same.state) >= severity.indexOf(least),
            `${limit} ${subject}: ${state} → ${same.state}`,
          );
        }
      }),
    );
  });

  it('more exposure never lowers a severity', () => {
    fc.assert(
      fc.property(positions, settings, money, fc.nat(5), (rows, limitsSet, more, at) => {
        const grown = rows.map((row, index) => (index === at ? { ...row, notional: row.notional + more } : row));
        const before = evaluateRisk(facts(snapshot(book(rows), rich)), limitsSet, 0.8);
        const after = evaluateRisk(facts(snapshot(book(grown), rich)), limitsSet, 0.8);
        assert.ok(severity.indexOf(after.state) >= severity.indexOf(before.state));
      }),
    );
  });

  it('allowed is exactly OK or WARNING; reasons are the breaches; no number is NaN or infinite', () => {
    fc.assert(
      fc.property(positions, settings, fc.boolean(), (rows, limitsSet, gap) => {
        const all = gap ? [...book(rows), position('XYZ', null)] : book(rows);
        const result = evaluateRisk(facts(snapshot(all, rich)), limitsSet, 0.8);
        assert.equal(result.allowed, result.state === 'OK' || result.state === 'WARNING');
        assert.equal(result.reasons.length, result.findings.filter((one) => one.state === 'BREACH').length);
        assert.equal(new Set(result.findings.map((one) => one.limit)).size, Object.keys(limitsSet).length);
        for (const finding of result.findings) {
          for (const number of [finding.value, finding.ratio, finding.headroom, finding.threshold]) {
            assert.ok(number === null || Number.isFinite(number));
          }
          assert.equal(finding.state === 'UNKNOWN' && finding.value !== null, false);
        }
        for (const number of Object.values(result.metrics)) assert.ok(number === null || Number.isFinite(number));
      }),
    );
  });
});
