import assert from 'node:assert/strict';
import fc from 'fast-check';
import { big } from '../../../../src/core/decimal.ts';
import type { Plan, PlannedOrder } from '../../../../src/core/model/trading.ts';
import type { LimitsConfig, RiskFacts } from '../../../../src/core/risk/limit.ts';
import { checkOrders } from '../../../../src/core/trading/checkOrders.ts';
import type { PlanInput, PlanMarket } from '../../../../src/core/trading/planInput.ts';
import { planOrders } from '../../../../src/core/trading/planOrders.ts';
import { account, balance, quote, row } from '../../../support/book.ts';
import { closed, factsOf, market, planInput, ready } from '../../../support/plans.ts';

const prices = { BTC: 50_000, ETH: 2500, SOL: 100 } as const;
const coins = Object.keys(prices) as (keyof typeof prices)[];
const quotes = coins.map((coin) => quote(`${coin}/USD`, String(prices[coin])));
const rules = { takerFee: 0.001, quantityStep: '0.001', minNotional: '1' };
const markets = coins.map((coin) => market('main', `${coin}/USD`, String(prices[coin]), rules));

function book(holdings: Partial<Record<string, string>>, more: Partial<RiskFacts> = {}): RiskFacts {
  const balances = Object.entries(holdings).map(([asset, quantity]) => balance(asset, quantity ?? '0'));
  return factsOf([account('main', { balances }, { title: 'Main' })], quotes, more);
}

function reduced(
  facts: RiskFacts,
  limits: LimitsConfig,
  limit: string | null = null,
  own: readonly PlanMarket[] = markets,
  more: Partial<PlanInput> = {},
): Plan {
  return planOrders(planInput({ kind: 'reduce', limit }, facts, own, { limits, ...more }));
}

const told = ({ orders }: Plan) => orders.map(({ ticket }) => [ticket.side, ticket.symbol, ticket.quantity]);

