import type { AccountConfig } from '../../config/schema.ts';
import type { TradableAccount } from '../../core/model/trading.ts';
import type { AccountConnection } from '../connections.ts';

/** Whether orders can be given to an account, and if not why, in words that say what helps. */
export function tradableAccount({ id, settings, source }: AccountConnection): TradableAccount {
  const live = settings.kind === 'exchange';
  const reason = modeReason(settings) ?? (source.ok ? null : source.failure.reason);
  if (reason !== null) return { account: id, live, ready: false, reason };
  if (source.ok && source.value.trading !== undefined) return { account: id, live, ready: true, reason: null };
  const words = live ? 'Quantfolio cannot give orders to this exchange' : 'orders cannot be given to it';
  return { account: id, live, ready: false, reason: words };
}

/** Those of the kinds that take orders, exchanges and paper, in the order of the configuration. */
export function tradableAccounts(
  connections: readonly AccountConnection[],
  order: readonly string[],
): readonly TradableAccount[] {
  return [...connections]
    .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
    .filter(({ settings }) => settings.kind === 'exchange' || settings.kind === 'paper')
    .map(tradableAccount);
}

function modeReason(settings: AccountConfig): string | null {
  if (settings.kind === 'paper') return null;
  if (settings.kind !== 'exchange') return `it is read from a ${settings.kind}: trade there yourself`;
  return settings.mode === 'trade' ? null : 'read-only: set "mode": "trade" in its block';
}
