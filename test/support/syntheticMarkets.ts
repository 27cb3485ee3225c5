import { loadExchangeClass } from '../../src/connectors/exchange/ccxt.ts';
import type { ExchangeClass } from '../../src/connectors/exchange/ccxtExchange.ts';

/** A spot market, or with `settle` a perpetual, as ccxt keeps them. */
export function market(id: string, base: string, quote: string, settle?: string): Record<string, unknown> {
  const contract = settle !== undefined;
  return {
    id,
    symbol: contract ? `${base}/${quote}:${settle}` : `${base}/${quote}`,
    base,
    quote,
    settle,
    baseId: base,
    quoteId: quote,
    settleId: settle,
    type: contract ? 'swap' : 'spot',
    spot: !contract,
    margin: false,
    swap: contract,
    future: false,
    option: false,
    contract,
    linear: contract ? settle === quote : undefined,
    inverse: contract ? settle === base : undefined,
    contractSize: contract ? '1' : undefined,
    active: true,
    precision: { amount: '0.0001', price: '0.01' },
    limits: { amount: {}, price: {}, cost: {}, leverage: {} },
    info: { symbol: id },
  };
}

/** Two spot markets and a perpetual, as any exchange could have them. */
export function syntheticMarkets(): readonly Record<string, unknown>[] {
  return [
    market('BTCUSDT', 'BTC', 'USDT'),
    market('ETHUSDT', 'ETH', 'USDT'),
    market('BTCUSDT-PERP', 'BTC', 'USDT', 'USDT'),
  ];
}

/** The real class of an exchange, with two markets known beforehand: for tests of what is not about markets. */
export async function withSyntheticMarkets(id: string, markets = syntheticMarkets()): Promise<ExchangeClass> {
  const Real = (await loadExchangeClass(id)) as unknown as new (
    settings: Readonly<Record<string, unknown>>,
  ) => { setMarkets(markets: unknown): unknown };
  class Synthetic extends Real {
    async loadMarkets(): Promise<unknown> {
      return this.setMarkets(markets);
    }
  }
  return Synthetic as unknown as ExchangeClass;
}
