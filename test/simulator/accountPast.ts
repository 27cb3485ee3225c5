import Big from 'big.js';
import { binancePast } from './binancePast.ts';
import { krakenPast } from './krakenPast.ts';
import { replay } from './movements.ts';
import type { Account, PocketScope, World } from './world.ts';

const day = 86_400_000;

/** Where Kraken's earn codes come from. */
const parents: Readonly<Record<string, string>> = {
  'DOT28.S': 'DOT',
  'ETH2.S': 'XETH',
  'USD.M': 'ZUSD',
  'SOL.F': 'SOL',
  'XBT.M': 'XXBT',
  LDBTC: 'BTC',
  LDUSDT: 'USDT',
};

/**
 * Gives an account a past that adds up to exactly what its pockets hold: the scripted events of the default accounts, and
 * around them an opening deposit (or a last withdrawal), transfer or staking for whatever the script leaves over.
 */
export function givePast(world: World, account: Account): void {
  const at = world.startedAt;
  if (account.id === 'binance-main') binancePast(account, at);
  if (account.id === 'kraken-main') krakenPast(account, at);
  let id = 800_000;
  const next = (): number => {
    id += 1;
    return id;
  };
  const missing = (scope: PocketScope): readonly (readonly [string, Big])[] => {
    const sums = replay(world, account);
    const codes = new Set([
      ...Object.keys(account.pockets[scope]),
      ...[...sums.keys()].filter((key) => key.startsWith(`${scope} `)).map((key) => key.slice(scope.length + 1)),
    ]);
    return [...codes].flatMap((code) => {
      const held = account.pockets[scope][code];
      const net = new Big(held?.free ?? '0')
        .plus(held?.locked ?? '0')
        .minus(held?.borrowed ?? '0')
        .minus(held?.interest ?? '0');
      const rest = net.minus(sums.get(`${scope} ${code}`) ?? 0);
      return rest.eq(0) ? [] : [[code, rest] as const];
    });
  };
  // Earn pockets of Binance are outside of what its spot balance shows; nothing moves them here.
  for (const scope of ['linear', 'inverse', 'margin', 'funding'] as const)
    for (const [asset, rest] of missing(scope))
      account.transfers.push({
        id: next(),
        from: rest.gt(0) ? 'spot' : scope,
        to: rest.gt(0) ? scope : 'spot',
        asset,
        amount: rest.abs().toFixed(),
        at: at - 160 * day,
      });
  for (const [code, rest] of missing('spot')) {
    const parent = parents[code];
    if (parent === undefined) continue;
    const [from, to] = rest.gt(0) ? [parent, code] : [code, parent];
    const amount = rest.abs().toFixed();
    account.conversions.push({
      id: next(),
      kind: 'stake',
      from,
      fromAmount: amount,
      to,
      toAmount: amount,
      at: at - 395 * day,
    });
  }
  for (const [asset, rest] of missing('spot'))
    account.flows.push({
      id: `opening-${asset}`,
      kind: rest.gt(0) ? 'deposit' : 'withdrawal',
      asset,
      amount: rest.abs().toFixed(),
      fee: '0',
      at: rest.gt(0) ? at - 430 * day : at - 2 * day,
    });
}
