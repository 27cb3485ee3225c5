import assert from 'node:assert/strict';
import fc from 'fast-check';
import { big } from '../../../../src/core/decimal.ts';
import type { Execution, OrderRecord, Plan, PlanRequest } from '../../../../src/core/model/trading.ts';
import { marketsFor } from '../../../../src/core/trading/marketsFor.ts';
import type { PlanInput, PlanMarket } from '../../../../src/core/trading/planInput.ts';
import { planOrders } from '../../../../src/core/trading/planOrders.ts';
import { pricesFor } from '../../../../src/core/trading/pricesFor.ts';
import { account, balance, hour, now, quote, row } from '../../../support/book.ts';
import {
  closed,
  factsOf,
  goldenFacts,
  goldenMarkets,
  market,
  order,
  planId,
  planInput,
  ready,
  rebalanceRequest,
  targets,
} from '../../../support/plans.ts';

const usd = [quote('BTC/USD', '50000'), quote('ETH/USD', '2500')];
const cash = (amount = '1000', more: Parameters<typeof balance>[2] = {}) => balance('USD', amount, more);
const btc = (more = {}) => market('main', 'BTC/USD', '50000', { quantityStep: '0.0001', ...more });

function book(
  balances: Parameters<typeof balance>[] | ReturnType<typeof balance>[],
  kind: 'exchange' | 'paper' = 'exchange',
) {
  return factsOf(
    [account('main', { balances: balances as ReturnType<typeof balance>[] }, { kind, title: 'Main' })],
    usd,
  );
}

function plan(
  request: PlanRequest,
  facts = book([cash()]),
  markets: readonly PlanMarket[] = [btc()],
  more: Partial<PlanInput> = {},
): Plan {
  return planOrders(planInput(request, facts, markets, more));
}

const refusal = (made: Plan): string => {
  assert.deepEqual(made.orders, []);
  return made.refused ?? '';
};

