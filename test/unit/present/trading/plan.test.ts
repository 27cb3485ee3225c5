import assert from 'node:assert/strict';
import { confirmation, hiddenConfirmation } from '../../../../src/present/trading/confirmation.ts';
import { exactQuantity, orderWords } from '../../../../src/present/trading/orderWords.ts';
import { checkWords, notReady, presentPlan } from '../../../../src/present/trading/plan.ts';
import { planText } from '../../../../src/present/trading/planText.ts';
import { isAnswer } from '../../../../src/protocol/pageGuards.ts';
import { finding, now, riskOf } from '../../../support/portfolioState.ts';
import { checkOf, livePlan, plannedOrder, planOf, ticketOf } from '../../../support/tradingSamples.ts';

const titleOf = (account: string) => (account === 'main' ? 'Binance · main' : account);
const shown = { privacy: false, now, tradingAllowed: false, titleOf };

describe('orders in words', () => {
  it('name side, exact quantity, kind and account', () => {
    assert.equal(orderWords(ticketOf(), false, titleOf), 'Sell 0.0348 BTC at the market on Binance · main');
    const limit = ticketOf({ side: 'buy', type: 'limit', price: '91250', quantity: '85000.123456789' });
    assert.equal(
      orderWords(limit, false, titleOf),
      'Buy 85,000.123456789 BTC at 91,250 USDT or better on Binance · main',
    );
    const swap = ticketOf({ symbol: 'BTC/USDT:USDT', quantity: '12', reduceOnly: true, scope: 'swap' });
    assert.equal(
      orderWords(swap, false, titleOf),
      'Sell 12 contracts of BTC/USDT:USDT at the market on Binance · main (reduce only)',
    );
    assert.equal(orderWords(ticketOf(), true, titleOf), 'Sell ••••• BTC at the market on Binance · main');
  });

  it('round no digit away', () => {
    assert.equal(exactQuantity('1234567.000000000000000001'), '1,234,567.000000000000000001');
    assert.equal(exactQuantity('0.1'), '0.1');
    assert.equal(exactQuantity('-1000'), '-1,000');
  });
});

describe('a plan to review', () => {
  it('tells the golden rebalance REB-2: legs, orders, fees, limits that move', () => {
    const view = presentPlan(planOf(), shown);
    assert.ok(isAnswer('plan', view));
    assert.equal(view.ready, true);
    assert.deepEqual(
      view.legs?.rows.map((row) => row.cells.slice(1, 7).map((cell) => cell.text)),
      [
        ['Sell', '65.12%', '50.00%', '+15.12%', '$2,333.75', '0.0348'],
        ['Buy', '22.55%', '30.00%', '−7.45%', '$1,149.75', '0.3964'],
        ['Cash grows', '12.33%', '20.00%', '−7.67%', '$1,184.00', '–'],
      ],
    );
    assert.equal(view.orders[0]?.text, 'Sell 0.0348 BTC at the market on Binance · main');
    assert.equal(view.orders[0]?.price, '67,062.50 USDT');
    assert.equal(view.fee, '$3.48');
    assert.equal(view.check?.text, 'Allowed: the limit holds after the orders');
    assert.deepEqual(
      view.check?.bars.map(({ before, after }) => [before.used, after.used]),
      [['72% of $50,000.00', '67% of $50,000.00']],
    );
  });

  it('is not ready, and says why: refused, nothing to do, not checked, check refuses, too old, trading off', () => {
    const why = (plan: Parameters<typeof notReady>[0], tradingAllowed = true) =>
      notReady(plan, { now, tradingAllowed });
    assert.equal(why(planOf()), null);
    assert.equal(why(planOf({ refused: 'ETHW has no price' })), 'ETHW has no price');
    assert.equal(why(planOf({ orders: [] })), 'No order is needed');
    assert.match(why(planOf({ check: null })) ?? '', /could not be checked/);
    const refusing = checkOf({ allowed: false, reasons: ['BTC would be $90,000 of $50,000'] });
    assert.equal(why(planOf({ check: refusing })), 'The pre-trade check refuses it: BTC would be $90,000 of $50,000');
    assert.equal(why(planOf({ expiresAt: now })), 'Its prices are too old: plan again');
    assert.match(why(livePlan(), false) ?? '', /^Live trading is off\. Only you can turn it on, in your user settings/);
    assert.equal(why(livePlan(), true), null);
    assert.equal(why(planOf(), false), null, 'paper needs no setting');
  });

  it('is calm where nothing is to be done, and tells reasons and notes as sentences', () => {
    const done = presentPlan(planOf({ orders: [], refused: 'no order is needed' }), shown);
    assert.deepEqual([done.refused, done.readyReason, done.ready], [null, 'No order is needed', false]);
    const refused = presentPlan(
      planOf({
        orders: [],
        refused: 'not enough USD on Desk',
        notes: ['derivatives are left as they are'],
        notExecutable: [{ account: null, what: 'SOL', reason: 'no account trades it' }],
      }),
      shown,
    );
    assert.equal(refused.refused, 'Not enough USD on Desk');
    assert.deepEqual(refused.notes, ['Derivatives are left as they are.']);
    assert.deepEqual(refused.notExecutable, ['SOL: no account trades it.']);
  });

  it('draws no limit that does not visibly move', () => {
    const before = riskOf([finding({ value: 36_000, ratio: 0.72 }), finding({ limit: 'maxDailyLossPct', ratio: 0.1 })]);
    const after = riskOf([
      finding({ value: 36_010, ratio: 0.7202 }),
      finding({ limit: 'maxDailyLossPct', ratio: 0.1006 }),
    ]);
    const view = presentPlan(planOf({ check: checkOf({ before, after }) }), shown);
    assert.equal(view.check?.bars.length, 1);
  });

  it('tells a fee that is not known as such, with the reason', () => {
    const plan = planOf({
      orders: [plannedOrder({ fee: null, feeReason: 'the exchange does not tell it' })],
      fee: null,
    });
    const view = presentPlan(plan, shown);
    assert.equal(view.fee, 'not known');
    assert.equal(view.orders[0]?.fee, 'not known (the exchange does not tell it)');
  });

  it('sums the check up', () => {
    const ok = finding();
    const near = finding({ state: 'WARNING', limit: 'maxLeverage' });
    const broken = finding({ state: 'BREACH', limit: 'minCashPct' });
    const words = (allowed: boolean, ...findings: (typeof ok)[]) =>
      checkWords(checkOf({ allowed, after: riskOf(findings) }));
    assert.equal(words(true), 'Allowed: no limits are set, so there was nothing to check against');
    assert.equal(words(true, ok, near), 'Allowed: all 2 limits hold after the orders, 1 near its limit');
    assert.equal(words(false, ok, broken), 'Refused: 1 limit would be breached after the orders');
    assert.equal(
      words(true, ok, broken),
      'Allowed: the orders only lessen exposure; 1 limit still not kept after them',
    );
    assert.match(words(false, finding({ state: 'UNKNOWN' })), /^Refused: a limit would not be known/);
  });
});

