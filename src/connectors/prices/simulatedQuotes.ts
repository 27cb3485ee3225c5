import type { Quote } from '../../core/model/quote.ts';
import type { Market } from '../../core/paper/market.ts';

/** Everything the market has in USD and, where it knows it, in the base currency too, so that no rounding lies in between. */
export function simulatedQuotes(market: Market, baseCurrency: string, at: number): readonly Quote[] {
  const direct = baseCurrency === 'USD' ? [] : market.quotes(market.assets, baseCurrency, at);
  return [...direct, ...market.quotes(market.assets, 'USD', at)];
}
