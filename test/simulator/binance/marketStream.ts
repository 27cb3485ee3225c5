import type { ExchangeContext, StreamHandler, StreamSocket } from '../exchange.ts';
import { priceFeed } from '../priceFeed.ts';
import type { Market, MarketKind } from '../world.ts';
import { binanceMarkets } from './marketData.ts';
import {
  bookTickerMessage,
  markPriceMessage,
  miniTickerMessage,
  tickerMessage,
  tradeMessage,
} from './streamMessages.ts';

type Message = (context: ExchangeContext, market: Market) => object;

const channels: Readonly<Record<string, Message>> = {
  ticker: tickerMessage,
  miniTicker: miniTickerMessage,
  markPrice: markPriceMessage,
  bookTicker: bookTickerMessage,
  trade: (context, market) => tradeMessage(context, market, 'trade'),
  aggTrade: (context, market) => tradeMessage(context, market, 'aggTrade'),
};

/** Tickers repeat; trades do not. */
const repeating = new Set(['ticker', 'miniTicker', 'markPrice']);

interface Subscription {
  readonly name: string;
  readonly channel: string;
  /** Null: all markets, as one array. */
  readonly market: Market | null;
}

function parse(markets: ReadonlyMap<string, Market>, name: string): Subscription | null {
  const all = /^!(ticker|miniTicker|markPrice|bookTicker)(@arr)?(@1s)?$/.exec(name);
  if (all?.[1] !== undefined) return { name, channel: all[1], market: null };
  const [id, channel] = name.split('@');
  const market = markets.get(id ?? '');
  return market === undefined || channel === undefined || !(channel in channels) ? null : { name, channel, market };
}

/** `<host>/ws/<anything>`, `/ws/<stream>` and `/stream?streams=a/b`: subscribe by message or by address. */
export function marketStream(context: ExchangeContext, socket: StreamSocket, kind: MarketKind): StreamHandler {
  const markets = new Map(binanceMarkets(context, kind).map((market) => [market.id.toLowerCase(), market]));
  const subscriptions = new Map<string, Subscription>();
  const combined = socket.path.endsWith('/stream');
  const send = (name: string, data: unknown): void => socket.send(combined ? { stream: name, data } : data);
  const tell = (one: Subscription, changed: readonly Market[]): void => {
    const message = channels[one.channel];
    if (message === undefined) return;
    if (one.market !== null) {
      if (changed.includes(one.market)) send(one.name, message(context, one.market));
    } else if (changed.length > 0) {
      send(
        one.name,
        changed.map((market) => message(context, market)),
      );
    }
  };
  const subscribe = (name: string): void => {
    const found = parse(markets, name);
    if (found === null) return;
    subscriptions.set(name, found);
    if (repeating.has(found.channel))
      setImmediate(() => tell(found, found.market === null ? [...markets.values()] : [found.market]));
  };
  const stopFeed = priceFeed(context, 'binance', (changed) => {
    const own = changed.filter((market) => market.kind === kind);
    for (const one of subscriptions.values()) tell(one, own);
  });
  const repeat = setInterval(() => {
    for (const one of subscriptions.values())
      if (repeating.has(one.channel) && one.market !== null) tell(one, [one.market]);
  }, context.rules.streamIntervalMs);
  for (const name of (socket.query.get('streams') ?? '').split('/')) subscribe(name);
  subscribe(socket.path.split('/').at(-1) ?? '');
  return {
    message: (text) => {
      const request = JSON.parse(text) as { method?: string; params?: readonly string[]; id?: unknown };
      const names = request.params ?? [];
      socket.record(request.method ?? '', new URLSearchParams({ streams: names.join('/') }), null, false);
      if (request.method === 'SUBSCRIBE') for (const name of names) subscribe(name);
      if (request.method === 'UNSUBSCRIBE') for (const name of names) subscriptions.delete(name);
      const listing = request.method === 'LIST_SUBSCRIPTIONS' ? [...subscriptions.keys()] : null;
      socket.send({ result: listing, id: request.id ?? null });
    },
    closed: () => {
      stopFeed();
      clearInterval(repeat);
    },
  };
}