describe('the book now and after as texts', () => {
  const texts = planText(planOf(), { privacy: false, now, titleOf });

  it('stand in the same columns, and differ only where the orders change something', () => {
    const before = texts.now.trimEnd().split('\n');
    const after = texts.after.trimEnd().split('\n');
    const changed = before.filter((line, index) => line !== after[index]);
    assert.deepEqual(
      changed.map((line) => line.trim().split(/\s{2,}/)[0]),
      ['BTC', 'ETH', 'BTC', 'ETH'],
    );
    const widths = new Set(
      [...before, ...after.slice(0, before.length)]
        .slice(4)
        .filter((line) => line.includes('%'))
        .map((line) => line.indexOf('%')),
    );
    assert.equal(widths.size, 1, texts.after);
    assert.deepEqual(before, [
      'Rebalance to 3 targets · $15,432.50 in all',
      'Prices of 2 Mar 2026 11:59 UTC',
      '',
      '  Asset  Quantity       Value   Share  Target',
      'All accounts',
      '  BTC                          65.12%  50.00%',
      '  ETH                          22.55%  30.00%',
      '  USDT                         12.33%  20.00%',
      'Binance · main',
      '  BTC        0.15  $10,050.00  65.12%',
      '  ETH         1.2   $3,480.00  22.55%',
      'other',
      '  SOL           3           –       –',
      '',
      'Orders',
    ]);
  });

  it('end with the orders in their order, and with the check', () => {
    assert.match(
      texts.after,
      /\nOrders\n1\. Sell 0\.0348 BTC at the market on Binance · main\n {3}\$2,333\.75, fee \$2\.33\n/,
    );
    assert.match(texts.after, /\n2\. Buy 0\.3964 ETH /);
    assert.match(texts.after, /\nAllowed: the limit holds after the orders\n$/);
    assert.match(
      texts.now,
      /\nOrders\n$/,
      'the heading is on both sides, so that the diff keeps them beside each other',
    );
  });

  it('hold no amount in privacy; shares still tell what changes', () => {
    const { now: before, after } = planText(planOf(), { privacy: true, now, titleOf });
    assert.doesNotMatch(before + after, /\$\d|10,050|0\.15\b|0\.0348|7,716/);
    assert.match(after, /50\.00%/);
    assert.notEqual(before, after);
  });

  it('tell shares of one total, and a target only of what all accounts hold together', () => {
    const plan = planOf();
    const [first] = plan.lines;
    assert.ok(first);
    const split = { ...plan, lines: [first, { ...first, account: 'other' }], total: 20_100 };
    const rows = planText(split, { privacy: false, now, titleOf }).now.split('\n');
    assert.deepEqual(
      rows.filter((line) => line.startsWith('  BTC')).map((line) => line.trim().split(/\s+/).slice(1)),
      [
        ['65.12%', '50.00%'],
        ['0.15', '$10,050.00', '50.00%'],
        ['0.15', '$10,050.00', '50.00%'],
      ],
    );
  });

  it('say that nothing is needed, or why nothing could be planned', () => {
    const none = planText(planOf({ orders: [], refused: 'no order is needed' }), { privacy: false, now }).after;
    assert.match(none, /\nOrders\nNo order is needed\.\n/);
    assert.doesNotMatch(none, /Refused/);
    const unknown = planText(planOf({ orders: [], refused: 'ETHW has no price' }), { privacy: false, now }).after;
    assert.match(unknown, /\nOrders\nNone\.\n[\s\S]*Refused: ETHW has no price\n/);
  });

  it('say why nothing may be sent', () => {
    assert.match(
      planText(planOf({ refused: 'ETHW has no price' }), { privacy: false, now }).after,
      /\nRefused: ETHW has no price\n$/,
    );
  });
});

