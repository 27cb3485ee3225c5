import type { Market, MarketKind, Price } from './world.ts';

/** Decimals that keep about six significant digits, within what exchanges use. */
export function placesFor(price: number): number {
  return Math.max(2, Math.min(10, 5 - Math.floor(Math.log10(price))));
}

export function binanceMarket(kind: MarketKind, base: string, quote: string, price: number): Market {
  const id = kind === 'inverse' ? `${base}${quote}_PERP` : `${base}${quote}`;
  return {
    exchange: 'binance',
    kind,
    id,
    base,
    quote,
    trading: true,
    pricePlaces: kind === 'inverse' ? 1 : placesFor(price),
    amountPlaces: kind === 'inverse' ? 0 : kind === 'linear' ? 3 : 8,
    contractSize: kind === 'inverse' ? (base === 'BTC' ? '100' : '10') : '1',
    altname: id,
    streamName: id,
  };
}

interface KrakenSide {
  readonly code: string;
  readonly altname: string;
  readonly name: string;
}

/** Kraken joins two legacy codes (XXBT + ZUSD), and else the short names (DOT + USD). */
export function krakenMarket(base: KrakenSide, quote: KrakenSide, price: number): Market {
  const legacy = base.code !== base.altname && quote.code !== quote.altname;
  const altname = `${base.altname}${quote.altname}`;
  return {
    exchange: 'kraken',
    kind: 'spot',
    id: legacy ? `${base.code}${quote.code}` : base.code === 'USDT' ? `${base.code}${quote.code}` : altname,
    base: base.code,
    quote: quote.code,
    trading: true,
    pricePlaces: placesFor(price),
    amountPlaces: 8,
    contractSize: '1',
    altname,
    streamName: `${base.name}/${quote.name}`,
  };
}

/** A price that began at `last`; `change` is what it moved in the 24 hours before, as a fraction. */
export function startPrice(market: Market, last: number, change: number, at: number): Price {
  const text = last.toFixed(market.pricePlaces);
  return {
    last: text,
    open24h: (last / (1 + change)).toFixed(market.pricePlaces),
    volume: (25_000_000 / last).toFixed(4),
    changes: [{ at, price: text }],
  };
}
