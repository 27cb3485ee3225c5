import assert from 'node:assert/strict';
import { walletBalances } from '../../../../src/connectors/exchange/walletBalances.ts';

const of = (exchange: string, info: unknown): unknown => {
  const wallets = walletBalances(exchange, info);
  return wallets === null ? null : Object.fromEntries(wallets);
};

describe('walletBalances', () => {
  it('takes what is in the wallet, without unrealised P&L (VAL-0 adds that once)', () => {
    assert.deepEqual(of('binance', { assets: [{ asset: 'USDT', walletBalance: '10.5', marginBalance: '12' }] }), {
      USDT: '10.5',
    });
    assert.deepEqual(of('okx', { data: [{ details: [{ ccy: 'USDT', eq: '12', upl: '1.5', cashBal: '9' }] }] }), {
      USDT: '10.5',
    });
    assert.deepEqual(of('bitget', [{ marginCoin: 'USDT', accountEquity: '12', unrealizedPL: '1.5' }]), {
      USDT: '10.5',
    });
    assert.deepEqual(of('bitget', [{ coin: 'USDT', equity: '12', balance: '10.5' }]), { USDT: '10.5' });
    assert.deepEqual(of('kucoinfutures', { data: { currency: 'USDT', accountEquity: '12', unrealisedPNL: '1.5' } }), {
      USDT: '10.5',
    });
    assert.deepEqual(of('deribit', { result: { currency: 'BTC', equity: '1.2', balance: '1' } }), { BTC: '1' });
    assert.deepEqual(of('bingx', { data: [{ asset: 'USDT', balance: '10', maxWithdrawAmount: '3' }] }), { USDT: '10' });
  });
  it("leaves ccxt's total where it is the wallet balance, and invents nothing where a field is missing", () => {
    assert.equal(of('bybit', {}), null);
    assert.deepEqual(of('okx', { data: [{ details: [{ ccy: 'USDT', eq: '12' }] }] }), {});
    assert.deepEqual(of('binance', 'nonsense'), {});
  });
});