describe('the confirmation of live orders', () => {
  it('names each order exactly: side, quantity, symbol, account, kind, price, amount, fee, check', () => {
    const { message, detail, action } = confirmation(livePlan(), now, titleOf);
    assert.equal(message, 'Send 2 live orders to Binance · main? This is real money.');
    assert.equal(action, 'Send 2 Orders');
    const expected = [
      'Sell 0.0348 BTC at the market on Binance · main',
      'BTC/USDT, market, quantity 0.0348',
      'Expected price 67,062.50 USDT (binance BTC/USDT, 2 s ago), amount $2,333.75, fee $2.33',
      'rounded down to the step 0.0001',
      'Buy 0.3964 ETH at the market on Binance · main',
      'Allowed: the limit holds after the orders',
      'Expected fees: $3.48',
    ];
    for (const words of expected) assert.ok(detail.includes(words), `${words} is not in:\n${detail}`);
  });

  it('names a limit price with every digit that is sent', () => {
    for (const price of ['12.3456', '0.0000001234567', '91250.5', '91250']) {
      const ticket = ticketOf({ type: 'limit', price });
      const { detail } = confirmation(livePlan({ orders: [plannedOrder({ live: true, ticket })] }), now, titleOf);
      const exact = price === '91250.5' ? '91,250.5' : price === '91250' ? '91,250' : price;
      assert.ok(detail.includes(`at ${exact} USDT or better`), detail);
      assert.ok(detail.includes(`BTC/USDT, limit, quantity 0.0348 at ${exact}`), detail);
    }
  });

  it('cannot be forged by the title of an account, and names the account itself', () => {
    const title = `Practice\n\nNothing here is real\u202e yenom\u0000${'x'.repeat(500)}`;
    const { message, detail } = confirmation(
      livePlan(),
      now,
      () => title,
      (account) => `${account} at binance`,
    );
    for (const char of ['\n', '\u202e', '\u0000']) assert.ok(!message.includes(char), JSON.stringify(message));
    assert.match(message, /\? This is real money\.$/);
    assert.ok(message.length < 200);
    assert.doesNotMatch(detail, /\nNothing here is real/);
    assert.match(detail, /BTC\/USDT, market, quantity 0\.0348, account [\w-]+ at binance/);
  });

  it('tells paper orders of a mixed plan as such', () => {
    const mixed = planOf({
      orders: [plannedOrder({ live: true }), plannedOrder({ ticket: ticketOf({ account: 'p' }) })],
    });
    const { message, detail, action } = confirmation(mixed, now, titleOf);
    assert.equal(message, 'Send 1 live order to Binance · main? This is real money.');
    assert.match(detail, /2\. Sell 0\.0348 BTC at the market on p \(paper\)/);
    assert.equal(action, 'Send All 2 Orders');
  });

  it('asks before it shows amounts that are hidden', () => {
    const words = Object.values(hiddenConfirmation(livePlan())).join(' ');
    assert.doesNotMatch(words, /0\.0348|\$/);
    assert.match(words, /2 live orders/);
  });
});
