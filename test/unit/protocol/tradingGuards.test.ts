import assert from 'node:assert/strict';
import { isAnswer, isHostMessage, isPageRequest } from '../../../src/protocol/pageGuards.ts';

const subject = { kind: 'portfolio', id: null };
const query = {
  portfolio: '/a',
  table: 'trades',
  subject,
  search: 'btc sell',
  sort: { column: 'time', descending: true },
  from: null,
  to: null,
};
const table = { ...query, offset: 0, limit: 100 };
const order = {
  kind: 'order',
  account: 'paper',
  symbol: 'BTC/USD',
  side: 'buy',
  size: { quantity: '0.1' },
  price: null,
  strategy: null,
};
const asks = (name: string, argument: unknown) => isPageRequest({ id: 1, name, argument });
const plans = (request: unknown) => asks('plan', { portfolio: '/a', request });

describe('guards of tables and orders', () => {
  it('let the requests of the protocol through', () => {
    assert.ok(asks('table', table));
    assert.ok(asks('table', { ...table, sort: null, from: 1, to: 2, subject: { kind: 'strategy', id: 'Carry' } }));
    assert.ok(asks('saveTable', { ...query, format: 'json' }));
    assert.ok(asks('position', { portfolio: '/a', position: 'p' }));
    assert.ok(asks('tradeStats', { portfolio: '/a', subject, period: { id: 'all' } }));
    assert.ok(asks('tax', { portfolio: '/a', year: 2025, method: null }));
    assert.ok(asks('saveTax', { portfolio: '/a', year: 2025, method: 'FIFO', format: 'csv' }));
    assert.ok(asks('reconciliation', { portfolio: '/a' }));
    assert.ok(asks('execute', { portfolio: '/a', plan: 'p1', digest: 'd1' }));
    assert.ok(asks('planDiff', { portfolio: '/a', plan: 'p1' }));
    for (const command of ['turnAllTradingOff', 'openTradingSetting', 'resetPaper']) {
      assert.ok(asks('command', { command, argument: null }));
    }
    for (const request of [
      order,
      { ...order, size: { notional: '500' }, side: 'sell', price: '91000.5' },
      { ...order, size: { all: true } },
      { kind: 'close', position: 'p', part: 0.5 },
      { kind: 'adjust', position: 'p', size: '0' },
      { kind: 'rebalance', threshold: null, mode: null },
      { kind: 'rebalance', threshold: 0.05, mode: 'buyOnly' },
      { kind: 'reduce', limit: null },
      { kind: 'remaining', plan: 'p1' },
    ]) {
      assert.ok(plans(request), JSON.stringify(request));
    }
  });

  it('refuse what is not in the protocol, too much, or can be read in two ways', () => {
    assert.ok(!asks('table', { ...table, table: 'secrets' }));
    assert.ok(!asks('table', { ...table, limit: 100_000 }));
    assert.ok(!asks('table', { ...table, limit: 0 }));
    assert.ok(!asks('table', { ...table, offset: -1 }));
    assert.ok(!asks('table', { ...table, offset: 0.5 }));
    assert.ok(!asks('table', { ...table, search: 'x'.repeat(201) }));
    assert.ok(!asks('saveTable', { ...query, format: 'exe' }));
    assert.ok(!asks('tax', { portfolio: '/a', year: 20_255, method: null }));
    assert.ok(!asks('execute', { portfolio: '/a', plan: 'p1' }));
    for (const request of [
      null,
      {},
      { ...order, kind: 'withdraw' },
      { ...order, side: 'hold' },
      { ...order, size: { quantity: '0.1', notional: '500' } },
      { ...order, size: { quantity: '0.1', all: true } },
      { ...order, size: {} },
      { ...order, size: { quantity: 0.1 } },
      { ...order, size: { quantity: '0' } },
      { ...order, size: { quantity: '-1' } },
      { ...order, size: { quantity: '1e3' } },
      { ...order, size: { quantity: '1,5' } },
      { ...order, size: { all: false } },
      { ...order, price: '0' },
      { ...order, price: 91_000 },
      { kind: 'close', position: 'p', part: 1.5 },
      { kind: 'close', position: 'p', part: 0 },
      { kind: 'close', position: 'p', part: Number.NaN },
      { kind: 'adjust', position: 'p', size: '-0.1' },
      { kind: 'rebalance', threshold: 5, mode: null },
      { kind: 'rebalance', threshold: null, mode: 'yolo' },
      { kind: 'remaining' },
    ]) {
      assert.ok(!plans(request), JSON.stringify(request));
    }
  });

  it('check what the page is given', () => {
    const cell = { text: '1', sort: 1 };
    const answer = {
      table: 'trades',
      title: 'Trades',
      columns: [{ id: 'time', title: 'Time', align: 'end', hidden: false, explain: null }],
      rows: [{ id: 'a', cells: [cell] }],
      offset: 0,
      total: 1,
      matching: 1,
      notes: [],
      empty: '',
    };
    assert.ok(isAnswer('table', answer));
    assert.ok(!isAnswer('table', { ...answer, matching: -1 }));
    assert.ok(!isAnswer('table', { ...answer, rows: [{ id: 'a', cells: [{ text: 1, sort: 1 }] }] }));
    assert.ok(!isAnswer('table', { ...answer, rows: Array.from({ length: 1_001 }, () => answer.rows[0]) }));
    assert.ok(isAnswer('execute', null));
    assert.ok(isAnswer('execute', { plan: 'p', title: '', state: 'done', text: '', orders: [], remains: [] }));
    assert.ok(!isAnswer('execute', { plan: 'p', title: '', state: 'sold', text: '', orders: [], remains: [] }));
    assert.ok(!isAnswer('plan', null));
    const plan = {
      id: 'p',
      digest: 'd',
      purpose: 'trade',
      title: '',
      expiresAt: 1,
      legs: null,
      shares: [],
      orders: [],
      fee: '',
      check: null,
      refused: null,
      notExecutable: [],
      notes: [],
      ready: true,
      readyReason: null,
      live: false,
    };
    assert.ok(isAnswer('plan', plan));
    assert.ok(!isAnswer('plan', { ...plan, ready: 'yes' }));
    assert.ok(!isAnswer('plan', { ...plan, check: { state: 'fine' } }));
    for (const section of ['trades', 'rebalance']) assert.ok(isHostMessage({ type: 'show', section }));
  });
});
