import Big from 'big.js';
import { defaultWorld } from './defaultWorld.ts';
import { pocket, type World } from './world.ts';

/** The default world with keys that may trade, and with 100,000 more of cash to trade with. */
export function tradingWorld(at: number = Date.now()): World {
  const world = defaultWorld(at);
  for (const account of world.accounts) {
    account.permissions.trade = true;
    const asset = account.exchange === 'kraken' ? 'ZUSD' : 'USDT';
    account.flows.push({ id: 'to-trade', kind: 'deposit', asset, amount: '100000', fee: '0', at: at - 3_600_000 });
    const held = account.pockets.spot[asset] ?? pocket('0');
    account.pockets.spot[asset] = { ...held, free: new Big(held.free).plus(100_000).toFixed() };
  }
  return world;
}
