import assert from 'node:assert/strict';
import { isWhole, orderOutcome, withTrades } from '../../../../../src/connectors/exchange/trading/orderOutcome.ts';
import type { OrderTicket } from '../../../../../src/core/model/trading.ts';

const ticket: OrderTicket = {
  clientOrderId: 'qf0123456789ab01',
  account: 'main',
  symbol: 'BTC/USDT',
  side: 'buy',
  type: 'market',
  quantity: '0.3',
  price: null,
  reduceOnly: false,
  scope: 'spot',
  strategy: null,
};
const row = { id: '7', status: 'closed', filled: '0.3', average: '100', timestamp: 1_700_000_000_000 };

describe('the outcome of an order', () => {
  it('is whole with price and fee, and asked for again without', () => {
    const known = orderOutcome({ ...row, fee: { cost: '0.03', currency: 'USDT' } }, ticket, 1);
    assert.deepEqual(known, {
      state: 'filled',
      orderId: '7',
      filled: '0.3',
      averagePrice: '100',
      fee: '0.03',
      feeCurrency: 'USDT',
      at: 1_700_000_000_000,
      reason: null,
    });
    assert.ok(isWhole(known));
    assert.ok(!isWhole(orderOutcome(row, ticket, 1)));
    assert.ok(!isWhole(orderOutcome({ id: '7' }, ticket, 1)));
  });

  it('tells partly filled, cancelled after a part, and expired', () => {
    assert.equal(orderOutcome({ ...row, status: 'open', filled: '0.1' }, ticket, 1).state, 'partlyFilled');
    assert.equal(orderOutcome({ ...row, status: 'open', filled: '0' }, ticket, 1).state, 'working');
    const part = orderOutcome({ ...row, status: 'canceled', filled: '0.1' }, ticket, 1);
    assert.deepEqual([part.state, part.filled], ['cancelled', '0.1']);
    assert.equal(orderOutcome({ ...row, status: 'expired', filled: '0' }, ticket, 1).state, 'cancelled');
  });

  it('takes price and fee from the trades, exactly, and no fee of several currencies', () => {
    const bare = orderOutcome({ ...row, average: undefined }, ticket, 1);
    const trade = (amount: string, price: string, currency = 'BNB') => ({
      amount,
      price,
      fee: { cost: '0.1', currency },
    });
    const whole = withTrades(bare, [trade('0.1', '100'), trade('0.2', '103')]);
    assert.deepEqual([whole.averagePrice, whole.fee, whole.feeCurrency], ['102', '0.2', 'BNB']);
    const mixed = withTrades(bare, [trade('0.1', '100'), trade('0.2', '103', 'USDT')]);
    assert.deepEqual([mixed.averagePrice, mixed.fee], ['102', null]);
    assert.equal(withTrades(bare, [trade('0.1', '100')]).averagePrice, null, 'trades that are missing are not guessed');
  });
});
