import assert from 'node:assert/strict';
import fc from 'fast-check';
import { big } from '../../../../src/core/decimal.ts';
import type { MarketRules, Plan, PlanRequest } from '../../../../src/core/model/trading.ts';
import type { RiskFacts } from '../../../../src/core/risk/limit.ts';
import type { PlanMarket, Targets } from '../../../../src/core/trading/planInput.ts';
import { planOrders } from '../../../../src/core/trading/planOrders.ts';
import { projectBook } from '../../../../src/core/trading/projectBook.ts';
import { account, balance, quote } from '../../../support/book.ts';
import { factsOf, market, planInput, targets } from '../../../support/plans.ts';

const prices = { BTC: 60_000, ETH: 3000, SOL: 150 } as const;
const coins = Object.keys(prices) as (keyof typeof prices)[];
const quotes = [...coins.map((coin) => quote(`${coin}/USDT`, String(prices[coin]))), quote('USDT/USD', '1')];

interface Scene {
  readonly facts: RiskFacts;
  readonly markets: readonly PlanMarket[];
  readonly wanted: Targets;
  readonly feeBps: number;
}

/** One or two accounts with coins and money, targets of whole percent that add up to 1, fees and steps of an exchange. */
const anyScene = fc
  .record({
    held: fc.array(fc.tuple(...coins.map(() => fc.integer({ min: 0, max: 20_000 }))), { minLength: 1, maxLength: 2 }),
    money: fc.array(fc.integer({ min: 100, max: 20_000 }), { minLength: 2, maxLength: 2 }),
    cuts: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }),
    feeBps: fc.constantFrom(0, 10, 60),
    slipBps: fc.constantFrom(0, 5),
    minFee: fc.constantFrom(0, 2),
  })
  .map(({ held, money, cuts, feeBps, slipBps, minFee }): Scene => {
    const accounts = held.map((values, index) =>
      account(index === 0 ? 'main' : 'second', {
        balances: [
          ...coins.map((coin, place) =>
            balance(
              coin,
              big(values[place] ?? 0)
                .div(prices[coin])
                .round(6, 0)
                .toString(),
            ),
          ),
          balance('USDT', String(money[index])),
        ],
      }),
    );
    const edges = [0, ...cuts.toSorted((a, b) => a - b), 100];
    const shares = edges.slice(1).map((edge, index) => (edge - (edges[index] ?? 0)) / 100);
    const rules: Partial<MarketRules> = {
      takerFee: feeBps / 1e4,
      slippage: slipBps / 1e4,
      minFee: String(minFee),
      quantityStep: '0.0001',
      minNotional: '5',
    };
    return {
      facts: factsOf(accounts, quotes),
      markets: accounts.flatMap(({ id }) =>
        coins.map((coin) => market(id, `${coin}/USDT`, String(prices[coin]), rules)),
      ),
      wanted: targets(Object.fromEntries([...coins, 'USDT'].map((name, index) => [name, shares[index] ?? 0]))),
      feeBps,
    };
  });

function planned({ facts, markets, wanted }: Scene, mode: Targets['mode'] = 'full'): Plan {
  const request: PlanRequest = { kind: 'rebalance', threshold: null, mode };
  return planOrders(planInput(request, facts, markets, { targets: wanted }));
}

/** The most that steps, minimums, fees and slippage keep a share from its target, in base currency. */
function reach({ facts, feeBps }: Scene): number {
  const total = facts.snapshot.equity ?? 0;
  // A step of BTC is 6; a trade below 5 is not made; fees and slippage are of what is traded, at most of everything.
  return 2 * (6 + 5 + 2 * 8) + total * ((feeBps + 5) / 1e4) * 2;
}

describe('a rebalance, as properties', () => {
  it('reaches its targets within steps and fees, sells before it buys and never spends what is not there', () => {
    fc.assert(
      fc.property(anyScene, (scene) => {
        const plan = planned(scene);
        if (plan.orders.length === 0) return;
        assert.equal(plan.refused, null);
        const sides = plan.orders.map(({ ticket }) => ticket.side);
        assert.deepEqual(sides, sides.toSorted().reverse());
        let facts = scene.facts;
        for (const [index] of plan.orders.entries()) {
          const { snapshot } = projectBook(scene.facts, plan.orders.slice(0, index + 1));
          for (const { asset, borrowed } of snapshot.holdings) {
            assert.ok(big(borrowed).lt('1e-6'), `${asset}: ${borrowed} is missing after order ${index + 1}`);
          }
        }
        facts = projectBook(scene.facts, plan.orders);
        const total = facts.snapshot.equity ?? 0;
        const allowed = reach(scene);
        for (const [asset, share] of Object.entries(scene.wanted.allocation ?? {})) {
          const value = facts.snapshot.assets.find((one) => one.asset === asset)?.value ?? 0;
          assert.ok(
            Math.abs(value - share * total) <= allowed,
            `${asset}: ${value} is not ${share * total} ± ${allowed}`,
          );
        }
        for (const { ticket } of plan.orders) assert.ok(big(ticket.quantity).mod('0.0001').eq(0), ticket.quantity);
      }),
      { numRuns: 150 },
    );
  });

  it('never sells in buyOnly, and in cashFirst sells no more than in full', () => {
    fc.assert(
      fc.property(anyScene, (scene) => {
        const sold = (plan: Plan) =>
          plan.orders.reduce((total, { ticket, notional }) => total + (ticket.side === 'sell' ? notional : 0), 0);
        assert.equal(sold(planned(scene, 'buyOnly')), 0);
        assert.ok(sold(planned(scene, 'cashFirst')) <= sold(planned(scene, 'full')) + 1e-6);
      }),
      { numRuns: 100 },
    );
  });

  it('has nothing to do for a book that is on its targets', () => {
    fc.assert(
      fc.property(anyScene, fc.integer({ min: 1, max: 20 }), (scene, percent) => {
        const { assets } = scene.facts.snapshot;
        const total = assets.reduce((all, { value }) => all + (value ?? 0), 0);
        const own = Object.fromEntries(assets.map(({ asset, value }) => [asset, (value ?? 0) / total]));
        const balanced = { ...scene, wanted: targets(own, { threshold: percent / 100 }) };
        const plan = planned(balanced);
        assert.deepEqual([plan.orders, plan.refused], [[], 'no order is needed']);
        assert.ok(plan.legs.every(({ side, notional }) => side === 'hold' && notional === 0));
      }),
      { numRuns: 60 },
    );
  });

  it('tells the whole book: shares add up to 1, drift to 0, and the trades to what the money changes by', () => {
    fc.assert(
      fc.property(anyScene, (scene) => {
        const { legs } = planned(scene);
        const sum = (pick: (leg: (typeof legs)[number]) => number) => legs.reduce((all, leg) => all + pick(leg), 0);
        assert.ok(Math.abs(sum(({ currentShare }) => currentShare) - 1) < 1e-9);
        assert.ok(Math.abs(sum(({ targetShare }) => targetShare) - 1) < 1e-9);
        assert.ok(Math.abs(sum(({ drift }) => drift)) < 1e-9);
        const signed = sum(({ side, notional }) => (side === 'buy' ? notional : side === 'sell' ? -notional : 0));
        assert.ok(Math.abs(signed) < 1e-6, String(signed));
      }),
      { numRuns: 100 },
    );
  });
});
