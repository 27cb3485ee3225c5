import assert from 'node:assert/strict';
import type { Plan, PlanRequest } from '../../../../src/core/model/trading.ts';
import type { RiskFacts } from '../../../../src/core/risk/limit.ts';
import type { PlanInput, PlanMarket } from '../../../../src/core/trading/planInput.ts';
import { planOrders } from '../../../../src/core/trading/planOrders.ts';
import { account, balance, quote, row } from '../../../support/book.ts';
import { factsOf, market, order, planInput, ready, rebalanceRequest, targets } from '../../../support/plans.ts';

/** Plans on books as people have them. */

const told = ({ orders }: Plan) =>
  orders.map(({ ticket }) => [ticket.account, ticket.side, ticket.symbol, ticket.quantity]);

function plan(
  request: PlanRequest,
  facts: RiskFacts,
  markets: readonly PlanMarket[],
  more: Partial<PlanInput> = {},
): Plan {
  return planOrders(planInput(request, facts, markets, more));
}

const quotes = [
  quote('BTC/USD', '50000'),
  quote('SOL/USD', '100'),
  quote('EUR/USD', '1.1'),
  quote('ETH/USD', '2500'),
  quote('USDT/USD', '1'),
];
const paper = { allowsShort: true, quantityStep: '0.01' };
const paperAccount = (id: string, balances: Parameters<typeof account>[1], more: Parameters<typeof account>[2] = {}) =>
  account(id, balances, { kind: 'paper', exchange: null, ...more });

const short = row('SOL/USD', {
  scope: 'margin',
  side: 'short',
  size: '50',
  entryPrice: '100',
  markPrice: '100',
  strategy: 'trend',
});

describe('a paper account that holds what it did not buy in that market', () => {
  const held = balance('EUR', '3000', { entryPrice: '1.05', entryCurrency: 'USD', strategy: 'reserve' });
  const facts = factsOf([paperAccount('main', { balances: [balance('USD', '1000'), held] })], quotes);
  const eur = [market('main', 'EUR/USD', '1.1', paper)];

  it('sells all of a currency, and some of it without a word of a short', () => {
    const all = plan(order('sell', 'EUR', { all: true }), facts, eur);
    assert.equal(all.refused, null);
    assert.deepEqual(told(all), [['main', 'sell', 'EUR/USD', '3000']]);
    const some = plan(order('sell', 'EUR', { quantity: '50' }), facts, eur);
    assert.deepEqual(some.orders[0]?.notes, []);
    assert.equal(some.check?.after.metrics['openPositions'], 0);
    assert.deepEqual(
      some.lines.map(({ asset, after }) => [asset, after.quantity]),
      [
        ['EUR', '2950'],
        ['USD', '1054.945'],
      ],
    );
  });

  it('buys with no more than the broker takes for money, and says what the rest is', () => {
    const tether = balance('USDT', '2500', { entryPrice: '1', entryCurrency: 'USD' });
    const own = factsOf([paperAccount('main', { balances: [balance('USD', '1000'), tether] })], quotes);
    const none = [market('main', 'BTC/USDT', '50000', { ...paper, spendable: '0' })];
    for (const size of [{ all: true }, { notional: '100' }] as const) {
      const made = plan(order('buy', 'BTC/USDT', size), own, none);
      assert.match(made.refused ?? '', /no USDT on main to buy BTC with: 2,500\.00 USDT were bought there/);
    }
    const some = [market('main', 'BTC/USDT', '50000', { ...paper, quantityStep: '0.001', spendable: '500' })];
    assert.deepEqual(told(plan(order('buy', 'BTC/USDT', { all: true }), own, some)), [
      ['main', 'buy', 'BTC/USDT', '0.009'],
    ]);
    const made = plan(rebalanceRequest, own, some, { targets: targets({ BTC: 1 }) });
    assert.deepEqual(told(made), [['main', 'buy', 'BTC/USDT', '0.009']]);
  });

  it('sells, closes and rebalances what was paid in, and only what is beyond it is a short', () => {
    const paidIn = factsOf([paperAccount('main', { balances: [balance('USD', '1000'), balance('BTC', '1')] })], quotes);
    const btc = [market('main', 'BTC/USD', '50000', paper)];
    const some = plan(order('sell', 'BTC', { quantity: '0.4' }), paidIn, btc);
    assert.deepEqual(some.orders[0]?.notes, []);
    const [position] = paidIn.snapshot.positions;
    const closed = plan({ kind: 'close', position: position?.id ?? '', part: 1 }, paidIn, btc);
    assert.equal(closed.refused, null);
    assert.deepEqual(told(closed), [['main', 'sell', 'BTC/USD', '1']]);
    assert.equal(closed.check?.after.metrics['openPositions'], 0);
    const half = plan(rebalanceRequest, paidIn, btc, { targets: targets({ BTC: 0.5, USD: 0.5 }) });
    assert.deepEqual(told(half), [['main', 'sell', 'BTC/USD', '0.49']]);
    assert.deepEqual(half.notExecutable, []);
    const more = plan(order('sell', 'BTC', { quantity: '1.5' }), paidIn, btc);
    assert.deepEqual(more.orders[0]?.notes, ['sells more than is held: it opens a short position']);
    assert.equal(more.check?.after.metrics['openPositions'], 1);
  });
});

