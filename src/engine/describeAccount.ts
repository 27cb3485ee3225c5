import type { AccountConfig, Config } from '../config/schema.ts';
import type { ExchangeInfo } from '../protocol/engine.ts';
import { parseDuration } from './parseDuration.ts';

export interface AccountDescription {
  readonly id: string;
  readonly kind: AccountConfig['kind'];
  readonly title: string;
  readonly exchange: string | null;
  readonly strategy: string | null;
}

/** How an account is called: its own title, else "Binance · main" for `binance-main`, else its id. */
export function describeAccount(
  id: string,
  settings: AccountConfig,
  exchanges: readonly ExchangeInfo[],
): AccountDescription {
  const exchange = settings.kind === 'exchange' ? settings.exchange : null;
  return {
    id,
    kind: settings.kind,
    title: settings.title ?? titleOf(id, exchange, exchanges),
    exchange,
    strategy: settings.strategy ?? null,
  };
}

function titleOf(id: string, exchange: string | null, exchanges: readonly ExchangeInfo[]): string {
  if (exchange === null) return id;
  const name = exchanges.find((info) => info.id === exchange)?.name ?? exchange;
  const lower = id.toLowerCase();
  if (lower === exchange) return name;
  const rest = lower.startsWith(exchange) ? id.slice(exchange.length).replace(/^[ ._-]+/, '') : id;
  return `${name} · ${rest === '' ? id : rest}`;
}

/** SRC-5a: stale after max(3 × updateInterval, 5 min); a file after its `maxAge`, default 24 h. */
export function staleAfterMs(settings: AccountConfig | undefined, config: Config): number {
  if (settings?.kind === 'file') return parseDuration(settings.maxAge ?? '24h');
  return Math.max(3 * config.updateInterval * 1000, 300_000);
}