describe('a reduction', () => {
  it('sells just enough of the largest to clear an exposure, a share, a sector, leverage or too little money', () => {
    const facts = book({ BTC: '1', ETH: '8', USD: '30000' }, { sectors: { Majors: ['BTC', 'ETH'] } });
    const clear = (limits: LimitsConfig) => {
      const plan = reduced(facts, limits);
      assert.equal(plan.refused, null);
      assert.equal(plan.check?.allowed, true);
      assert.equal(plan.check?.after.reasons.length, 0);
      return told(plan);
    };
    // 70,000 − 60,000 = 10,000 of BTC; at the limit is over it, so one step more.
    assert.deepEqual(clear({ maxTotalExposureNotional: 60_000 }), [['sell', 'BTC/USD', '0.201']]);
    assert.deepEqual(clear({ maxSymbolExposureNotional: { ETH: 15_000 } }), [['sell', 'ETH/USD', '2.001']]);
    assert.deepEqual(clear({ maxPositionPct: 40 }), [['sell', 'BTC/USD', '0.201']]); // of 99,989.95
    assert.deepEqual(clear({ maxSectorPct: 60 }), [['sell', 'BTC/USD', '0.201']]);
    assert.deepEqual(clear({ maxLeverage: 0.5 }), [['sell', 'BTC/USD', '0.401']]);
    assert.deepEqual(clear({ minCashPct: 40 }), [['sell', 'BTC/USD', '0.201']]);
    assert.deepEqual(clear({ maxTotalExposureNotional: 60_000, maxSymbolExposureNotional: { ETH: 15_000 } }), [
      ['sell', 'BTC/USD', '0.1'], // 64,997.50 without ETH's part
      ['sell', 'ETH/USD', '2.001'],
    ]);
  });

  it('closes the smallest of too many positions whole', () => {
    const facts = book({ BTC: '1', ETH: '8', SOL: '5', USD: '100' });
    assert.deepEqual(told(reduced(facts, { maxOpenPositions: 2 })), [['sell', 'SOL/USD', '5']]);
    assert.deepEqual(told(reduced(facts, { maxOpenPositions: 1 })), [
      ['sell', 'SOL/USD', '5'],
      ['sell', 'ETH/USD', '8'],
    ]);
  });

  it('covers shorts and closes derivatives reduce-only', () => {
    const facts = factsOf(
      [
        account('main', {
          balances: [balance('USD', '20000', { scope: 'swap' })],
          positions: [
            row('BTC/USD:USD', {
              currency: 'USD',
              side: 'short',
              size: '100',
              contractSize: '0.01',
              markPrice: '50000',
              entryPrice: '50000',
            }),
          ],
        }),
      ],
      quotes,
    );
    const swap = market('main', 'BTC/USD:USD', '50000', { quantityStep: '1', contractSize: '0.01', takerFee: 0 });
    const plan = reduced(facts, { maxLeverage: 2 }, null, [swap]);
    assert.deepEqual(told(plan), [['buy', 'BTC/USD:USD', '21']]); // 50,000 → below 40,000
    assert.equal(plan.orders[0]?.ticket.reduceOnly, true);
  });

  it('says what orders cannot clear: losses, money at one exchange, what stands elsewhere', () => {
    const loss = book({ BTC: '1', USD: '100' }, { dayPnl: { known: true, value: -900 } });
    assert.match(
      reduced(loss, { maxDailyLossAbs: 500 }).refused ?? '',
      /Daily loss 900\.00 USD.*no order undoes a loss/,
    );
    const both = reduced(loss, { maxDailyLossAbs: 500, maxTotalExposureNotional: 40_000 });
    assert.deepEqual(told(both), [['sell', 'BTC/USD', '0.201']]);
    assert.match(both.notes.join(), /no order undoes a loss/);
    const place = reduced(book({ BTC: '1', USD: '100' }), { maxExchangePct: 50 });
    assert.match(place.refused ?? '', /selling leaves the money at the exchange: withdraw/);
    const file = reduced(book({ BTC: '1' }), { maxTotalExposureNotional: 40_000 }, null, [], {
      accounts: [closed('main')],
    });
    assert.match(file.refused ?? '', /all that can be traded here does not clear it/);
    assert.deepEqual(file.notExecutable, [
      { account: 'main', what: 'reduce BTC', reason: 'Main: it is a file: trade there yourself' },
    ]);
    assert.match(
      reduced(book({ BTC: '1' }), { maxTotalExposureNotional: 90_000 }).refused ?? '',
      /no limit is breached/,
    );
    assert.match(
      reduced(book({ BTC: '1' }), { maxTotalExposureNotional: 9 }, 'minCashPct').refused ?? '',
      /minCashPct is not breached/,
    );
  });

  it('keeps to the largest order that limits allow, in parts', () => {
    const facts = book({ BTC: '1', USD: '100' });
    const plan = reduced(facts, { maxTotalExposureNotional: 20_000, maxOrderNotional: 12_000 });
    assert.equal(plan.check?.allowed, true);
    assert.equal(plan.orders.length, 3); // 30,050 in parts below 11,880
    assert.equal(plan.orders.reduce((all, { ticket }) => all.plus(ticket.quantity), big(0)).toString(), '0.601');
  });

  it('clears, and no order of it could be left out or be one step smaller', () => {
    const size = fc.integer({ min: 0, max: 60_000 });
    const part = fc.option(fc.integer({ min: 5, max: 90 }), { nil: null });
    fc.assert(
      fc.property(
        fc.tuple(size, size, size),
        fc.integer({ min: 1, max: 60_000 }),
        fc.array(part, { minLength: 6, maxLength: 6 }),
        (held, money, parts) => {
          const holdings = Object.fromEntries(
            coins.map((coin, index) => [
              coin,
              big(held[index] ?? 0)
                .div(prices[coin])
                .round(3, 0)
                .toString(),
            ]),
          );
          const facts = book({ ...holdings, USD: String(money) }, { sectors: { Majors: ['BTC', 'ETH'] } });
          const { equity } = facts.snapshot;
          if (equity === null) return;
          const [total, symbol, position, sector, cash, leverage] = parts;
          const limits: LimitsConfig = {
            ...(total == null ? {} : { maxTotalExposureNotional: (equity * total) / 100 }),
            ...(symbol == null ? {} : { maxSymbolExposureNotional: { ETH: (equity * symbol) / 100 } }),
            ...(position == null ? {} : { maxPositionPct: position }),
            ...(sector == null ? {} : { maxSectorPct: sector }),
            ...(cash == null ? {} : { minCashPct: cash }),
            ...(leverage == null ? {} : { maxLeverage: leverage / 100 }),
          };
          const plan = reduced(facts, limits);
          if (plan.orders.length === 0) {
            assert.match(plan.refused ?? '', /no limit is breached|does not clear it/);
            return;
          }
          assert.equal(plan.refused, null);
          const breached = (orders: readonly PlannedOrder[]) =>
            checkOrders(facts, orders, limits, 0.8).after.findings.filter(({ state }) => state === 'BREACH').length;
          const left = plan.notes.filter((note) => note.includes('does not clear it')).length;
          assert.equal(breached(plan.orders), left);
          for (const [index, one] of plan.orders.entries()) {
            const others = plan.orders.filter((_, place) => place !== index);
            assert.ok(breached(others) > left, `${one.ticket.symbol} is not needed`);
            const quantity = big(one.ticket.quantity).minus('0.001');
            const notional = Number(quantity.times(one.price));
            if (notional < 1) continue;
            const less = {
              ...one,
              ticket: { ...one.ticket, quantity: quantity.toString() },
              notional,
              fee: notional * 0.001,
            };
            assert.ok(breached([...others, less]) > left, `${one.ticket.symbol} is larger than needed`);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('asks nothing of accounts that are not ready', () => {
    const facts = factsOf(
      [
        account('main', { balances: [balance('BTC', '1')] }, { title: 'Main' }),
        account('file', { balances: [balance('BTC', '3')] }, { kind: 'file', exchange: null }),
      ],
      quotes,
    );
    const plan = reduced(facts, { maxTotalExposureNotional: 160_000 }, null, markets, {
      accounts: [ready('main'), closed('file')],
    });
    assert.deepEqual(told(plan), [['sell', 'BTC/USD', '0.801']]);
  });
});