describe('a paper account where several strategies hold one asset', () => {
  const of = (quantity: string, strategy: string) =>
    balance('BTC', quantity, { entryPrice: '40000', entryCurrency: 'USD', strategy });
  const facts = factsOf(
    [paperAccount('main', { balances: [balance('USD', '9000'), of('1', 'grid'), of('2', 'trend')] })],
    quotes,
  );
  const btc = [market('main', 'BTC/USD', '50000', paper)];
  const sold = (size: Extract<PlanRequest, { kind: 'order' }>['size']) => {
    const made = plan(order('sell', 'BTC', size), facts, btc);
    return made.refused ?? made.orders.map(({ ticket, notes }) => [ticket.strategy, ticket.quantity, notes.length]);
  };

  it('sells all of each, a part of the largest, and says whose there is where none has enough', () => {
    assert.deepEqual(sold({ all: true }), [
      ['trend', '2', 0],
      ['grid', '1', 0],
    ]);
    assert.deepEqual(sold({ quantity: '1.5' }), [['trend', '1.5', 0]]);
    assert.match(
      String(sold({ quantity: '2.5' })),
      /held by several strategies \(2 of trend, 1 of grid\): name the one/,
    );
    const all = plan(order('sell', 'BTC', { all: true }), facts, btc);
    assert.equal(all.check?.after.metrics['openPositions'], 0);
    assert.equal(new Set(all.orders.map(({ ticket }) => ticket.clientOrderId)).size, 2);
  });
});

describe('a paper account that is short', () => {
  const facts = factsOf(
    [
      paperAccount('trend', { balances: [balance('USD', '20000')], positions: [short] }, { title: 'Trend' }),
      paperAccount('desk', { balances: [balance('USD', '10000')] }),
    ],
    quotes,
  );
  const markets = [market('trend', 'SOL/USD', '100', paper), market('desk', 'SOL/USD', '100', paper)];

  it('is not bought against by a rebalance, which says why and buys elsewhere', () => {
    const made = plan(rebalanceRequest, facts, markets, { targets: targets({ SOL: 0.2, USD: 0.8 }) });
    assert.deepEqual(
      told(made).map(([where, side]) => [where, side]),
      [['desk', 'buy']],
    );
    const alone = plan(rebalanceRequest, facts, markets.slice(0, 1), {
      accounts: [ready('trend')],
      targets: targets({ SOL: 0.2, USD: 0.8 }),
    });
    assert.deepEqual(alone.orders, []);
    assert.match(alone.notExecutable[0]?.reason ?? '', /Trend is short of SOL\/USD.*close it first/);
  });

  it('is covered with no free cash at all, at a loss, and an order says that it covers', () => {
    const poor = factsOf(
      [paperAccount('main', { balances: [], positions: [{ ...short, strategy: null, markPrice: '150' }] })],
      [quote('SOL/USD', '150')],
    );
    const sol = [market('main', 'SOL/USD', '150', paper)];
    const cover = plan(order('buy', 'SOL', { quantity: '50' }), poor, sol);
    assert.equal(cover.refused, null);
    assert.deepEqual(cover.orders[0]?.notes, ['it closes the short of SOL/USD that is open there']);
    const reduced = plan({ kind: 'reduce', limit: null }, poor, sol, { limits: { maxTotalExposureNotional: 3000 } });
    assert.equal(reduced.refused, null);
    assert.equal(reduced.orders[0]?.ticket.side, 'buy');
  });

  it('keeps the short of another strategy when an order names its own', () => {
    const own = { account: 'trend', strategy: 'mine' };
    const poor = plan(order('buy', 'SOL', { notional: '30000' }, own), facts, markets);
    assert.match(poor.refused ?? '', /not enough USD/);
    const made = plan(order('buy', 'SOL', { quantity: '10' }, own), facts, markets);
    assert.deepEqual([made.refused, made.orders[0]?.notes, made.orders[0]?.ticket.reduceOnly], [null, [], false]);
  });
});

