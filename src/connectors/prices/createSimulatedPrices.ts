import { failed, ok } from '../../core/model/reading.ts';
import type { PriceConnector } from '../connector.ts';
import type { SimulatedMarkets } from './createSimulatedMarkets.ts';
import { simulatedQuotes } from './simulatedQuotes.ts';

const day = 86_400_000;

/** The simulated market as a link of the price chain: `simulated` (seed 1) or `simulated:7`. */
export function createSimulatedPrices(markets: SimulatedMarkets): PriceConnector {
  return {
    id: 'simulated',
    serves: (link) => /^simulated(:-?\d+)?$/.test(link),
    open: (context, link) => {
      const market = markets(Number(link.split(':')[1] ?? 1));
      return ok({
        id: link,
        quotes: async () => ok(simulatedQuotes(market, context.baseCurrency, context.clock.now())),
        closes: async (asset, currency, days) => {
          const now = context.clock.now();
          const closes = market.dailyCloses(asset, currency, now - days * day, now);
          return closes === null ? failed('config', `the simulated market has no ${asset}/${currency}`) : ok(closes);
        },
        close: () => {},
      });
    },
  };
}
