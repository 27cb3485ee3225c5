import type { ExchangeContext } from '../exchange.ts';
import type { Account, Fill, Market, PocketScope, Position } from '../world.ts';
import { priceOf } from '../world.ts';
import { openPositions } from './futures.ts';
import { ticker24h } from './marketData.ts';

/** The names of the 24 h ticker's fields on the stream. */
export function tickerMessage(context: ExchangeContext, market: Market): object {
  const row = ticker24h(context, market) as Record<string, unknown>;
  const spotOnly =
    market.kind === 'spot'
      ? { x: row['prevClosePrice'], b: row['bidPrice'], B: row['bidQty'], a: row['askPrice'], A: row['askQty'] }
      : {};
  return {
    e: '24hrTicker',
    E: context.now(),
    s: market.id,
    p: row['priceChange'],
    P: row['priceChangePercent'],
    w: row['weightedAvgPrice'],
    c: row['lastPrice'],
    Q: row['lastQty'],
    o: row['openPrice'],
    h: row['highPrice'],
    l: row['lowPrice'],
    v: row['volume'],
    q: row['quoteVolume'] ?? row['baseVolume'],
    O: row['openTime'],
    C: row['closeTime'],
    F: 1,
    L: 1000,
    n: 1000,
    ...spotOnly,
  };
}

export function miniTickerMessage(context: ExchangeContext, market: Market): object {
  const row = ticker24h(context, market) as Record<string, unknown>;
  return {
    e: '24hrMiniTicker',
    E: context.now(),
    s: market.id,
    c: row['lastPrice'],
    o: row['openPrice'],
    h: row['highPrice'],
    l: row['lowPrice'],
    v: row['volume'],
    q: row['quoteVolume'] ?? row['baseVolume'],
  };
}

export function markPriceMessage(context: ExchangeContext, market: Market): object {
  const { last } = priceOf(context.live.world, market);
  return {
    e: 'markPriceUpdate',
    E: context.now(),
    s: market.id,
    p: last,
    i: last,
    P: last,
    r: '0.00010000',
    T: context.now() + 3_600_000,
  };
}

export function bookTickerMessage(context: ExchangeContext, market: Market): object {
  const { last } = priceOf(context.live.world, market);
  const spot = { u: context.now(), s: market.id, b: last, B: '1', a: last, A: '1' };
  return market.kind === 'spot' ? spot : { e: 'bookTicker', E: context.now(), T: context.now(), ...spot };
}

export function tradeMessage(context: ExchangeContext, market: Market, event: 'trade' | 'aggTrade'): object {
  const { last, changes } = priceOf(context.live.world, market);
  const id = changes.length;
  const ids = event === 'trade' ? { t: id } : { a: id, f: id, l: id };
  return { e: event, E: context.now(), s: market.id, ...ids, p: last, q: '0.01', T: context.now(), m: false, M: true };
}

/** Spot and margin: the changed coins only, as Binance does. */
export function positionOfCoins(
  context: ExchangeContext,
  account: Account,
  scope: PocketScope,
  assets: readonly string[],
): object {
  const coins = assets.map((asset) => ({
    a: asset,
    f: account.pockets[scope][asset]?.free ?? '0',
    l: account.pockets[scope][asset]?.locked ?? '0',
  }));
  return { e: 'outboundAccountPosition', E: context.now(), u: context.now(), B: coins };
}

/** Futures: changed wallets and positions. A closed position comes with amount 0. */
export function accountUpdate(
  context: ExchangeContext,
  account: Account,
  kind: 'linear' | 'inverse',
  assets: readonly string[],
  positions: readonly Position[],
): object {
  const open = openPositions(context, account, kind);
  const now = context.now();
  return {
    e: 'ACCOUNT_UPDATE',
    E: now,
    T: now,
    a: {
      m: 'ORDER',
      B: assets.map((asset) => {
        const wallet = account.pockets[kind][asset]?.free ?? '0';
        return { a: asset, wb: wallet, cw: wallet, bc: '0' };
      }),
      P: positions.map((position) => {
        const profit = open.find((one) => one.market.id === position.market)?.profit.toFixed(8) ?? '0';
        return {
          s: position.market,
          pa: position.amount,
          ep: position.entry,
          bep: position.entry,
          cr: '0',
          up: profit,
          mt: 'cross',
          iw: '0',
          ps: 'BOTH',
          ma: kind === 'linear' ? 'USDT' : 'BTC',
        };
      }),
    },
  };
}

/** A filled order of one's own: spot `executionReport`, futures `ORDER_TRADE_UPDATE`. */
export function fillMessage(context: ExchangeContext, fill: Fill): object {
  const now = context.now();
  const order = {
    s: fill.market,
    c: `order-${fill.id}`,
    S: fill.side.toUpperCase(),
    o: 'MARKET',
    f: 'GTC',
    q: fill.quantity,
    p: fill.price,
    x: 'TRADE',
    X: 'FILLED',
    i: fill.id + 100_000,
    l: fill.quantity,
    z: fill.quantity,
    L: fill.price,
    n: fill.fee,
    N: fill.feeAsset,
    T: fill.at,
    t: fill.id,
    m: fill.maker,
  };
  if (fill.kind === 'spot')
    return {
      e: 'executionReport',
      E: now,
      ...order,
      O: fill.at,
      Z: String(Number(fill.price) * Number(fill.quantity)),
    };
  return { e: 'ORDER_TRADE_UPDATE', E: now, T: fill.at, o: { ...order, ap: fill.price, ps: 'BOTH', rp: '0' } };
}
