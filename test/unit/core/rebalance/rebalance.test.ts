import assert from 'node:assert/strict';
import type { Plan, RebalanceLeg } from '../../../../src/core/model/trading.ts';
import { planOrders } from '../../../../src/core/trading/planOrders.ts';
import { account, balance, day, now, quote, row } from '../../../support/book.ts';
import {
  closed,
  factsOf,
  goldenFacts,
  goldenMarkets,
  market,
  planInput,
  ready,
  rebalanceRequest,
  targets,
} from '../../../support/plans.ts';

const s4 = targets({ BTC: 0.5, ETH: 0.3, USDT: 0.2 }, { threshold: 0.05, minTradeNotional: 50 });

function legOf({ legs }: Plan, asset: string): RebalanceLeg {
  const leg = legs.find((one) => one.asset === asset);
  assert.ok(leg, `a leg of ${asset}`);
  return leg;
}

function said(leg: RebalanceLeg): readonly unknown[] {
  return [leg.side, Math.round(leg.notional * 100) / 100];
}

describe('a rebalance', () => {
  it('is the golden plan of S4: sell BTC 2,333.75, buy ETH 1,149.75, USDT 1,184.00 more', () => {
    const plan = planOrders(planInput(rebalanceRequest, goldenFacts(), goldenMarkets(), { targets: s4 }));
    assert.equal(plan.refused, null);
    assert.equal(plan.total, 15_432.5);
    assert.deepEqual(said(legOf(plan, 'BTC')), ['sell', 2333.75]);
    assert.deepEqual(said(legOf(plan, 'ETH')), ['buy', 1149.75]);
    assert.deepEqual(said(legOf(plan, 'USDT')), ['buy', 1184]);
    assert.deepEqual(
      plan.orders.map(({ ticket }) => [ticket.side, ticket.symbol, ticket.type]),
      [
        ['sell', 'BTC/USDT', 'market'],
        ['buy', 'ETH/USDT', 'market'],
      ],
    );
    assert.equal(plan.fee?.toFixed(2), '3.48'); // 0.1 % of 2,333.75 + 1,149.75
    assert.equal(plan.check?.allowed, true);
    assert.equal(legOf(plan, 'BTC').drift.toFixed(4), '0.1512');
    assert.equal(plan.title, 'Rebalance to 3 targets');
    assert.deepEqual(
      plan.orders.map(({ ticket }) => ticket.clientOrderId),
      ['qfab12cd34ef5600', 'qfab12cd34ef5601'],
    );
  });

  it('drops a target of exactly 50 or less and shares its weight (onlyOver50USD of S1)', () => {
    const balances = [balance('USD', '1000')];
    const facts = factsOf(
      [account('main', { balances })],
      [quote('QQQ/USD', '400'), quote('GLD/USD', '200'), quote('SLV/USD', '25')],
    );
    const markets = [
      market('main', 'QQQ/USD', '400'),
      market('main', 'GLD/USD', '200'),
      market('main', 'SLV/USD', '25'),
    ];
    const shares = (allocation: Record<string, number>) => {
      const wanted = targets(allocation, { minPositionNotional: 50 });
      const plan = planOrders(planInput(rebalanceRequest, facts, markets, { targets: wanted }));
      return Object.fromEntries(plan.legs.map((leg) => [leg.asset, Number(leg.targetShare.toFixed(12))]));
    };
    assert.deepEqual(shares({ QQQ: 0.8, GLD: 0.04, SLV: 0.06, USD: 0.1 }), { QQQ: 0.82, USD: 0.1, SLV: 0.08, GLD: 0 });
    assert.deepEqual(shares({ QQQ: 0.8, GLD: 0.05, SLV: 0.05, USD: 0.1 }), { QQQ: 0.9, USD: 0.1, GLD: 0, SLV: 0 });
    assert.deepEqual(shares({ QQQ: 0.8, GLD: 0.051, SLV: 0.049, USD: 0.1 }), {
      QQQ: 0.8245,
      USD: 0.1,
      GLD: 0.0755,
      SLV: 0,
    });
  });

  it('leaves what is within the threshold, and drops small trades but not full exits', () => {
    const wanted = (threshold: number, minTradeNotional: number, allocation = s4.allocation) =>
      planOrders(
        planInput(rebalanceRequest, goldenFacts(), goldenMarkets(), {
          targets: targets(allocation ?? {}, { threshold, minTradeNotional }),
        }),
      );
    const within = wanted(0.1, 0);
    assert.equal(legOf(within, 'ETH').side, 'hold');
    assert.match(legOf(within, 'ETH').reason ?? '', /within the threshold of 10 %/);
    assert.deepEqual(said(legOf(within, 'BTC')), ['sell', 2333.75]);
    const small = wanted(0, 1200);
    assert.match(legOf(small, 'ETH').reason ?? '', /minTradeNotional, 1,200\.00 USD/);
    const exit = wanted(0, 5000, { BTC: 0.6, USDT: 0.4 });
    assert.deepEqual(said(legOf(exit, 'ETH')), ['sell', 3480]);
    assert.equal(legOf(exit, 'ETH').quantity, '1.2');
    assert.equal(legOf(exit, 'BTC').side, 'hold'); // 790.50 < 5,000
    // The threshold itself is where it begins: BTC is off by exactly 10 % of the total.
    const at = wanted(0.1, 0, { BTC: 10_050 / 15_432.5 - 0.1, ETH: 3480 / 15_432.5 + 0.1, USDT: 1902.5 / 15_432.5 });
    assert.equal(legOf(at, 'BTC').side, 'sell');
  });

  it('buys only with the money above its target in buyOnly, and sells no more than that needs in cashFirst', () => {
    const facts = goldenFacts();
    const plan = (mode: 'full' | 'buyOnly' | 'cashFirst', allocation: Record<string, number>) =>
      planOrders(
        planInput({ kind: 'rebalance', threshold: 0, mode }, facts, goldenMarkets({ takerFee: 0 }), {
          targets: targets(allocation),
        }),
      );
    const invested = { BTC: 0.5, ETH: 0.5 };
    const buys = plan('buyOnly', invested);
    assert.deepEqual(said(legOf(buys, 'ETH')), ['buy', 1902.5]);
    assert.equal(legOf(buys, 'BTC').side, 'hold');
    const first = plan('cashFirst', { BTC: 0.5, ETH: 0.3, USDT: 0.2 });
    assert.deepEqual(said(legOf(first, 'ETH')), ['buy', 1149.75]);
    assert.deepEqual(said(legOf(first, 'BTC')), ['sell', 1149.75]); // not 2,333.75: no money is raised
    // 1,562.125, on the step just below.
    const spare = plan('cashFirst', { BTC: 0.55, ETH: 0.35, USDT: 0.1 });
    // ETH needs 1,921.375; money above its target is 1,902.50 − 1,543.25 = 359.25.
    assert.deepEqual(said(legOf(spare, 'BTC')), ['sell', 1562.12]);
    const none = plan('buyOnly', { BTC: 0.5, ETH: 0.3, USDT: 0.2 });
    assert.equal(none.refused, 'no order is needed');
    assert.match(legOf(none, 'ETH').reason ?? '', /not enough money above its target/);
  });

  it('keeps the proportions held within a sector, and begins with equal parts', () => {
    const facts = goldenFacts({ sectors: { 'Layer 1': ['BTC', 'ETH'], Money: ['USDT'], DeFi: ['AAVE', 'UNI'] } });
    const bySector = { ...s4, allocation: undefined, threshold: 0, minTradeNotional: 0 };
    const plan = planOrders(
      planInput(
        rebalanceRequest,
        facts,
        [...goldenMarkets(), market('main', 'AAVE/USDT', '100'), market('main', 'UNI/USDT', '10')],
        { targets: { ...bySector, sectors: { 'Layer 1': 0.6, Money: 0.2, DeFi: 0.2 } } },
      ),
    );
    const share = (asset: string) => legOf(plan, asset).targetShare.toFixed(6);
    assert.equal(share('BTC'), ((0.6 * 10_050) / 13_530).toFixed(6));
    assert.equal(share('ETH'), ((0.6 * 3480) / 13_530).toFixed(6));
    assert.deepEqual([share('AAVE'), share('UNI'), share('USDT')], ['0.100000', '0.100000', '0.200000']);
    assert.equal(plan.orders.filter(({ ticket }) => ticket.side === 'buy').length, 2);
    const unknown = planOrders(
      planInput(rebalanceRequest, facts, goldenMarkets(), { targets: { ...bySector, sectors: { Gaming: 1 } } }),
    );
    assert.match(unknown.refused ?? '', /the sector 'Gaming' names no assets/);
  });

  it('sells what has no target, because targets tell the whole book', () => {
    const plan = planOrders(
      planInput(rebalanceRequest, goldenFacts(), goldenMarkets(), { targets: targets({ BTC: 0.8, USDT: 0.2 }) }),
    );
    assert.deepEqual(said(legOf(plan, 'ETH')), ['sell', 3480]);
    const bad = planOrders(
      planInput(rebalanceRequest, goldenFacts(), goldenMarkets(), { targets: targets({ BTC: 0.8 }) }),
    );
    assert.match(bad.refused ?? '', /the targets add up to 80 %: they must add up to 100 %/);
  });

  it('is refused while a part of the book is stale or has no price', () => {
    const unpriced = factsOf(
      [account('main', { balances: [balance('BTC', '1'), balance('ETHW', '2'), balance('USD', '10')] })],
      [quote('BTC/USD', '67000')],
    );
    const wanted = { targets: targets({ BTC: 0.5, USD: 0.5 }) };
    const plan = planOrders(planInput(rebalanceRequest, unpriced, [market('main', 'BTC/USD', '67000')], wanted));
    assert.match(plan.refused ?? '', /the book is incomplete.*no price leads from ETHW to USD/);
    assert.deepEqual([plan.orders, plan.check], [[], null]);
    const old = factsOf(
      [account('main', { balances: [balance('BTC', '1')] })],
      [quote('BTC/USD', '67000', { at: now - 3 * day })],
    );
    const stale = planOrders(planInput(rebalanceRequest, old, [market('main', 'BTC/USD', '67000')], wanted));
    assert.match(stale.refused ?? '', /the price of BTC is 3 days old/);
    assert.match(
      planOrders(planInput(rebalanceRequest, goldenFacts(), goldenMarkets())).refused ?? '',
      /no targets are configured/,
    );
  });

  it('sells where it is held and can be traded, and says what to do by hand', () => {
    const facts = factsOf(
      [
        account('main', { balances: [balance('BTC', '0.05'), balance('USDT', '100')] }),
        account('bot', { balances: [balance('BTC', '0.10')] }, { kind: 'file', exchange: null, title: 'Bot file' }),
        account('kraken', { balances: [balance('USD', '500')] }),
      ],
      [quote('BTC/USDT', '60000'), quote('ETH/USDT', '3000'), quote('USDT/USD', '1')],
    );
    const markets = [
      market('main', 'BTC/USDT', '60000'),
      market('main', 'ETH/USDT', '3000'),
      market('kraken', 'ETH/USD', '3000'),
    ];
    const wanted = { targets: targets({ ETH: 1 }), accounts: [ready('main'), ready('kraken'), closed('bot')] };
    const plan = planOrders(planInput(rebalanceRequest, facts, markets, wanted));
    assert.deepEqual(
      plan.orders.map(({ ticket }) => [ticket.account, ticket.side, ticket.symbol]),
      [
        ['main', 'sell', 'BTC/USDT'],
        ['main', 'buy', 'ETH/USDT'],
        ['kraken', 'buy', 'ETH/USD'],
      ],
    );
    assert.equal(plan.orders[0]?.ticket.quantity, '0.05');
    const [byHand] = plan.notExecutable;
    assert.deepEqual(byHand, {
      account: 'bot',
      what: 'sell 0.1 BTC',
      reason: 'Bot file: it is a file: trade there yourself',
    });
    assert.equal(legOf(plan, 'BTC').notional, 9000); // all that is wanted, not only what orders do
    assert.match(legOf(plan, 'BTC').reason ?? '', /orders here do 33 % of it/);
    assert.ok(plan.notExecutable.some(({ what }) => what.startsWith('buy ETH for')));
  });

  it('is spot only: derivatives stay as they are, and shares are of what is owned', () => {
    const facts = factsOf(
      [
        account('main', {
          balances: [balance('BTC', '1'), balance('USDT', '60000'), balance('USDT', '20000', { scope: 'swap' })],
          positions: [row('ETH/USDT:USDT', { currency: 'USDT', size: '10', entryPrice: '2000', markPrice: '3000' })],
        }),
      ],
      [quote('BTC/USDT', '60000'), quote('ETH/USDT', '3000'), quote('USDT/USD', '1')],
    );
    const wanted = { targets: targets({ BTC: 0.75, USDT: 0.25 }) };
    const plan = planOrders(planInput(rebalanceRequest, facts, [market('main', 'BTC/USDT', '60000')], wanted));
    assert.deepEqual([facts.snapshot.equity, plan.total], [150_000, 140_000]);
    assert.deepEqual(
      plan.orders.map(({ ticket }) => [ticket.side, ticket.symbol, ticket.quantity]),
      [['buy', 'BTC/USDT', '0.75']],
    );
    assert.match(plan.notes.join(), /derivatives and shorts are left as they are \(ETH\/USDT:USDT\)/);
    // The wallet of the derivatives counts as money, but no purchase is paid from it.
    const all = { targets: targets({ BTC: 1, USDT: 0 }) };
    const most = planOrders(planInput(rebalanceRequest, facts, [market('main', 'BTC/USDT', '60000')], all));
    assert.ok((most.orders[0]?.notional ?? 0) <= 60_000);
    assert.match(most.notExecutable[0]?.reason ?? '', /not enough money where BTC can be bought/);
  });

  it('plans a book of files to be done by hand', () => {
    const facts = goldenFacts();
    const plan = planOrders(planInput(rebalanceRequest, facts, [], { targets: s4, accounts: [closed('main')] }));
    assert.deepEqual(said(legOf(plan, 'BTC')), ['sell', 2333.75]);
    assert.deepEqual(said(legOf(plan, 'ETH')), ['buy', 1149.75]);
    assert.deepEqual(said(legOf(plan, 'USDT')), ['buy', 1184]);
    assert.match(plan.refused ?? '', /none of these trades can be made here/);
    assert.deepEqual(
      plan.notExecutable.map(({ account: id, what }) => [id, what.slice(0, 8)]),
      [
        ['main', 'sell 0.0'],
        ['main', 'buy ETH '],
      ],
    );
  });
});
