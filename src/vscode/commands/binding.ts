import type { SecretBinding } from '../../core/ports.ts';
import type { ExchangeInfo } from '../../protocol/engine.ts';
import type { Parts } from '../parts.ts';

export interface BoundExchange {
  readonly binding: SecretBinding;
  readonly exchange: ExchangeInfo;
}

/** What a key of this account is bound to. Throws in words where the exchange is not known. */
export async function bindingOf(
  parts: Parts,
  folder: string,
  account: string,
  exchangeId: string,
  sandbox: boolean,
): Promise<BoundExchange> {
  const exchanges = await parts.engine.request('exchanges', null);
  const exchange = exchanges.find((info) => info.id === exchangeId);
  if (exchange === undefined) throw new Error(`Quantfolio knows no exchange called “${exchangeId}”`);
  const host = sandbox ? (exchange.sandboxHost ?? exchange.host) : exchange.host;
  return { binding: { folder, account, exchange: exchange.id, host }, exchange };
}

/** The exchange of an account in the configuration in force; null where it is none or is not there. */
export async function exchangeOf(
  parts: Parts,
  folder: string,
  account: string,
): Promise<{ readonly id: string; readonly sandbox: boolean } | null> {
  // A configuration that never was good (the secret still stands in it) has no accounts to tell.
  const accounts = await parts.engine.request('accounts', { folder }).catch(() => []);
  const settings = accounts.find((info) => info.id === account)?.settings;
  const id = settings?.['exchange'];
  return typeof id === 'string' ? { id, sandbox: settings?.['sandbox'] === true } : null;
}
