import type { CcxtExchange } from './ccxtExchange.ts';

/**
 * Points all of an exchange's addresses, http and ws, at `<base>/<original host>/<path>` (QUANTFOLIO_EXCHANGE_BASE_URL,
 * loopback only). The original host stays as first path segment because some exchanges tell their markets apart by it.
 */
export function redirectExchange(exchange: CcxtExchange, base: string): void {
  const hostname = exchange.hostname ?? '';
  const target = new URL(base);
  const rewrite = (value: unknown): unknown => {
    if (typeof value === 'string') return rewriteUrl(value.replaceAll('{hostname}', hostname), target);
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrite(inner)]));
    return value;
  };
  for (const key of ['api', 'test', 'apiBackup', 'demo', 'hostnames'])
    if (exchange.urls[key] !== undefined) exchange.urls[key] = rewrite(exchange.urls[key]);
}

function rewriteUrl(url: string, base: URL): string {
  const match = /^(https?|wss?):\/\/([^/]+)(.*)$/.exec(url);
  if (match === null) return url;
  const [, protocol = '', host = '', rest = ''] = match;
  const scheme = protocol.startsWith('ws') ? (base.protocol === 'https:' ? 'wss' : 'ws') : base.protocol.slice(0, -1);
  return `${scheme}://${base.host}${base.pathname.replace(/\/$/, '')}/${host}${rest}`;
}

/** Loopback only: 127.0.0.0/8, ::1, localhost. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, protocol } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
