/** Parts of a unified symbol: `BTC/USDT`, `BTC/USDT:USDT`, `BTC/USD:BTC-261225`. */
export interface MarketSymbol {
  readonly base: string;
  /** Empty where the symbol names none. */
  readonly quote: string;
  /** Set of contracts: what they are settled in. */
  readonly settle: string | null;
}

export function marketSymbol(symbol: string): MarketSymbol {
  const [pair = '', rest] = symbol.split(':');
  const [base = '', quote = ''] = pair.split('/');
  return { base, quote, settle: rest === undefined ? null : (rest.split('-')[0] ?? rest) };
}

/** What stands before "/": `BTC` of `BTC/USDT:USDT`, and of `BTC`. */
export function baseAsset(symbol: string): string {
  return marketSymbol(symbol).base;
}