describe('a rebalance of a real book', () => {
  it('orders in parts what is above the largest order of a market, for sales and for purchases', () => {
    const facts = factsOf([account('main', { balances: [balance('BTC', '10'), balance('USDT', '0')] })], quotes);
    const most = { maxQuantity: '2', quantityStep: '0.001' };
    const markets = [
      market('main', 'BTC/USDT', '50000', most),
      market('main', 'ETH/USDT', '2500', { maxQuantity: '60' }),
    ];
    const made = plan(rebalanceRequest, facts, markets, { targets: targets({ BTC: 0.5, ETH: 0.5 }) });
    assert.deepEqual(told(made).slice(0, 3), [
      ['main', 'sell', 'BTC/USDT', '1.667'],
      ['main', 'sell', 'BTC/USDT', '1.667'],
      ['main', 'sell', 'BTC/USDT', '1.666'],
    ]);
    assert.equal(made.orders.filter(({ ticket }) => ticket.side === 'buy').length, 2);
    assert.equal(made.refused, null);
    assert.deepEqual(made.notExecutable, []);
    assert.equal(made.check?.allowed, true);
  });

  it('says why nothing is sold for a stablecoin that is off its peg', () => {
    const off = [quote('BTC/USD', '50000'), quote('BTC/USDT', '52631'), quote('USDT/USD', '0.95')];
    const facts = factsOf([account('main', { balances: [balance('BTC', '1'), balance('USDT', '1000')] })], off);
    const made = plan(rebalanceRequest, facts, [market('main', 'BTC/USDT', '52631')], {
      targets: targets({ BTC: 0.5, USD: 0.5 }),
    });
    const reasons = made.notExecutable.map(({ reason }) => reason).join('\n');
    assert.match(reasons, /trades BTC only for USDT, which is no money here \(a coin, or a stablecoin off its peg\)/);
    assert.doesNotMatch(reasons, /held back by working orders/);
  });
});

describe('a reduction of a hedged book', () => {
  const facts = factsOf(
    [
      account('main', {
        balances: [balance('BTC', '1'), balance('ETH', '8'), balance('USDT', '60000', { scope: 'swap' })],
        positions: [
          row('BTC/USDT:USDT', { currency: 'USDT', side: 'short', size: '1', entryPrice: '50000', markPrice: '50000' }),
        ],
      }),
    ],
    quotes,
  );
  const step = { quantityStep: '0.001' };
  const markets = [
    market('main', 'BTC/USDT', '50000', step),
    market('main', 'ETH/USDT', '2500', step),
    market('main', 'BTC/USDT:USDT', '50000', step),
  ];
  const reduced = (limits: PlanInput['limits']) => plan({ kind: 'reduce', limit: null }, facts, markets, { limits });

  it('leaves a hedge whole where what stands open is enough', () => {
    const made = reduced({ maxTotalExposureNotional: 110_000 });
    assert.deepEqual(
      told(made).map(([, side, symbol]) => [side, symbol]),
      [['sell', 'ETH/USDT']],
    );
    assert.deepEqual(made.notes, []);
  });

  it('says so where it has to take one apart', () => {
    const made = reduced({ maxTotalExposureNotional: 70_000 });
    assert.equal(made.check?.allowed, true);
    assert.equal(made.orders[0]?.ticket.symbol, 'ETH/USDT');
    assert.match(made.notes.join(), /a hedge of BTC is taken apart: its net exposure goes from 0.00 USD to /);
  });
});