describe('a plan of one order', () => {
  it('buys with all cash and leaves the fee in it', () => {
    const made = plan(order('buy', 'BTC/USD', { all: true }));
    const [only] = made.orders;
    // 1,000 / (50,000 × 1.001) = 0.01998: on the step of 0.0001 it is 0.0199.
    assert.deepEqual([only?.ticket.quantity, only?.notional, only?.fee], ['0.0199', 995, 0.995]);
    assert.equal(made.title, 'Buy BTC/USD with all cash on Main');
    assert.deepEqual(
      made.lines.map(({ asset, before, after }) => [asset, before.quantity, after.quantity]),
      [
        ['BTC', '0', '0.0199'],
        ['USD', '1000', '4.005'],
      ],
    );
    assert.deepEqual([made.fee, made.total, made.refused, made.check?.allowed], [0.995, 1000, null, true]);
    const minimum = plan(order('buy', 'BTC/USD', { all: true }), book([cash()]), [btc({ minFee: '20' })]);
    assert.equal(minimum.orders[0]?.ticket.quantity, '0.0196'); // (1,000 − 20) / 50,000
  });

  it('never overdraws a purchase of all cash, whatever the price, fee, minimum fee, slippage and step', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 1e8 }),
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 8 }),
        (money, price, feeBps, minFee, slipBps, digits) => {
          const amount = big(money).div(100).toString();
          const rules = {
            takerFee: feeBps / 1e4,
            minFee: String(minFee),
            slippage: slipBps / 1e4,
            quantityStep: big(10).pow(-digits).toString(),
          };
          const one = market('main', 'BTC/USD', big(price).div(1000).toString(), rules);
          const made = plan(order('buy', 'BTC', { all: true }), book([cash(amount)]), [one]);
          if (made.refused !== null) return;
          const [only] = made.orders;
          assert.ok(only);
          const left = made.lines.find(({ asset }) => asset === 'USD')?.after.quantity ?? '0';
          assert.ok(big(left).gte(0), left);
          // One step more, and it would.
          const cost = (quantity: string) => {
            const value = big(quantity).times(only.price);
            const fee = value.times(big(rules.takerFee));
            return value.plus(fee.gt(minFee) ? fee : minFee);
          };
          assert.ok(cost(only.ticket.quantity).lte(amount));
          assert.ok(cost(big(only.ticket.quantity).plus(rules.quantityStep).toString()).gt(amount));
        },
      ),
      { numRuns: 200, examples: [[661198988, 1, 159, 0, 45, 8]] },
    );
  });

  it('buys and sells an amount of money or a quantity, on the step, and says what it cut', () => {
    const facts = book([cash(), balance('BTC', '0.5')]);
    const quantityOf = (request: PlanRequest) => {
      const made = plan(request, facts);
      return made.refused ?? made.orders[0]?.ticket.quantity;
    };
    assert.equal(quantityOf(order('buy', 'BTC/USD', { notional: '999' })), '0.0199');
    assert.equal(quantityOf(order('sell', 'BTC', { notional: '5000' })), '0.1');
    assert.equal(quantityOf(order('sell', 'BTC/USD', { all: true })), '0.5');
    const cut = plan(order('sell', 'BTC/USD', { quantity: '0.12345' }), facts);
    assert.deepEqual(cut.orders[0]?.notes, ['rounded down from 0.12345 to the step 0.0001']);
    assert.equal(cut.orders[0]?.ticket.quantity, '0.1234');
  });

  it('refuses in words what cannot be done', () => {
    const facts = book([cash(), balance('BTC', '0.5')]);
    const words = (request: PlanRequest, own = facts, markets = [btc()], more: Partial<PlanInput> = {}) =>
      refusal(plan(request, own, markets, more));
    assert.match(
      words(order('buy', 'BTC/USD', { notional: '1000' })),
      /it costs 1,001\.00 USD with its fee, there is 1,000\.00 USD/,
    );
    assert.match(words(order('buy', 'BTC/USD', { quantity: '1' })), /it costs 50,050\.00 USD, there is 1,000\.00 USD/);
    assert.match(words(order('sell', 'BTC/USD', { quantity: '0.6' })), /only 0\.5 BTC can be sold on Main/);
    assert.match(
      words(order('sell', 'ETH/USD', { all: true }), facts, [market('main', 'ETH/USD', '2500')]),
      /nothing of ETH is held on Main/,
    );
    assert.match(words(order('buy', 'BTC/USD', { notional: '1' })), /less than the smallest step of BTC\/USD, 0\.0001/);
    assert.match(
      words(order('buy', 'BTC/USD', { notional: '9' }), facts, [btc({ minNotional: '10' })]),
      /5\.00 USD is below the smallest order of BTC\/USD, 10\.00 USD/,
    );
    assert.match(words(order('buy', 'BTC/USD', { quantity: '0' })), /needs a size above 0/);
    assert.match(
      words(order('buy', 'BTD/USD', { notional: '100' })),
      /Main has no market for BTD\/USD: did you mean BTC\/USD\?/,
    );
    assert.match(words(order('buy', 'BCT', { notional: '100' })), /did you mean BTC\?/);
    assert.match(
      words(order('buy', 'BTC/EUR', { notional: '100' })),
      /no market for BTC\/EUR: did you mean BTC\/USD\?/,
    );
    assert.match(
      words(order('buy', 'BTC', { notional: '9' }, { account: 'mian' })),
      /there is no account 'mian': did you mean 'main'\?/,
    );
    assert.match(
      words(order('buy', 'BTC', { notional: '9' }), facts, [btc()], {
        accounts: [closed('main', 'read-only: set mode to trade')],
      }),
      /Main: read-only: set mode to trade/,
    );
    const silent = { ...btc(), buy: null };
    const failures = [{ account: 'main', symbol: 'BTC/USD', reason: 'the exchange is down' }];
    assert.match(
      words(order('buy', 'BTC/USD', { notional: '100' }), facts, [silent], { failures }),
      /no price of BTC\/USD could be had: the exchange is down/,
    );
    const old = { ...btc(), buy: quote('BTC/USD', '50000', { at: now - hour }) };
    assert.match(
      words(order('buy', 'BTC/USD', { notional: '100' }), facts, [old], { accounts: [ready('main', true)] }),
      /the price of BTC\/USD is 1 h old/,
    );
  });

  it('sells no more than stands free in the spot pocket', () => {
    const facts = book([balance('BTC', '0.5', { free: '0.2' }), balance('BTC', '1', { scope: 'earn' })]);
    assert.equal(plan(order('sell', 'BTC/USD', { all: true }), facts).orders[0]?.ticket.quantity, '0.2');
    assert.match(
      refusal(plan(order('sell', 'BTC/USD', { quantity: '0.3' }), facts)),
      /only 0\.2 BTC can be sold on Main: the rest is in earn, move it to spot first/,
    );
  });

  it('takes a limit on the price step, never worse than asked, and says where it fills at once', () => {
    const one = btc({ priceStep: '0.5' });
    const made = plan(order('buy', 'BTC/USD', { notional: '500' }, { price: '40000.7' }), book([cash()]), [one]);
    assert.deepEqual([made.orders[0]?.ticket.type, made.orders[0]?.ticket.price], ['limit', '40000.5']);
    assert.deepEqual(made.orders[0]?.notes, ['the limit is rounded to the price step 0.5']);
    const facts = book([balance('BTC', '0.5')]);
    const sale = plan(order('sell', 'BTC/USD', { all: true }, { price: '40000.7' }), facts, [one]);
    assert.equal(sale.orders[0]?.ticket.price, '40001');
    assert.match(sale.orders[0]?.notes.join() ?? '', /25\.0 % beyond the market: it fills at once/);
    assert.equal(sale.orders[0]?.notional, 25_000); // below the market: it fills there
  });

  it('leaves some of all cash for the price of a live order to move', () => {
    const made = plan(order('buy', 'BTC/USD', { all: true }), book([cash('10000')]), [btc()], {
      accounts: [ready('main', true)],
    });
    assert.equal(made.orders[0]?.ticket.quantity, '0.1988'); // 9,950 / 50,050
    assert.equal(made.orders[0]?.live, true);
    assert.ok(made.expiresAt - made.at < plan(order('buy', 'BTC/USD', { all: true })).expiresAt - now);
    const unknown = plan(order('buy', 'BTC/USD', { all: true }), book([cash('10000')]), [btc({ takerFee: null })]);
    assert.equal(unknown.orders[0]?.fee, null);
    assert.match(unknown.orders[0]?.feeReason ?? '', /does not tell its fee/);
    assert.equal(unknown.fee, null);
    assert.equal(unknown.orders[0]?.ticket.quantity, '0.198'); // 1 % is left for it
  });

  it('opens a short on paper where more is sold than is held, and pays a cover from what it brought in', () => {
    const paper = { allowsShort: true };
    const short = plan(order('sell', 'BTC/USD', { quantity: '0.01' }), book([cash()], 'paper'), [btc(paper)]);
    assert.equal(short.refused, null);
    assert.deepEqual(short.orders[0]?.notes, ['sells more than is held: it opens a short position']);
    assert.equal(short.orders[0]?.ticket.reduceOnly, false);
    const covered = factsOf(
      [
        account(
          'main',
          {
            balances: [cash('1')],
            positions: [
              row('BTC/USD', { scope: 'margin', side: 'short', size: '0.02', entryPrice: '50000', markPrice: '50000' }),
            ],
          },
          { kind: 'paper' },
        ),
      ],
      usd,
    );
    const cover = plan(order('buy', 'BTC/USD', { quantity: '0.02' }), covered, [btc({ ...paper, takerFee: 0 })]);
    assert.equal(cover.refused, null);
    assert.equal(cover.orders[0]?.ticket.reduceOnly, true);
    assert.equal(cover.check?.after.metrics['openPositions'], 0);
  });

  it('is refused while what it touches is stale or unpriced, or limits rest on such a part', () => {
    const holding = [cash(), balance('BTC', '0.1'), balance('ETHW', '5')];
    const sell = order('sell', 'BTC/USD', { all: true });
    const buy = order('buy', 'BTC/USD', { notional: '100' });
    const limits = { maxPositionPct: 90 };
    assert.equal(plan(sell, book(holding), [btc()], { limits }).refused, null); // only lessens
    assert.match(refusalOf(plan(buy, book(holding), [btc()], { limits })), /Largest position is unknown.*ETHW/);
    assert.equal(plan(buy, book(holding), [btc()]).refused, null); // nothing rests on it
    const stale = factsOf(
      [
        account(
          'main',
          { balances: [cash(), balance('BTC', '0.1')] },
          { state: 'stale', reason: 'no answer', title: 'Main' },
        ),
      ],
      usd,
    );
    assert.match(refusal(plan(sell, stale)), /Main: no answer/);
  });

  it('has a digest of exactly its orders, and ids made of its own', () => {
    const made = plan(order('buy', 'BTC/USD', { notional: '500' }));
    const same = plan(order('buy', 'BTC/USD', { notional: '500' }));
    const other = plan(order('buy', 'BTC/USD', { notional: '510' }));
    const later = plan(order('buy', 'BTC/USD', { notional: '500' }), undefined, undefined, { id: '0123456789abcdef' });
    assert.equal(made.digest, same.digest);
    assert.notEqual(made.digest, other.digest);
    assert.notEqual(made.digest, later.digest);
    assert.equal(later.orders[0]?.ticket.clientOrderId, 'qf0123456789ab00');
    assert.equal(made.orders[0]?.ticket.clientOrderId, `qf${planId}00`);
    assert.match(made.digest, /^[0-9a-f]{16}$/);
  });
});

