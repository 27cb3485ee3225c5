import { failed, ok } from '../../core/model/reading.ts';
import type { PriceConnector } from '../connector.ts';
import type { Pool } from './createPool.ts';
import { exchangeInfo, knownExchange } from './exchangeInfo.ts';
import { exchangePrices } from './exchangePrices.ts';
import { isLoopback } from './redirect.ts';

/** Public tickers and daily candles of any exchange, by its id: no key needed. */
export function createExchangePrices(pool: Pool): PriceConnector {
  return {
    id: 'exchange',
    serves: (link) => exchangeInfo(link) !== null,
    open(context, link) {
      const info = knownExchange(link);
      if (!info.ok) return info;
      if (context.redirectedTo !== null && !isLoopback(context.redirectedTo))
        return failed('refused', 'QUANTFOLIO_EXCHANGE_BASE_URL must be a loopback address');
      return ok(exchangePrices(context, info.value, pool.venue(context, link, false)));
    },
  };
}
