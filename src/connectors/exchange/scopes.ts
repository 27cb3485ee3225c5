import type { Scope } from '../../core/model/account.ts';
import type { CcxtExchange, Dict } from './ccxtExchange.ts';

/** How one pocket is asked for through ccxt. */
export interface ScopeRequest {
  readonly balance: Dict;
  /** Null where the pocket holds no derivatives. */
  readonly positions: readonly Dict[] | null;
}

/**
 * ccxt takes the pocket as `type`. Binance keeps USDⓈ-M (scope `swap`) and COIN-M (scope `future`) in wallets of their
 * own, and ccxt would read USDⓈ-M for both. Bybit lists positions by settlement, one request each.
 */
export function scopeRequest({ id: exchange, has }: CcxtExchange, scope: Scope): ScopeRequest {
  // An exchange of derivatives only has one wallet, whatever the scope is called.
  if (has['spot'] === false && scope !== 'funding') return { balance: {}, positions: [{}] };
  const derivative = scope === 'swap' || scope === 'future';
  if (exchange === 'binance' && derivative) {
    const subType = scope === 'swap' ? 'linear' : 'inverse';
    return { balance: { type: scope, subType }, positions: [{ subType }] };
  }
  if (exchange.startsWith('bybit') && derivative) {
    const kinds: readonly Dict[] =
      scope === 'swap'
        ? [{ subType: 'linear', settleCoin: 'USDT' }, { subType: 'linear', settleCoin: 'USDC' }, { subType: 'inverse' }]
        : [{ subType: 'inverse' }];
    return { balance: { type: scope, subType: 'linear' }, positions: kinds.map((kind) => ({ type: scope, ...kind })) };
  }
  // Its newer endpoint tells what is on hold, and names the next page.
  if (exchange === 'coinbase' && !derivative) return { balance: { type: scope, v3: true }, positions: null };
  if (scope === 'earn') return { balance: { type: 'spot' }, positions: null };
  return { balance: { type: scope }, positions: derivative ? [{ type: scope }] : null };
}

/** Exchanges whose staking and savings codes come with the spot balance; ccxt reads no other earn pockets. */
export function readsEarn(exchange: string): boolean {
  return exchange === 'kraken' || exchange.startsWith('binance');
}
