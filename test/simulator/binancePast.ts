import Big from 'big.js';
import type { Account, Fill } from './world.ts';

const day = 86_400_000;

/** Fourteen months of binance-main before `at`: what one does there, and what an exchange adds (rewards, funding, dust). */
export function binancePast(account: Account, at: number): void {
  let fillId = 0;
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
      fee: new Big(price).times(quantity).times('0.001').round(8).toFixed(),
      feeAsset: 'USDT',
      at: at - Math.round(days * day),
      maker: false,
      clientOrderId: `strategy-${fillId % 3}`,
      ...more,
    });
  };
  const { flows, transfers, earnings, conversions, orders } = account;
  flows.push(
    { id: 'dep-btc', kind: 'deposit', asset: 'BTC', amount: '0.5', fee: '0', at: at - 420 * day },
    { id: 'dep-usdt', kind: 'deposit', asset: 'USDT', amount: '10000', fee: '0', at: at - 410 * day },
    { id: 'wd-usdt', kind: 'withdrawal', asset: 'USDT', amount: '1000', fee: '1', at: at - 300 * day },
    { id: 'wd-btc', kind: 'withdrawal', asset: 'BTC', amount: '0.1', fee: '0.0002', at: at - 200 * day },
    { id: 'dep-late', kind: 'deposit', asset: 'ETH', amount: '3', fee: '0', at: at - day / 24, pending: true },
    { id: 'fiat-1', kind: 'deposit', asset: 'EUR', amount: '500', fee: '0', at: at - 250 * day, fiat: true },
    { id: 'dep-fund', kind: 'deposit', asset: 'USDT', amount: '100', fee: '0', at: at - 140 * day, wallet: 'funding' },
  );
  fill(400, 'BNBUSDT', 'buy', '2', '300', { fee: '0.002', feeAsset: 'BNB' });
  fill(390, 'BTCUSDT', 'sell', '0.3', '40000', { fee: '0.04', feeAsset: 'BNB' });
  fill(249, 'EURUSDT', 'sell', '500', '1.08', { fee: '0.54' });
  // Bought and sold completely, several times: no balance tells of it.
  for (let week = 0; week < 36; week += 1) {
    const price = new Big(0.4).plus(new Big(week).times('0.0025')).toFixed(4);
    fill(380 - week * 7, 'ADAUSDT', week % 2 === 0 ? 'buy' : 'sell', '1000', price, { maker: week % 4 === 0 });
  }
  fill(120, 'ETHBTC', 'buy', '0.4', '0.05', { fee: '0.0004', feeAsset: 'ETH' });
  fill(119, 'ETHBTC', 'sell', '0.4', '0.051', { fee: '0.0000204', feeAsset: 'BTC' });
  fill(110, 'LTCUSDT', 'buy', '0.0105', '80');
  conversions.push(
    { id: 501, kind: 'dust', from: 'LTC', fromAmount: '0.0105', to: 'BNB', toAmount: '0.00139', at: at - 100 * day },
    { id: 502, kind: 'convert', from: 'USDT', fromAmount: '100', to: 'BNB', toAmount: '0.165', at: at - 90 * day },
  );
  for (let month = 0; month < 13; month += 1)
    earnings.push({
      id: 300 + month,
      kind: 'dividend',
      scope: 'spot',
      asset: 'BNB',
      amount: '0.00123',
      at: at - (395 - month * 30) * day,
    });
  for (let k = 0; k < 6; k += 1)
    earnings.push({
      id: 350 + k,
      kind: 'earnReward',
      scope: 'spot',
      asset: 'USDT',
      amount: '0.01234567',
      at: at - (60 - k * 10) * day,
    });
  transfers.push(
    { id: 601, from: 'spot', to: 'linear', asset: 'USDT', amount: '6000', at: at - 150 * day },
    { id: 602, from: 'linear', to: 'spot', asset: 'USDT', amount: '500', at: at - 20 * day },
    { id: 603, from: 'spot', to: 'funding', asset: 'USDT', amount: '300', at: at - 130 * day },
    { id: 604, from: 'funding', to: 'linear', asset: 'USDT', amount: '50', at: at - 70 * day },
  );
  earnings.push({ id: 701, kind: 'interest', scope: 'margin', asset: 'USDT', amount: '-0.5', at: at - 3 * day });
  // Futures of the last weeks: round trips, and the funding of every eight hours while something was open.
  fillId = 1_900;
  for (let k = 0; k < 10; k += 1) {
    const size = { kind: 'linear' as const };
    fill(80 - k * 6, 'BTCUSDT', 'buy', '0.100', String(60_000 + 100 * k), { ...size, fee: '2.4', realized: '0' });
    fill(79.5 - k * 6, 'BTCUSDT', 'sell', '0.100', String(60_250 + 100 * k), { ...size, fee: '2.41', realized: '25' });
  }
  for (let k = 0; k < 150; k += 1)
    earnings.push({
      id: 2_000 + k,
      kind: 'funding',
      scope: 'linear',
      asset: 'USDT',
      market: k % 2 === 0 ? 'BTCUSDT' : 'ETHUSDT',
      amount: k % 3 === 0 ? '0.11234' : '-0.30501',
      at: at - 60 * day + k * 8 * 3_600_000,
    });
  fillId = 2_900;
  fill(1, 'BTCUSD_PERP', 'buy', '10', '65000', { kind: 'inverse', fee: '0.0000077', feeAsset: 'BTC', realized: '0' });
  orders.push(
    // What locks 0.05 BTC of the spot wallet.
    {
      id: 900_001,
      market: 'BTCUSDT',
      kind: 'spot',
      side: 'sell',
      type: 'limit',
      price: '70000',
      quantity: '0.05',
      clientOrderId: 'take-profit',
      at: at - 2 * day,
      status: 'open',
      updatedAt: at - 2 * day,
    },
    {
      id: 900_002,
      market: 'ETHUSDT',
      kind: 'spot',
      side: 'buy',
      type: 'limit',
      price: '2000',
      quantity: '0.5',
      clientOrderId: 'cancelled-1',
      at: at - 8 * day,
      status: 'cancelled',
      updatedAt: at - 7 * day,
    },
    {
      id: 900_003,
      market: 'BTCUSDT',
      kind: 'linear',
      side: 'sell',
      type: 'stop',
      price: '0',
      stopPrice: '60000',
      quantity: '0.500',
      clientOrderId: 'stop-1',
      at: at - day,
      status: 'open',
      updatedAt: at - day,
    },
  );
}
