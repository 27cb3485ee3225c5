import { big, type Decimal, parseDecimal } from '../../../core/decimal.ts';
import type { Quote } from '../../../core/model/quote.ts';
import type { CcxtMarket } from '../ccxtExchange.ts';
import type { OrderTicker } from './orderExchange.ts';

/** What a market order would meet: the ask of a buy, the bid of a sell, else the last price; null where there is none. */
export function quoteOf(
  ticker: OrderTicker,
  market: CcxtMarket,
  side: 'buy' | 'sell',
  exchange: string,
  now: number,
): Quote | null {
  const price = positive(side === 'buy' ? ticker.ask : ticker.bid) ?? positive(ticker.last) ?? positive(ticker.close);
  if (price === null) return null;
  const { timestamp } = ticker;
  const at = typeof timestamp === 'number' && Number.isFinite(timestamp) && timestamp > 1e12 ? timestamp : now;
  return { base: market.base, quote: market.quote, price, at, source: `${exchange} ${market.symbol}` };
}

function positive(value: unknown): Decimal | null {
  const number = parseDecimal(value);
  return number !== null && big(number).gt(0) ? number : null;
}
