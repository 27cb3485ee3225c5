import { big, parseDecimal } from '../../core/decimal.ts';
import type { DailyCloses, Quote } from '../../core/model/quote.ts';
import { type Failure, failed, ok, type Reading } from '../../core/model/reading.ts';
import type { PriceSource } from '../../core/ports.ts';
import type { ConnectorContext } from '../connector.ts';
import { ask } from './ask.ts';
import type { CcxtExchange, CcxtMarket, CcxtTicker } from './ccxtExchange.ts';
import { describe } from './classify.ts';
import type { Client } from './createClient.ts';
import { createDayOpens, type DayOpens } from './dayOpens.ts';
import type { ExchangeInfo } from './exchangeInfo.ts';
import { createPatience } from './patience.ts';
import type { Venue } from './venue.ts';

const dayMs = 86_400_000;
/** Currencies through which most markets are quoted, in the order in which they are tried. */
const hubs = ['USD', 'USDT', 'USDC', 'EUR', 'BTC'];
/** Single tickers, where an exchange has no batch. */
const mostSingles = 40;
/** Exchanges whose `open` is that of the calendar day, not of 24 h ago. */
const opensWithTheDay = new Set(['kraken']);
/** Prices are not held back longer than this by those of 24 h ago, which come with the next ones then. */
const patienceForOpensMs = 1200;

/** Public prices of one exchange. Only active spot markets: an inactive one still answers its last price. */
export function exchangePrices(context: ConnectorContext, info: ExchangeInfo, venue: Venue): PriceSource {
  const patience = createPatience();
  const opens = opensWithTheDay.has(info.id) ? createDayOpens() : null;

  const fillOpens = (dayOpens: DayOpens, client: Client, assets: readonly string[], signal: AbortSignal) => {
    const asking = { client, title: info.name, secrets: [], signal };
    const markets = bridges(client.exchange, assets, context.baseCurrency);
    return dayOpens.fill(client.exchange, markets, context.clock.now(), async (work) => {
      const answer = await ask(asking, work);
      if (answer.ok) return answer.value.value;
      context.log.debug(`${info.name}: no price of 24 h ago (${answer.failure.reason})`);
      return null;
    });
  };

  const withMarkets = async (signal: AbortSignal): Promise<Reading<Client>> => {
    const refusal = patience.refusal(context.clock.now());
    if (refusal !== null) return refusal;
    try {
      return ok(await venue.withMarkets(['spot'], signal));
    } catch (error) {
      return fail(describe(error, info.name, []));
    }
  };

  const fail = (failure: Failure): Reading<never> => ({
    ok: false,
    failure: patience.failedWith(failure, context.clock.now()),
  });

  return {
    id: info.id,
    async quotes(assets, signal) {
      const client = await withMarkets(signal);
      if (!client.ok) return client;
      const { exchange } = client.value;
      const asking = { client: client.value, title: info.name, secrets: [], signal };
      const answering = ask(asking, () => tickersOf(exchange, assets));
      const filling = opens === null ? null : fillOpens(opens, client.value, assets, signal);
      const tickers = await answering;
      if (!tickers.ok) return fail(tickers.failure);
      if (filling !== null) await atMost(filling, patienceForOpensMs);
      const quotes = quotesOf(exchange, tickers.value.value, context.clock.now(), opens);
      if (quotes.length === 0 && spotMarkets(exchange).length > 0)
        return fail({ kind: 'badResponse', reason: `${info.name} answered no price of any active market` });
      patience.succeeded();
      return ok(quotes);
    },
    async closes(asset, currency, days, signal) {
      const client = await withMarkets(signal);
      if (!client.ok) return client;
      const { exchange } = client.value;
      if (exchange.has['fetchOHLCV'] !== true || exchange.timeframes?.['1d'] === undefined)
        return failed('config', `${info.name} has no daily candles`);
      const market = closesMarket(exchange, asset, currency);
      if (market === null)
        return failed('config', `${info.name} has no active market for ${asset} that leads to ${currency}`);
      const asking = { client: client.value, title: info.name, secrets: [], signal };
      const now = context.clock.now();
      const since = Math.floor(now / dayMs) * dayMs - days * dayMs;
      const candles = await ask(asking, () => exchange.fetchOHLCV(market.symbol, '1d', since, days + 1));
      if (!candles.ok) return candles;
      return closesOf(candles.value.value, market, info, since, now);
    },
    close() {
      // Markets and budgets belong to the venue, which other accounts go on using.
    },
  };
}

