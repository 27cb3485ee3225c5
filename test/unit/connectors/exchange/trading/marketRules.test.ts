import assert from 'node:assert/strict';
import { marketRules, scopeOfMarket } from '../../../../../src/connectors/exchange/trading/marketRules.ts';
import type { OrderExchange, OrderMarket } from '../../../../../src/connectors/exchange/trading/orderExchange.ts';

const spot: OrderMarket = {
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  spot: true,
  precision: { amount: '0.00001', price: '0.01' },
  limits: { amount: { min: '0.00001', max: '9000' }, market: { max: '71.5' }, cost: { min: '5' } },
  taker: '0.001',
};
const swap: OrderMarket = {
  ...spot,
  symbol: 'BTC/USDT:USDT',
  spot: false,
  swap: true,
  linear: true,
  settle: 'USDT',
  contractSize: '0.01',
};
const inverse: OrderMarket = {
  ...swap,
  symbol: 'BTC/USD:BTC',
  quote: 'USD',
  settle: 'BTC',
  linear: false,
  inverse: true,
  contractSize: '100',
};
const rulesOf = (mode: number, market: OrderMarket) =>
  marketRules({ precisionMode: mode } as OrderExchange, market, 'spot');

describe('rules of markets (REB-1)', () => {
  it('takes steps, limits and the fee from what the exchange lists, as decimal text', () => {
    assert.deepEqual(rulesOf(4, spot), {
      symbol: 'BTC/USDT',
      base: 'BTC',
      quote: 'USDT',
      scope: 'spot',
      contractSize: '1',
      quantityStep: '0.00001',
      priceStep: '0.01',
      minQuantity: '0.00001',
      // A market order's own limit is the smaller one.
      maxQuantity: '71.5',
      minNotional: '5',
      takerFee: 0.001,
      allowsShort: false,
    });
  });

  it('makes steps of numbers of places, also of negative ones', () => {
    const places = { ...spot, precision: { amount: 5, price: -1 } };
    assert.equal(rulesOf(2, places)?.quantityStep, '0.00001');
    assert.equal(rulesOf(2, places)?.priceStep, '10');
  });

  it('has no fixed step of prices where digits count from the first one', () => {
    const digits = { ...spot, precision: { amount: 8, price: 5 } };
    assert.equal(rulesOf(3, digits)?.quantityStep, '0.00000001');
    assert.equal(rulesOf(3, digits)?.priceStep, null);
  });

  it('has no rules without a step of quantities, and no limit where none is listed', () => {
    assert.equal(rulesOf(4, { ...spot, precision: {} }), null);
    assert.equal(rulesOf(4, { ...spot, precision: { amount: '0' } }), null);
    const bare = rulesOf(4, { ...spot, limits: { amount: { min: '0' } }, taker: undefined });
    assert.deepEqual(
      [bare?.minQuantity, bare?.maxQuantity, bare?.minNotional, bare?.takerFee],
      [null, null, null, null],
    );
  });

  it('tells contracts from coins', () => {
    const linear = marketRules({ precisionMode: 4 } as OrderExchange, swap, 'swap');
    assert.deepEqual([linear?.contract, linear?.contractSize, linear?.allowsShort], ['linear', '0.01', true]);
    const coin = marketRules({ precisionMode: 4 } as OrderExchange, inverse, 'future');
    assert.deepEqual([coin?.contract, coin?.contractSize], ['inverse', '100']);
  });

  it('names the pocket as the scopes of an account do, and leaves out what cannot be valued', () => {
    assert.equal(scopeOfMarket('kraken', spot), 'spot');
    assert.equal(scopeOfMarket('binance', swap), 'swap');
    assert.equal(
      scopeOfMarket('binance', inverse),
      'future',
      'coin-margined contracts have a wallet of their own there',
    );
    assert.equal(scopeOfMarket('okx', inverse), 'swap');
    assert.equal(scopeOfMarket('okx', { ...swap, swap: false, future: true }), 'future');
    assert.equal(scopeOfMarket('okx', { ...swap, option: true }), null);
    assert.equal(scopeOfMarket('okx', { ...swap, quanto: true }), null);
    assert.equal(scopeOfMarket('okx', { ...swap, settle: 'ETH' }), null);
  });
});
