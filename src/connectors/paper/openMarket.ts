import type { DailyCloses, Quote } from '../../core/model/quote.ts';
import { ok, type Reading } from '../../core/model/reading.ts';
import type { Market } from '../../core/paper/market.ts';
import type { ReplayMarket } from '../../core/paper/replay.ts';
import type { PriceSource, Signal } from '../../core/ports.ts';
import type { ConnectorContext } from '../connector.ts';
import type { SimulatedMarkets } from '../prices/createSimulatedMarkets.ts';
import { simulatedQuotes } from '../prices/simulatedQuotes.ts';
import { paperMarket } from './paperMarket.ts';

/** Where a paper account's prices come from. */
export interface PaperPrices {
  /** File of the workspace that is watched with the account's own. */
  readonly file?: string;
  /** Prices for `markets` (base, quote); with those of the past only where `past` asks for them. */
  at(
    now: number,
    markets: readonly (readonly [string, string])[],
    past: boolean,
    signal: Signal,
  ): Promise<Reading<{ readonly market: ReplayMarket; readonly marks: readonly Quote[] }>>;
  close(): void | Promise<void>;
}

/** `simulated`, or any link of the price chain: `file:prices.csv`, an exchange id. */
export function openMarket(
  context: ConnectorContext,
  settings: { readonly market: string; readonly seed: number },
  markets: SimulatedMarkets,
): Reading<PaperPrices> {
  if (settings.market === 'simulated') return ok(simulated(markets(settings.seed), context.baseCurrency));
  const source = context.openPrices(settings.market);
  if (!source.ok) return source;
  const file = settings.market.startsWith('file:') ? { file: settings.market.slice('file:'.length) } : {};
  return ok({ ...file, at: fromSource(source.value), close: () => source.value.close() });
}

function simulated(market: Market, baseCurrency: string): PaperPrices {
  return {
    at: async (now) => ok({ market, marks: simulatedQuotes(market, baseCurrency, now) }),
    close: () => {},
  };
}

/** Far enough back for any order; sources give what they have. */
const pastDays = 3_650;
const day = 86_400_000;

function fromSource(source: PriceSource): PaperPrices['at'] {
  let known: { readonly day: number; readonly series: ReadonlyMap<string, DailyCloses> } = {
    day: 0,
    series: new Map(),
  };
  return async (now, markets, past, signal) => {
    const assets = new Set(markets.flat());
    const quotes = await source.quotes([...assets], signal);
    if (!quotes.ok) return quotes;
    // An exchange answers with all its markets.
    const marks = quotes.value.filter((quote) => assets.has(quote.base));
    const today = Math.floor(now / day);
    if (past && source.closes !== undefined) {
      const series = new Map(known.day === today ? known.series : []);
      for (const [asset, currency] of markets) {
        const name = `${asset}/${currency}`;
        if (series.has(name)) continue;
        const closes = await source.closes(asset, currency, pastDays, signal);
        if (closes.ok) series.set(name, closes.value);
      }
      known = { day: today, series };
    }
    return ok({ market: paperMarket(marks, [...known.series.values()]), marks });
  };
}