describe('orders of contracts', () => {
  const swap = (side: 'long' | 'short', size: string) =>
    row('BTC/USDT:USDT', {
      currency: 'USDT',
      side,
      size,
      contractSize: '0.001',
      entryPrice: '50000',
      markPrice: '50000',
    });
  const markets = [market('main', 'BTC/USDT:USDT', '50000', { quantityStep: '1', contractSize: '0.001' })];
  const facts = (...positions: ReturnType<typeof swap>[]) =>
    factsOf([account('main', { balances: [balance('USDT', '9000', { scope: 'swap' })], positions })], quotes);
  const notes = (side: 'buy' | 'sell', quantity: string, ...held: ReturnType<typeof swap>[]) =>
    plan(order(side, 'BTC/USDT:USDT', { quantity }), facts(...held), markets).orders[0]?.notes;

  it('say what they open, and that they turn a position around', () => {
    assert.deepEqual(notes('sell', '300', swap('long', '500')), []);
    assert.deepEqual(notes('sell', '800', swap('long', '500')), [
      'it closes the long of 500 and opens a short of 300: the exchange decides its margin',
    ]);
    assert.deepEqual(notes('buy', '10'), ['it opens a long of 10: the exchange decides its margin']);
    assert.deepEqual(notes('buy', '10', swap('long', '5'), swap('short', '20')), [
      'it opens a long of 10 more: the exchange decides its margin',
    ]);
    const missing = plan(order('buy', 'BTC', { quantity: '1' }), facts(), markets);
    assert.match(missing.refused ?? '', /has no market for BTC: did you mean BTC\/USDT:USDT\?/);
  });
});

describe('a limit order', () => {
  const swap = [market('main', 'BTC/USDT:USDT', '50000', { quantityStep: '1', contractSize: '0.001' })];
  const facts = factsOf([account('main', { balances: [balance('USDT', '9000', { scope: 'swap' })] })], quotes);

  it('is not made small by a limit that the market is far beyond', () => {
    const request = order('sell', 'BTC/USDT:USDT', { quantity: '1000' }, { price: '1' });
    const limits = { maxOrderNotional: 1000, maxTotalExposureNotional: 20_000 };
    const made = plan(request, facts, swap, { limits });
    assert.equal(made.orders[0]?.notional, 50_000);
    assert.equal(made.check?.allowed, false);
    assert.equal(made.check?.reasons.length, 2);
    // Above the market it waits, and is worth its limit; a purchase may cost its limit.
    const waits = order('sell', 'BTC/USDT:USDT', { quantity: '10' }, { price: '60000' });
    assert.equal(plan(waits, facts, swap).orders[0]?.notional, 600);
    const buys = order('buy', 'BTC/USDT:USDT', { quantity: '10' }, { price: '60000' });
    assert.equal(plan(buys, facts, swap).orders[0]?.notional, 600);
    const amount = order('sell', 'BTC/USDT:USDT', { notional: '5000' }, { price: '1' });
    assert.equal(plan(amount, facts, swap).orders[0]?.ticket.quantity, '100');
    const unknown = plan(
      request,
      factsOf([account('main', { balances: [balance('USDT', '9000')] })], [quote('USDT/USD', '1')]),
      [{ ...swap[0], sell: null, buy: null } as PlanMarket],
    );
    assert.match(unknown.refused ?? '', /no price of BTC\/USDT:USDT could be had/);
  });
});

describe('a target that nobody here holds or trades', () => {
  it('is named before anything is sold for it', () => {
    const facts = factsOf([account('main', { balances: [balance('BTC', '1')] })], quotes);
    const made = plan(rebalanceRequest, facts, [market('main', 'BTC/USD', '50000')], {
      targets: targets({ BTC: 0.5, DOGEE: 0.5 }),
    });
    assert.match(made.notes[0] ?? '', /DOGEE is a target that no account here holds or trades: .*is the name right\?/);
  });
});
