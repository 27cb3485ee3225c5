import Big from 'big.js';
import { normal } from './history.ts';
import { replay } from './movements.ts';
import type { Account, World } from './world.ts';
import { pocket } from './world.ts';

const day = 86_400_000;

/**
 * Adds `count` spot fills to an account, over two years before the world began and over ten of its markets, and the deposits
 * they need; its balances then follow from its past. The same account and count, the same history.
 */
export function giveLargeHistory(world: World, account: Account, count: number): void {
  const quote = account.exchange === 'binance' ? 'USDT' : 'ZUSD';
  const markets = world.markets
    .filter(
      (market) =>
        market.exchange === account.exchange && market.kind === 'spot' && market.quote === quote && market.trading,
    )
    .slice(0, 10);
  const span = 730 * day;
  const start = world.startedAt - span - day;
  account.flows.push({
    id: 'large-cash',
    kind: 'deposit',
    asset: quote,
    amount: '1000000000',
    fee: '0',
    at: start - day,
  });
  for (const market of markets)
    account.flows.push({
      id: `large-${market.base}`,
      kind: 'deposit',
      asset: market.base,
      amount: '1000000',
      fee: '0',
      at: start - day,
    });
  for (let i = 0; i < count; i += 1) {
    const market = markets[i % markets.length];
    if (market === undefined) throw new Error(`the simulated ${account.exchange} has no market in ${quote}`);
    const last = world.prices.get(`${market.exchange}:${market.kind}:${market.id}`)?.last ?? '1';
    const price = new Big(last)
      .times((1 + 0.1 * Math.tanh(normal(`large/${i}`))).toFixed(4))
      .toFixed(market.pricePlaces);
    const quantity = (1 + (i % 97) / 100).toFixed(2);
    account.fills.push({
      id: 10_000_000 + i,
      market: market.id,
      kind: 'spot',
      side: i % 2 === Math.floor(i / markets.length) % 2 ? 'buy' : 'sell',
      price,
      quantity,
      fee: new Big(price).times(quantity).times('0.001').round(8).toFixed(),
      feeAsset: quote,
      at: start + Math.floor((i / count) * span),
      maker: i % 3 === 0,
    });
  }
  const sums = replay(world, account);
  for (const [key, total] of sums) {
    const [scope, asset = ''] = key.split(' ');
    if (scope !== 'spot' || total.eq(0)) continue;
    const held = account.pockets.spot[asset];
    const locked = held?.locked ?? '0';
    account.pockets.spot[asset] = pocket(total.minus(locked).toFixed(), locked);
  }
}
