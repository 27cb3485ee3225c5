import assert from 'node:assert/strict';
import { underlyingOf } from '../../../../src/connectors/exchange/codes.ts';

const binance = new Set(['BTC', 'ETH', 'USDT', 'LDO', '1INCH', 'O']);
const kraken = new Set(['BTC', 'ETH', 'DOT', 'USD', 'SOL', 'TRX', 'X2Y2']);
const of = (exchange: string, code: string): string => {
  const { asset, earning } = underlyingOf(exchange, code, (listed) =>
    (exchange === 'kraken' ? kraken : binance).has(listed),
  );
  return earning ? `${asset} earning` : asset;
};

describe('underlyingOf', () => {
  it('maps Binance LD codes to what they earn on', () => {
    assert.equal(of('binance', 'LDBTC'), 'BTC earning');
    assert.equal(of('binance', 'LDUSDT'), 'USDT earning');
    assert.equal(of('binance', 'LD1INCH'), '1INCH earning');
  });
  it('leaves a code that is itself listed alone, even where the rest is listed too', () => {
    assert.equal(of('binance', 'LDO'), 'LDO');
  });
  it('leaves LD codes of unlisted coins raw', () => assert.equal(of('binance', 'LDXYZ'), 'LDXYZ'));
  it('maps Kraken staking, opt-in, auto-earn and bonded codes', () => {
    assert.equal(of('kraken', 'ETH.S'), 'ETH earning');
    assert.equal(of('kraken', 'BTC.M'), 'BTC earning');
    assert.equal(of('kraken', 'USD.F'), 'USD earning');
    assert.equal(of('kraken', 'SOL.B'), 'SOL earning');
    assert.equal(of('kraken', 'DOT28.S'), 'DOT earning');
    assert.equal(of('kraken', 'ETH2'), 'ETH earning');
    assert.equal(of('kraken', 'ETH2.S'), 'ETH earning');
  });
  it('strips digits only when the remainder is listed, and not at all where the whole is', () => {
    assert.equal(of('kraken', 'X2Y2.S'), 'X2Y2 earning');
    assert.equal(of('kraken', 'FOO21.S'), 'FOO21.S');
    assert.equal(of('kraken', 'DOT28'), 'DOT28');
  });
  it('does nothing on other exchanges', () => {
    assert.equal(of('okx', 'LDBTC'), 'LDBTC');
    assert.equal(of('bybit', 'ETH.S'), 'ETH.S');
  });
});