function refusalOf(made: Plan): string {
  return made.refused ?? '';
}

describe('a plan for a position', () => {
  const facts = book([cash(), balance('BTC', '0.5')]);
  const spot = facts.snapshot.positions[0]?.id ?? '';

  it('closes all or a part of a holding, and adjusts it up or down', () => {
    const made = (request: PlanRequest) => plan(request, facts).orders[0]?.ticket;
    assert.deepEqual(pick(made({ kind: 'close', position: spot, part: 1 })), ['sell', '0.5', false]);
    assert.deepEqual(pick(made({ kind: 'close', position: spot, part: 0.5 })), ['sell', '0.25', false]);
    assert.deepEqual(pick(made({ kind: 'adjust', position: spot, size: '0.4' })), ['sell', '0.1', false]);
    assert.deepEqual(pick(made({ kind: 'adjust', position: spot, size: '0.51' })), ['buy', '0.01', false]);
    assert.match(refusal(plan({ kind: 'adjust', position: spot, size: '0.5' }, facts)), /has this size already/);
    assert.match(refusal(plan({ kind: 'adjust', position: spot, size: '9' }, facts)), /not enough USD on Main/);
    assert.match(refusal(plan({ kind: 'adjust', position: spot, size: '-1' }, facts)), /below 0/);
    assert.match(refusal(plan({ kind: 'close', position: spot, part: 0 }, facts)), /above 0 and up to 1/);
    assert.match(refusal(plan({ kind: 'close', position: 'gone', part: 1 }, facts)), /no open position 'gone'/);
  });

  it('is reduce-only on derivatives where it lessens, in hedge mode too', () => {
    const rows = (sides: readonly ('long' | 'short')[]) =>
      factsOf(
        [
          account('main', {
            balances: [balance('USD', '5000', { scope: 'swap' })],
            positions: sides.map((side) =>
              row('BTC/USD:USD', {
                currency: 'USD',
                side,
                size: '10',
                contractSize: '0.01',
                markPrice: '50000',
                entryPrice: '50000',
              }),
            ),
          }),
        ],
        usd,
      );
    const swap = market('main', 'BTC/USD:USD', '50000', { quantityStep: '1', contractSize: '0.01' });
    const made = (request: PlanRequest, sides: readonly ('long' | 'short')[]) => plan(request, rows(sides), [swap]);
    const closeLong: PlanRequest = { kind: 'close', position: 'main/swap/BTC/USD:USD/long', part: 0.55 };
    assert.deepEqual(pick(made(closeLong, ['long']).orders[0]?.ticket), ['sell', '5', true]);
    assert.deepEqual(pick(made(closeLong, ['long', 'short']).orders[0]?.ticket), ['sell', '5', true]);
    const grow: PlanRequest = { kind: 'adjust', position: 'main/swap/BTC/USD:USD/short', size: '12' };
    assert.deepEqual(pick(made(grow, ['short']).orders[0]?.ticket), ['sell', '2', false]);
    const opposite = order('buy', 'BTC/USD:USD', { quantity: '10' });
    assert.equal(made(opposite, ['short']).orders[0]?.ticket.reduceOnly, true);
    assert.equal(made(opposite, ['short', 'long']).orders[0]?.ticket.reduceOnly, false);
    assert.equal(made(order('buy', 'BTC/USD:USD', { quantity: '11' }), ['short']).orders[0]?.ticket.reduceOnly, false);
    assert.equal(made(order('buy', 'BTC/USD:USD', { notional: '1700' }), []).orders[0]?.ticket.quantity, '3');
    assert.match(refusal(made(order('buy', 'BTC/USD:USD', { all: true }), [])), /say how much/);
  });

  it('says what of a position no order reaches', () => {
    const staked = book([balance('BTC', '0.3'), balance('BTC', '0.7', { scope: 'earn' })]);
    const made = plan({ kind: 'close', position: 'main/position/BTC', part: 1 }, staked);
    assert.deepEqual(pick(made.orders[0]?.ticket), ['sell', '0.3', false]);
    assert.match(made.notExecutable[0]?.what ?? '', /^0\.7 BTC$/);
  });
});

