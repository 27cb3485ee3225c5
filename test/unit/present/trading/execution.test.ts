import assert from 'node:assert/strict';
import { executionWords, presentExecution } from '../../../../src/present/trading/execution.ts';
import { orderLog } from '../../../../src/present/trading/orderLog.ts';
import { isAnswer } from '../../../../src/protocol/pageGuards.ts';
import { now } from '../../../support/portfolioState.ts';
import { executionOf, orderRecord, ticketOf } from '../../../support/tradingSamples.ts';

const shown = { privacy: false, now };
const half = executionOf({
  state: 'partly',
  orders: [
    orderRecord(),
    orderRecord({
      ticket: ticketOf({ side: 'buy', symbol: 'ETH/USDT', quantity: '0.3964' }),
      state: 'notSent',
      filled: '0',
      averagePrice: null,
      fee: null,
      realizedPnl: null,
      reason: 'stopped by “Turn All Trading Off”',
    }),
  ],
  remains: ['buy 0.3964 ETH on main'],
});

describe('what became of orders', () => {
  it('is told with fill, fee and profit, and passes the guards of the page', () => {
    const view = presentExecution(executionOf(), shown);
    assert.ok(isAnswer('execute', view));
    assert.equal(view.text, 'Done: 1 order filled');
    assert.equal(view.orders[0]?.detail, '0.0348 at 67,062.50 USDT, fee 2.33 USDT, profit +120.50 USDT');
  });

  it('says what remains of a half-executed plan', () => {
    const view = presentExecution(half, shown);
    assert.equal(view.text, 'Partly done: of 2 orders 1 filled, 1 not sent');
    assert.deepEqual(view.remains, ['buy 0.3964 ETH on main']);
    assert.equal(view.orders[1]?.detail, 'stopped by “Turn All Trading Off”');
  });

  it('never tells an order of unknown fate as done', () => {
    const unknown = executionOf({ state: 'partly', orders: [orderRecord({ state: 'unknown', averagePrice: null })] });
    assert.equal(executionWords(unknown), 'Partly done: 1 order not known');
    assert.equal(presentExecution(unknown, shown).orders[0]?.tone, 'error');
  });

  it('holds no amount in privacy', () => {
    const texts = JSON.stringify([
      presentExecution(half, { privacy: true, now }),
      orderLog('B', [half], { privacy: true, now }),
    ]);
    assert.doesNotMatch(texts, /0\.0348|0\.3964|2\.33|120\.5/);
    assert.match(JSON.stringify(presentExecution(half, shown)), /0\.0348/);
  });
});

describe('the log of orders', () => {
  it('has each with its check, fill and P&L, and what remains', () => {
    const log = orderLog('Main *book*', [half], shown);
    assert.match(log, /^# Main \\\*book\\\*: orders sent by Quantfolio\n/);
    assert.match(log, /Pre-trade check: OK\./);
    assert.match(log, /\| Sell 0\.0348 BTC at the market on main \| Filled \| 0\.0348 at 67,062\.50 USDT/);
    assert.match(log, /- Remains: buy 0\.3964 ETH on main/);
  });

  it('says that none was sent', () => {
    assert.match(orderLog('B', [], shown), /No order was sent yet/);
  });
});
