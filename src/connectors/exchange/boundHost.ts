import type { ExchangeFacts } from '../settings/exchangeList.ts';

/**
 * The host a key is bound to (SEC-1): where it would be sent. A key of the real exchange is none for its testnet or for a
 * redirected one, so no edit of a configuration sends it there.
 */
export function boundHost(
  { host, sandboxHost }: Pick<ExchangeFacts, 'host' | 'sandboxHost'>,
  sandbox: boolean,
  redirectedTo: string | null,
): string {
  if (redirectedTo !== null) return new URL(redirectedTo).host;
  return sandbox && sandboxHost !== null && sandboxHost !== '' ? sandboxHost : host;
}
