import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import { json } from '../exchange.ts';
import { candles } from '../history.ts';
import type { Market, MarketKind } from '../world.ts';
import { priceOf } from '../world.ts';
import { refusals } from './reply.ts';
import type { Route } from './route.ts';
import { open } from './route.ts';

const minute = 60_000;
const intervals: Readonly<Record<string, number>> = {
  '1m': minute,
  '3m': 3 * minute,
  '5m': 5 * minute,
  '15m': 15 * minute,
  '30m': 30 * minute,
  '1h': 60 * minute,
  '2h': 120 * minute,
  '4h': 240 * minute,
  '6h': 360 * minute,
  '8h': 480 * minute,
  '12h': 720 * minute,
  '1d': 1440 * minute,
  '3d': 4320 * minute,
  '1w': 10_080 * minute,
};

export function binanceMarkets(context: ExchangeContext, kind: MarketKind): readonly Market[] {
  return context.live.world.markets.filter((market) => market.exchange === 'binance' && market.kind === kind);
}

function step(places: number): string {
  return places === 0 ? '1' : `0.${'0'.repeat(places - 1)}1`;
}

function filters(market: Market): readonly object[] {
  const lot = step(market.amountPlaces);
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: step(market.pricePlaces),
      maxPrice: '1000000',
      tickSize: step(market.pricePlaces),
    },
    { filterType: 'LOT_SIZE', minQty: lot, maxQty: '9000000', stepSize: lot },
    { filterType: 'MARKET_LOT_SIZE', minQty: lot, maxQty: '100000', stepSize: lot },
    market.kind === 'spot'
      ? {
          filterType: 'NOTIONAL',
          minNotional: '5.00000000',
          applyMinToMarket: true,
          maxNotional: '9000000.00000000',
          applyMaxToMarket: false,
          avgPriceMins: 5,
        }
      : { filterType: 'MIN_NOTIONAL', notional: '5' },
  ];
}

function listing(market: Market): object {
  const common = { symbol: market.id, baseAsset: market.base, quoteAsset: market.quote, filters: filters(market) };
  const spotStatus = market.trading ? 'TRADING' : 'BREAK';
  if (market.kind === 'spot') {
    return {
      ...common,
      status: spotStatus,
      baseAssetPrecision: 8,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      baseCommissionPrecision: 8,
      quoteCommissionPrecision: 8,
      orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT'],
      icebergAllowed: true,
      ocoAllowed: true,
      quoteOrderQtyMarketAllowed: true,
      allowTrailingStop: true,
      cancelReplaceAllowed: true,
      isSpotTradingAllowed: market.trading,
      isMarginTradingAllowed: market.trading,
      permissions: [],
      permissionSets: [['SPOT', 'MARGIN']],
      defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
    };
  }
  const contract = {
    ...common,
    pair: `${market.base}${market.quote}`,
    contractType: 'PERPETUAL',
    deliveryDate: 4_133_404_800_000,
    onboardDate: 1_569_398_400_000,
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    marginAsset: market.kind === 'linear' ? market.quote : market.base,
    pricePrecision: market.pricePlaces,
    quantityPrecision: market.amountPlaces,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    triggerProtect: '0.0500',
    liquidationFee: '0.012500',
    orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
  };
  const status = market.trading ? 'TRADING' : 'SETTLING';
  return market.kind === 'linear'
    ? { ...contract, status }
    : { ...contract, contractStatus: status, contractSize: Number(market.contractSize) };
}

export function ticker24h(context: ExchangeContext, market: Market): object {
  const price = priceOf(context.live.world, market);
  const last = Number(price.last);
  const start = Number(price.open24h);
  const text = (value: number): string => value.toFixed(market.pricePlaces);
  const now = context.now();
  const tick = 10 ** -market.pricePlaces;
  const row = {
    symbol: market.id,
    priceChange: text(last - start),
    priceChangePercent: ((last / start - 1) * 100).toFixed(3),
    weightedAvgPrice: text((last + start) / 2),
    lastPrice: price.last,
    lastQty: step(market.amountPlaces),
    openPrice: price.open24h,
    highPrice: text(Math.max(last, start) * 1.004),
    lowPrice: text(Math.min(last, start) * 0.996),
    volume: price.volume,
    openTime: now - 86_400_000,
    closeTime: now,
    firstId: 1,
    lastId: 1000,
    count: 1000,
  };
  if (market.kind === 'spot') {
    const sides = market.trading
      ? { bidPrice: text(Math.max(tick, last - tick)), askPrice: text(last + tick) }
      : { bidPrice: text(0), askPrice: text(0) };
    return {
      ...row,
      ...sides,
      bidQty: '1.00000000',
      askQty: '1.00000000',
      prevClosePrice: price.open24h,
      quoteVolume: (Number(price.volume) * last).toFixed(2),
    };
  }
  return market.kind === 'linear'
    ? { ...row, quoteVolume: (Number(price.volume) * last).toFixed(2) }
    : { ...row, pair: `${market.base}${market.quote}`, baseVolume: price.volume };
}