function pick(ticket: Plan['orders'][number]['ticket'] | undefined) {
  return [ticket?.side, ticket?.quantity, ticket?.reduceOnly];
}

describe('a plan of what remains', () => {
  const facts = book([cash('5000'), balance('BTC', '0.5')]);
  const made = plan(order('sell', 'BTC/USD', { quantity: '0.4' }), facts);
  const record = (more: Partial<OrderRecord>): OrderRecord => {
    const [first] = made.orders;
    assert.ok(first);
    return {
      ticket: first.ticket,
      live: false,
      state: 'notSent',
      at: now,
      orderId: null,
      filled: '0',
      averagePrice: null,
      fee: null,
      feeCurrency: null,
      realizedPnl: null,
      realizedReason: null,
      notional: 1,
      reason: null,
      ...more,
    };
  };
  const remaining = (orders: readonly OrderRecord[], state: Execution['state'] = 'partly') =>
    plan({ kind: 'remaining', plan: made.id }, facts, [btc()], {
      execution: {
        plan: made.id,
        portfolio: made.portfolio,
        purpose: 'trade',
        title: made.title,
        at: now,
        updatedAt: now,
        owner: 'test',
        state,
        check: { state: 'OK', reasons: [], warnings: [] },
        orders,
        remains: [],
      },
    });

  it('orders the unfilled rest again, and nothing that is filled, works or is not known', () => {
    const half = remaining([record({ state: 'partlyFilled', filled: '0.15' })]);
    assert.deepEqual(pick(half.orders[0]?.ticket), ['sell', '0.25', false]);
    assert.equal(half.title, 'What remains of: Sell BTC/USD on Main');
    assert.equal(refusal(remaining([record({ state: 'filled', filled: '0.4' })])), 'nothing remains');
    const limit = { ...record({}).ticket, type: 'limit', price: '60000' } as const;
    const works = remaining([record({ state: 'partlyFilled', ticket: limit })]);
    assert.equal(refusal(works), 'nothing remains');
    assert.match(works.notes.join(), /still works/);
    assert.match(
      refusal(remaining([record({}), record({ state: 'unknown' })])),
      /not known what became of an order \(sell BTC\/USD on Main\)/,
    );
    assert.match(refusal(remaining([record({})], 'running')), /still being executed/);
    assert.match(refusal(plan({ kind: 'remaining', plan: 'other' }, facts)), /no execution of this plan/);
  });

  it('does not order again what was sold by hand meanwhile', () => {
    const much = { ...record({}).ticket, quantity: '0.7' };
    const made = remaining([record({ ticket: much })]);
    assert.equal(refusal(made), 'nothing of it can be ordered');
    assert.equal(made.notExecutable[0]?.reason, '0.7 BTC were to be sold, only 0.5 of it can be sold now');
  });
});

