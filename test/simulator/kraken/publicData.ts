import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import { candles } from '../history.ts';
import type { Market } from '../world.ts';
import { priceOf } from '../world.ts';
import { krakenError, result } from './reply.ts';

export function krakenMarkets(context: ExchangeContext): readonly Market[] {
  return context.live.world.markets.filter((market) => market.exchange === 'kraken');
}

/** By id, short name or WebSocket name, as the exchange takes them. */
export function krakenMarket(context: ExchangeContext, name: string): Market | null {
  return (
    krakenMarkets(context).find(
      (market) => market.id === name || market.altname === name || market.streamName === name,
    ) ?? null
  );
}

function pair(market: Market): object {
  const leverage = market.base.startsWith('Z') ? [] : [2, 3, 4, 5];
  return {
    altname: market.altname,
    wsname: market.streamName.replace('BTC', 'XBT').replace('DOGE', 'XDG'),
    aclass_base: 'currency',
    base: market.base,
    aclass_quote: 'currency',
    quote: market.quote,
    lot: 'unit',
    cost_decimals: 5,
    pair_decimals: market.pricePlaces,
    lot_decimals: market.amountPlaces,
    lot_multiplier: 1,
    leverage_buy: leverage,
    leverage_sell: leverage,
    fees: [
      [0, 0.4],
      [10_000, 0.35],
    ],
    fees_maker: [
      [0, 0.25],
      [10_000, 0.2],
    ],
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: '0.0001',
    costmin: '0.5',
    tick_size: (10 ** -market.pricePlaces).toFixed(market.pricePlaces),
    status: market.trading ? 'online' : 'delisted',
  };
}

function ticker(context: ExchangeContext, market: Market): object {
  const price = priceOf(context.live.world, market);
  const last = Number(price.last);
  const start = Number(price.open24h);
  const text = (value: number): string => value.toFixed(market.pricePlaces);
  const tick = 10 ** -market.pricePlaces;
  const average = text((last + start) / 2);
  return {
    a: [text(last + tick), '1', '1.000'],
    b: [text(Math.max(tick, last - tick)), '1', '1.000'],
    c: [price.last, '0.01000000'],
    v: [price.volume, price.volume],
    p: [average, average],
    t: [1000, 1000],
    l: [text(Math.min(last, start) * 0.996), text(Math.min(last, start) * 0.996)],
    h: [text(Math.max(last, start) * 1.004), text(Math.max(last, start) * 1.004)],
    o: price.open24h,
  };
}

/** Markets of a comma-separated list; every market that trades without one; null for an unknown name. */
function asked(context: ExchangeContext, call: Call): readonly Market[] | null {
  const names = call.params.get('pair');
  if (names === null || names === '') return krakenMarkets(context).filter((market) => market.trading);
  const found = names.split(',').map((name) => krakenMarket(context, name));
  return found.every((market) => market !== null) ? found : null;
}

function table(context: ExchangeContext, call: Call, row: (market: Market) => object): Reply {
  const markets = asked(context, call);
  if (markets === null) return krakenError('EQuery:Unknown asset pair');
  return result(Object.fromEntries(markets.map((market) => [market.id, row(market)])));
}

function ohlc(context: ExchangeContext, call: Call): Reply {
  const market = krakenMarket(context, call.params.get('pair') ?? '');
  if (market === null) return krakenError('EQuery:Unknown asset pair');
  const interval = Number(call.params.get('interval') ?? 1) * 60_000;
  if (![1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600].includes(interval / 60_000))
    return krakenError('EGeneral:Invalid arguments');
  // Kraken gives the last 720 candles whatever `since` says, and of those the ones after it.
  const since = Number(call.params.get('since') ?? 0) * 1000;
  const found = candles(context.live.world, market, interval, { from: null, to: context.now(), limit: 720 }).filter(
    (candle) => candle.at > since,
  );
  const rows = found.map((candle) => [
    candle.at / 1000,
    candle.open,
    candle.high,
    candle.low,
    candle.close,
    candle.close,
    candle.volume,
    100,
  ]);
  return result({ [market.id]: rows, last: (found.at(-2)?.at ?? since) / 1000 });
}

export const publicMethods: Readonly<Record<string, (context: ExchangeContext, call: Call) => Reply>> = {
  Time: (context) =>
    result({ unixtime: Math.floor(context.now() / 1000), rfc1123: new Date(context.now()).toUTCString() }),
  SystemStatus: (context) => result({ status: 'online', timestamp: new Date(context.now()).toISOString() }),
  Assets: (context) =>
    result(
      Object.fromEntries(
        context.live.world.assets.map((asset) => [
          asset.code,
          {
            aclass: 'currency',
            altname: asset.altname,
            decimals: asset.decimals,
            display_decimals: Math.min(5, asset.decimals),
            status: 'enabled',
          },
        ]),
      ),
    ),
  AssetPairs: (context, call) => {
    const names = call.params.get('pair');
    if (names !== null) return table(context, call, pair);
    return result(Object.fromEntries(krakenMarkets(context).map((market) => [market.id, pair(market)])));
  },
  Ticker: (context, call) => table(context, call, (market) => ticker(context, market)),
  OHLC: ohlc,
};
