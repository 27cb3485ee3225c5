import { big } from '../../core/decimal.ts';
import type { DailyCloses, Quote } from '../../core/model/quote.ts';
import type { ReplayMarket } from '../../core/paper/replay.ts';

const day = 86_400_000;

/**
 * A market from quotes of now and daily closes of the past. A price of the past is the last close before it, so that an order
 * fills at the same price however often it is replayed; from the time of a quote on, it is the quote.
 */
export function paperMarket(quotes: readonly Quote[], closes: readonly DailyCloses[]): ReplayMarket {
  const byMarket = new Map(quotes.map((quote) => [`${quote.base}/${quote.quote}`, quote]));
  const history = new Map(closes.map((series) => [`${series.asset}/${series.currency}`, series.closes]));
  const direct = (asset: string, currency: string, at: number): string | null => {
    const market = `${asset}/${currency}`;
    const quote = byMarket.get(market);
    if (quote && at >= quote.at) return quote.price;
    const close = history.get(market)?.findLast((each) => each.day + day <= at);
    return close === undefined ? null : big(close.close).toString();
  };
  return {
    priceAt: (asset, currency, at) => {
      if (asset === currency) return '1';
      const price = direct(asset, currency, at);
      if (price !== null) return price;
      const inverse = direct(currency, asset, at);
      return inverse === null || big(inverse).eq(0) ? null : big(1).div(inverse).toString();
    },
  };
}
