import Big from 'big.js';
import type { Account, Fill } from './world.ts';

const day = 86_400_000;

/** Fourteen months of kraken-main before `at`; more than a page of trades and several of ledger entries. */
export function krakenPast(account: Account, at: number): void {
  let fillId = 100;
  const fill = (
    days: number,
    market: string,
    side: 'buy' | 'sell',
    quantity: string,
    price: string,
    more: Partial<Fill> = {},
  ): void => {
    fillId += 1;
    account.fills.push({
      id: fillId,
      market,
      kind: 'spot',
      side,
      price,
      quantity,
      fee: new Big(price).times(quantity).times('0.0026').round(4).toFixed(),
      feeAsset: 'ZUSD',
      at: at - Math.round(days * day),
      maker: false,
      ...more,
    });
  };
  const { flows, earnings, conversions, orders } = account;
  for (let month = 0; month < 12; month += 1)
    flows.push({
      id: `FT-in-${month}`,
      kind: 'deposit',
      asset: 'ZUSD',
      amount: '500.0000',
      fee: '1.0000',
      at: at - (400 - month * 30) * day,
    });
  flows.push({
    id: 'FT-out',
    kind: 'withdrawal',
    asset: 'XXBT',
    amount: '0.0500000000',
    fee: '0.0001500000',
    at: at - 90 * day,
  });
  fill(399, 'XETHZUSD', 'buy', '2', '2000');
  fill(380, 'XXBTZUSD', 'buy', '0.2', '30000');
  fill(200, 'XXBTZUSD', 'sell', '0.05', '50000');
  for (let k = 0; k < 56; k += 1)
    fill(
      370 - k * 6,
      'ADAUSD',
      k % 2 === 0 ? 'buy' : 'sell',
      '400',
      new Big('0.4').plus(new Big(k).times('0.001')).toFixed(4),
    );
  for (let week = 0; week < 54; week += 1)
    earnings.push({
      id: 4_000 + week,
      kind: 'staking',
      scope: 'spot',
      asset: 'DOT28.S',
      amount: '0.0123456789',
      at: at - (385 - week * 7) * day,
    });
  conversions.push(
    {
      id: 5_001,
      kind: 'convert',
      from: 'ZUSD',
      fromAmount: '100.0000',
      to: 'XXRP',
      toAmount: '190.00000000',
      at: at - 150 * day,
    },
    {
      id: 5_002,
      kind: 'convert',
      from: 'XXRP',
      fromAmount: '190.00000000',
      to: 'ZUSD',
      toAmount: '97.5000',
      at: at - 140 * day,
    },
  );
  fill(30, 'XETHZUSD', 'buy', '0.5', '2600', { margin: true, realized: '0' });
  fill(29, 'XETHZUSD', 'sell', '0.5', '2650', { margin: true, realized: '25' });
  fill(4, 'XETHZUSD', 'buy', '1', '2800', { margin: true, realized: '0' });
  for (let k = 0; k < 12; k += 1)
    earnings.push({
      id: 6_000 + k,
      kind: 'rollover',
      scope: 'spot',
      asset: 'ZUSD',
      amount: '-0.2800',
      at: at - 4 * day + (k + 1) * 4 * 3_600_000,
    });
  orders.push(
    // What locks 1,000 USD.
    {
      id: 7_001,
      market: 'XXBTZUSD',
      kind: 'spot',
      side: 'buy',
      type: 'limit',
      price: '50000',
      quantity: '0.02',
      clientOrderId: 'dip',
      at: at - 3 * day,
      status: 'open',
      updatedAt: at - 3 * day,
    },
    {
      id: 7_002,
      market: 'XETHZUSD',
      kind: 'spot',
      side: 'sell',
      type: 'stop',
      price: '0',
      stopPrice: '2500',
      quantity: '1',
      clientOrderId: 'stop',
      at: at - 2 * day,
      status: 'open',
      updatedAt: at - 2 * day,
    },
    {
      id: 7_003,
      market: 'DOTUSD',
      kind: 'spot',
      side: 'buy',
      type: 'limit',
      price: '5',
      quantity: '10',
      clientOrderId: 'gone',
      at: at - 20 * day,
      status: 'cancelled',
      updatedAt: at - 19 * day,
    },
  );
}
