/** Currency that prices of a market are in: `USDT` of `BTC/USDT` and `BTC/USDT:USDT`; null where its symbol names none. */
export function quoteOf(symbol: string): string | null {
  return symbol.split('/')[1]?.split(':')[0] ?? null;
}