/** The markets that `symbol` or `symbols` (a JSON list) name; all of them without either; null for an unknown one. */
function asked(context: ExchangeContext, kind: MarketKind, call: Call): readonly Market[] | null {
  const markets = binanceMarkets(context, kind);
  const one = call.params.get('symbol');
  const list = call.params.get('symbols');
  if (one === null && list === null) return markets;
  const ids: unknown = one === null ? JSON.parse(list ?? '[]') : [one];
  if (!Array.isArray(ids)) return null;
  const found = ids.map((id) => markets.find((market) => market.id === id));
  return found.every((market) => market !== undefined) ? found : null;
}

function rows(context: ExchangeContext, kind: MarketKind, call: Call, row: (market: Market) => object): Reply {
  const markets = asked(context, kind, call);
  if (markets === null) return refusals.symbol;
  const [first] = markets;
  // Futures answer a list for one symbol only on the coin-margined side.
  if (call.params.has('symbol') && first !== undefined && kind !== 'inverse') return json(row(first));
  return json(markets.map(row));
}

function klines(context: ExchangeContext, kind: MarketKind, call: Call): Reply {
  const market = asked(context, kind, call)?.[0];
  if (market === undefined || !call.params.has('symbol')) return refusals.symbol;
  const interval = intervals[call.params.get('interval') ?? ''];
  if (interval === undefined) return refusals.interval;
  const from = call.params.get('startTime');
  const found = candles(context.live.world, market, interval, {
    from: from === null ? null : Number(from),
    to: Math.min(context.now(), Number(call.params.get('endTime') ?? Number.POSITIVE_INFINITY)),
    limit: Math.min(Number(call.params.get('limit') ?? 500), 1000),
  });
  return json(
    found.map((candle) => {
      const quote = (Number(candle.volume) * Number(candle.close)).toFixed(2);
      return [
        candle.at,
        candle.open,
        candle.high,
        candle.low,
        candle.close,
        candle.volume,
        candle.at + interval - 1,
        quote,
        100,
        '0',
        '0',
        '0',
      ];
    }),
  );
}

function family(prefix: string, kind: MarketKind, infoWeight: number): readonly Route[] {
  const price = (context: ExchangeContext, market: Market): object => ({
    symbol: market.id,
    price: priceOf(context.live.world, market).last,
    time: context.now(),
  });
  return [
    open(`${prefix}/ping`, 1, () => json({})),
    open(`${prefix}/time`, 1, (context) => json({ serverTime: context.now() })),
    open(`${prefix}/exchangeInfo`, infoWeight, (context) =>
      json({
        timezone: 'UTC',
        serverTime: context.now(),
        rateLimits: [
          {
            rateLimitType: 'REQUEST_WEIGHT',
            interval: 'MINUTE',
            intervalNum: 1,
            limit: context.rules.weightPerMinute ?? 6000,
          },
        ],
        exchangeFilters: [],
        symbols: binanceMarkets(context, kind).map(listing),
      }),
    ),
    open(`${prefix}/ticker/24hr`, 40, (context, call) =>
      rows(context, kind, call, (market) => ticker24h(context, market)),
    ),
    open(`${prefix}/ticker/price`, 2, (context, call) => rows(context, kind, call, (market) => price(context, market))),
    open(`${prefix}/ticker/bookTicker`, 2, (context, call) =>
      rows(context, kind, call, (market) => {
        const { last } = priceOf(context.live.world, market);
        return { symbol: market.id, bidPrice: last, bidQty: '1', askPrice: last, askQty: '1', time: context.now() };
      }),
    ),
    open(`${prefix}/klines`, 2, (context, call) => klines(context, kind, call)),
  ];
}

export const marketDataRoutes: readonly Route[] = [
  ...family('/api/v3', 'spot', 20),
  ...family('/fapi/v1', 'linear', 1),
  ...family('/dapi/v1', 'inverse', 1),
  open('/fapi/v1/premiumIndex', 10, (context, call) =>
    rows(context, 'linear', call, (market) => {
      const { last } = priceOf(context.live.world, market);
      return {
        symbol: market.id,
        markPrice: last,
        indexPrice: last,
        lastFundingRate: '0.00010000',
        interestRate: '0.00010000',
        nextFundingTime: context.now() + 3_600_000,
        time: context.now(),
      };
    }),
  ),
  open('/sapi/v1/system/status', 1, () => json({ status: 0, msg: 'normal' })),
];