describe('what a plan asks for', () => {
  it('asks ready accounts for the markets, then for the prices it needs and no others', () => {
    const input = planInput(rebalanceRequest, goldenFacts(), goldenMarkets(), {
      targets: targets({ BTC: 0.5, ETH: 0.3, USDT: 0.2 }),
      accounts: [ready('main'), closed('file')],
    });
    assert.deepEqual(marketsFor(input), [{ account: 'main', wanted: ['BTC', 'ETH'] }]);
    const rules = [...goldenMarkets(), market('main', 'BTC/EUR', '60000'), market('main', 'ETH/BTC', '0.05')];
    assert.deepEqual(pricesFor(input, rules), [
      { account: 'main', symbol: 'BTC/USDT', side: 'sell' },
      { account: 'main', symbol: 'ETH/USDT', side: 'buy' },
    ]);
    const one = planInput(order('buy', 'BTC', { all: true }), goldenFacts(), []);
    assert.deepEqual(marketsFor({ ...one, accounts: [ready('main')] }), [{ account: 'main', wanted: ['BTC'] }]);
    assert.deepEqual(pricesFor(one, rules), [{ account: 'main', symbol: 'BTC/USDT', side: 'buy' }]);
    assert.deepEqual(marketsFor({ ...one, accounts: [closed('main')] }), []);
  });
});
