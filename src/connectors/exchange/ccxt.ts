import type { ExchangeClass } from './ccxtExchange.ts';

/**
 * The only file that imports ccxt. Unbundled it loads the whole library; the bundler replaces it by a facade of the
 * same two functions with one lazy chunk per exchange. Rejects for an id that is not in `exchangeIds`.
 */
export async function loadExchangeClass(id: string): Promise<ExchangeClass> {
  const { default: ccxt } = await import('ccxt');
  if (!ccxt.exchanges.includes(id)) throw new Error(`ccxt has no exchange "${id}"`);
  type Classes = Readonly<Record<string, ExchangeClass | undefined>>;
  const exchange = (ccxt.pro as unknown as Classes)[id] ?? (ccxt as unknown as Classes)[id];
  if (exchange === undefined) throw new Error(`ccxt has no class for "${id}"`);
  return exchange;
}

export async function exchangeIds(): Promise<readonly string[]> {
  const { default: ccxt } = await import('ccxt');
  return ccxt.exchanges;
}
