import assert from 'node:assert/strict';
import { costsOf } from '../../../../src/core/tax/costs.ts';
import { earned, fill, flow, taxInput } from '../../../support/taxInput.ts';

describe('costs by category (LED-4)', () => {
  const { ledger, rateAt } = taxInput({
    trades: [
      fill('2024-01-01', 'BTC/EUR', 'buy', '1', '100', { fee: '2', feeCurrency: 'EUR' }),
      fill('2024-01-02', 'BTC/EUR', 'sell', '1', '100', { fee: '0.01', feeCurrency: 'BNB' }),
      fill('2024-01-03', 'BTC/EUR', 'sell', '1', '100', { fee: '-1', feeCurrency: 'EUR' }),
      fill('2024-01-04', 'BTC/EUR', 'sell', '1', '100', { fee: '3', feeCurrency: 'XYZ' }),
      fill('2023-12-31', 'BTC/EUR', 'sell', '1', '100', { fee: '99', feeCurrency: 'EUR' }),
    ],
    flows: [flow('2024-01-05', 'BTC', '-0.0002', { kind: 'fee' }), flow('2024-01-05', 'BTC', '-1')],
    income: [
      earned('2024-01-06', 'USD', '-10', 'funding'),
      earned('2024-01-07', 'USD', '4', 'funding'),
      earned('2024-01-08', 'EUR', '-5', 'interest'),
      earned('2024-01-08', 'EUR', '7', 'interest'),
      earned('2024-01-09', 'EUR', '-1', 'fee'),
      earned('2024-01-09', 'EUR', '0.5', 'rebate'),
      earned('2024-01-09', 'ETH', '1', 'staking'),
    ],
  });
  const span = { from: Date.parse('2024-01-01'), to: Date.parse('2024-12-31') };

  it('trading less rebates, network, funding as a balance, interest that was paid', () => {
    const costs = costsOf({ ledger, ...span, rateAt, trackGas: true });
    assert.deepEqual(
      costs.map(({ id, amount, count, unpriced }) => [id, amount, count, unpriced]),
      [
        // 2 + 5 − 1 − 0.5, and 3 XYZ that nobody knows a price of
        ['trading', 5.5, 5, 1],
        ['network', 10, 1, 0],
        ['funding', 5.4, 2, 0],
        ['interest', 5, 1, 0],
        ['other', 1, 1, 0],
      ],
    );
  });

  it('without trackGas network fees are among the others', () => {
    const costs = costsOf({ ledger, ...span, rateAt, trackGas: false });
    assert.deepEqual(
      costs.map(({ id, amount }) => [id, amount]),
      [
        ['trading', 5.5],
        ['funding', 5.4],
        ['interest', 5],
        ['other', 11],
      ],
    );
  });
});