async function tickersOf(exchange: CcxtExchange, assets: readonly string[]): Promise<readonly CcxtTicker[]> {
  if (exchange.has['fetchTickers'] === true || exchange.has['fetchTickers'] === 'emulated')
    return Object.values(await exchange.fetchTickers(undefined, tickerParams(exchange.id)));
  const symbols = wantedMarkets(exchange, assets).map(({ symbol }) => symbol);
  return Promise.all(symbols.slice(0, mostSingles).map((symbol) => exchange.fetchTicker(symbol)));
}

function tickerParams(id: string): Record<string, string> {
  return id.startsWith('bybit') || id.startsWith('okx') || id === 'bitget' || id === 'gate' ? { type: 'spot' } : {};
}

function spotMarkets(exchange: CcxtExchange): readonly CcxtMarket[] {
  return Object.values(exchange.markets ?? {}).filter((market) => market.spot === true && market.active !== false);
}

/** For single tickers: each asset against the first hub it has a market with, and the hubs among themselves. */
function wantedMarkets(exchange: CcxtExchange, assets: readonly string[]): readonly CcxtMarket[] {
  const markets = spotMarkets(exchange);
  const wanted = new Map<string, CcxtMarket>();
  for (const asset of new Set([...assets, ...hubs])) {
    for (const hub of hubs) {
      const market = markets.find(({ base, quote }) => base === asset && quote === hub);
      if (market === undefined) continue;
      wanted.set(market.symbol, market);
      break;
    }
  }
  return [...wanted.values()];
}

/** Markets that lead to the base currency: of the usual bridge and of what is held, then of the other hubs. */
function bridges(exchange: CcxtExchange, assets: readonly string[], baseCurrency: string): readonly CcxtMarket[] {
  const markets = new Map(spotMarkets(exchange).map((market) => [`${market.base}/${market.quote}`, market]));
  const wanted = new Set(['USDT', ...hubs.filter((hub) => assets.includes(hub)), ...assets, ...hubs]);
  return [...wanted]
    .flatMap((asset) => markets.get(`${asset}/${baseCurrency}`) ?? markets.get(`${baseCurrency}/${asset}`) ?? [])
    .slice(0, mostSingles);
}

function atMost(work: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function quotesOf(
  exchange: CcxtExchange,
  tickers: readonly CcxtTicker[],
  now: number,
  opens: DayOpens | null,
): readonly Quote[] {
  const quotes: Quote[] = [];
  for (const ticker of tickers) {
    const market = exchange.markets?.[ticker.symbol];
    if (market === undefined || market.spot !== true || market.active === false) continue;
    const price = parseDecimal(ticker.last) ?? parseDecimal(ticker.close);
    if (price === null || !big(price).gt(0)) continue;
    const open = opens === null ? parseDecimal(ticker.open) : opens.at(market.symbol, now);
    quotes.push({
      base: market.base,
      quote: market.quote,
      price,
      // An exchange's clock may run ahead of ours; no price is from the future.
      at: typeof ticker.timestamp === 'number' && ticker.timestamp > 0 ? Math.min(ticker.timestamp, now) : now,
      source: `${exchange.id} ${market.base}/${market.quote}`,
      ...(open !== null && big(open).gt(0) ? { open24h: open } : {}),
    });
  }
  return quotes;
}

/** The market with the fewest steps to `currency`: direct, else against a hub; its quote is what the closes are in. */
function closesMarket(exchange: CcxtExchange, asset: string, currency: string): CcxtMarket | null {
  const markets = spotMarkets(exchange).filter(({ base }) => base === asset);
  for (const quote of [currency, ...hubs]) {
    const market = markets.find((candidate) => candidate.quote === quote && quote !== asset);
    if (market !== undefined) return market;
  }
  return null;
}

/** Complete days only: the last candle is of the day that still runs. */
function closesOf(
  candles: readonly (readonly unknown[])[],
  market: CcxtMarket,
  info: ExchangeInfo,
  since: number,
  now: number,
): Reading<DailyCloses> {
  const today = Math.floor(now / dayMs) * dayMs;
  const byDay = new Map<number, number>();
  for (const candle of candles) {
    const at = Number(candle[0]);
    const close = Number(candle[4]);
    const day = Math.floor(at / dayMs) * dayMs;
    if (!Number.isFinite(close) || close <= 0 || !Number.isFinite(at) || day >= today || day < since) continue;
    byDay.set(day, close);
  }
  if (byDay.size === 0) return failed('badResponse', `${info.name} answered no daily candles of ${market.symbol}`);
  const closes = [...byDay].sort(([a], [b]) => a - b).map(([day, close]) => ({ day, close }));
  return ok({
    asset: market.base,
    currency: market.quote,
    source: `${info.id} ${market.base}/${market.quote}`,
    closes,
  });
}
