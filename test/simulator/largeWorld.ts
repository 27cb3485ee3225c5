import { givePast } from './accountPast.ts';
import { defaultWorld, emptyAccount } from './defaultWorld.ts';
import { normal } from './history.ts';
import { binanceMarket, placesFor, startPrice } from './marketFactory.ts';
import type { World } from './world.ts';
import { marketKey, pocket } from './world.ts';

export interface WorldSize {
  /** Markets of Binance in all; Binance has about 3,600. */
  readonly markets: number;
  /** Accounts at Binance, ids "large-1" …, beside the default ones. */
  readonly accounts: number;
  /** Coins each of them holds in its spot wallet. */
  readonly assets: number;
}

/** The default world with generated coins C0001 … on top, for benchmarks: the same sizes, the same world. */
export function largeWorld(size: WorldSize, at: number = Date.now()): World {
  const world = defaultWorld(at);
  const coins: string[] = [];
  let count = world.markets.filter((market) => market.exchange === 'binance').length;
  for (let i = 1; count < size.markets; i += 1) {
    const coin = `C${String(i).padStart(4, '0')}`;
    const price = Math.exp(2 * normal(`price/${coin}`));
    coins.push(coin);
    // Every third coin trades against BTC too, every fourth as a perpetual: about the mix of the real list.
    const quotes: readonly (readonly ['spot' | 'linear', string, number])[] = [
      ['spot', 'USDT', price],
      ...(i % 3 === 0 ? ([['spot', 'BTC', price / 67_000]] as const) : []),
      ...(i % 4 === 0 ? ([['linear', 'USDT', price]] as const) : []),
    ];
    for (const [kind, quote, worth] of quotes.slice(0, size.markets - count)) {
      const market = { ...binanceMarket(kind, coin, quote, worth), pricePlaces: placesFor(worth) };
      world.markets.push(market);
      world.prices.set(marketKey(market), startPrice(market, worth, 0.03 * normal(`day/${coin}`), at));
      count += 1;
    }
  }
  for (let n = 1; n <= size.accounts; n += 1) {
    const account = emptyAccount('binance', `large-${n}`);
    for (let i = 0; i < size.assets; i += 1) {
      const coin = coins[(i * 7 + n * 13) % coins.length];
      if (coin !== undefined) account.pockets.spot[coin] = pocket((1 + Math.abs(normal(`${coin}/${n}`))).toFixed(8));
    }
    givePast(world, account);
    world.accounts.push(account);
  }
  return world;
}
