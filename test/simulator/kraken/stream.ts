import Big from 'big.js';
import type { ExchangeContext, StreamHandler, StreamSocket } from '../exchange.ts';
import { priceFeed } from '../priceFeed.ts';
import type { Account, Market } from '../world.ts';
import { priceOf } from '../world.ts';
import { krakenId } from './ledger.ts';
import type { StreamTokens } from './privateData.ts';
import { krakenMarkets } from './publicData.ts';

interface Request {
  readonly method?: string;
  readonly req_id?: number;
  readonly params?: { readonly channel?: string; readonly symbol?: readonly string[]; readonly token?: string };
}

function ticker(context: ExchangeContext, market: Market): object {
  const price = priceOf(context.live.world, market);
  const last = Number(price.last);
  const start = Number(price.open24h);
  const round = (value: number): number => Number(value.toFixed(market.pricePlaces));
  const tick = 10 ** -market.pricePlaces;
  return {
    symbol: market.streamName,
    bid: round(last - tick),
    bid_qty: 1,
    ask: round(last + tick),
    ask_qty: 1,
    last: round(last),
    volume: Number(price.volume),
    vwap: round((last + start) / 2),
    low: round(Math.min(last, start) * 0.996),
    high: round(Math.max(last, start) * 1.004),
    change: round(last - start),
    change_pct: Number(((last / start - 1) * 100).toFixed(2)),
    timestamp: new Date(context.now()).toISOString(),
  };
}

/** The WebSocket's name of an asset: "BTC" for XXBT; earn suffixes stay. */
function assetName(context: ExchangeContext, code: string): string {
  const { assets } = context.live.world;
  return assets.find((asset) => asset.code === code)?.name ?? code;
}

function balance(context: ExchangeContext, account: Account, code: string): object {
  const held = account.pockets.spot[code];
  const total = Number(new Big(held?.free ?? '0').plus(held?.locked ?? '0').toString());
  return {
    asset: assetName(context, code),
    asset_class: 'currency',
    balance: total,
    wallets: [{ type: 'spot', id: 'main', balance: total }],
  };
}

/** WebSocket v2, public (ws.kraken.com) and private (ws-auth.kraken.com). */
export function krakenStream(
  context: ExchangeContext,
  tokens: StreamTokens,
): (socket: StreamSocket) => StreamHandler | null {
  return (socket) => {
    if (!socket.path.endsWith('/v2')) return null;
    const isPrivate = socket.host.startsWith('ws-auth');
    const subscribed = new Set<Market>();
    const stops: (() => void)[] = [];
    let sequence = 0;
    const next = (): number => {
      sequence += 1;
      return sequence;
    };
    const time = (): string => new Date(context.now()).toISOString();
    socket.send({
      channel: 'status',
      type: 'update',
      data: [{ version: '2.0.10', system: 'online', api_version: 'v2', connection_id: 1 }],
    });
    const tell = (type: 'snapshot' | 'update', market: Market): void =>
      socket.send({ channel: 'ticker', type, data: [ticker(context, market)] });
    stops.push(
      priceFeed(context, 'kraken', (changed) => {
        for (const market of changed) if (subscribed.has(market)) tell('update', market);
      }),
    );
    const heartbeat = setInterval(() => socket.send({ channel: 'heartbeat' }), context.rules.streamIntervalMs);
    stops.push(() => clearInterval(heartbeat));

    const follow = (account: Account, channel: string): void => {
      socket.owner(account.id);
      if (channel === 'balances') {
        socket.send({
          channel,
          type: 'snapshot',
          data: Object.keys(account.pockets.spot).map((code) => balance(context, account, code)),
          sequence: next(),
        });
      } else {
        socket.send({ channel, type: 'snapshot', data: [], sequence: next() });
      }
      stops.push(
        context.live.subscribe((event) => {
          if (event.kind === 'price' || event.account !== account) return;
          if (channel === 'balances' && event.kind === 'pockets') {
            socket.send({
              channel,
              type: 'update',
              data: event.assets.map((code) => ({
                ...balance(context, account, code),
                ledger_id: krakenId('L', `${code}/${sequence}`),
                type: 'trade',
                category: 'trade',
                wallet_type: 'spot',
                wallet_id: 'main',
                amount: 0,
                fee: 0,
                timestamp: time(),
              })),
              sequence: next(),
            });
          }
          if (channel === 'executions' && event.kind === 'fill') {
            const { fill } = event;
            const market = krakenMarkets(context).find((one) => one.id === fill.market);
            const quantity = Number(fill.quantity);
            const data = [
              {
                order_id: krakenId('O', `fill/${fill.id}`),
                exec_id: krakenId('T', `fill/${fill.id}`),
                exec_type: 'trade',
                trade_id: fill.id,
                symbol: market?.streamName ?? fill.market,
                side: fill.side,
                last_qty: quantity,
                last_price: Number(fill.price),
                liquidity_ind: fill.maker ? 'm' : 't',
                cost: Number(fill.price) * quantity,
                order_status: 'filled',
                order_type: 'market',
                timestamp: time(),
                fees: [{ asset: assetName(context, fill.feeAsset), qty: Number(fill.fee) }],
              },
            ];
            socket.send({ channel, type: 'update', data, sequence: next() });
          }
        }),
      );
    };

    const subscribe = (request: Request): void => {
      const channel = request.params?.channel ?? '';
      const times = {
        time_in: time(),
        time_out: time(),
        ...(request.req_id === undefined ? {} : { req_id: request.req_id }),
      };
      const refuse = (error: string, symbol?: string): void =>
        socket.send({
          method: 'subscribe',
          success: false,
          error,
          ...(symbol === undefined ? {} : { symbol }),
          ...times,
        });
      if (isPrivate) {
        const id = tokens.get(request.params?.token ?? '');
        const account = id === undefined ? null : context.live.account(id);
        if (account === null || account.revoked) {
          refuse('ESession:Invalid session');
          return;
        }
        socket.send({ method: 'subscribe', success: true, result: { channel, snapshot: true }, ...times });
        follow(account, channel);
        return;
      }
      if (channel !== 'ticker') {
        refuse('Subscription name invalid');
        return;
      }
      for (const symbol of request.params?.symbol ?? []) {
        const market = krakenMarkets(context).find((one) => one.streamName === symbol);
        if (market === undefined) {
          refuse(`Currency pair not supported ${symbol}`, symbol);
          continue;
        }
        socket.send({
          method: 'subscribe',
          success: true,
          result: { channel, event_trigger: 'trades', snapshot: true, symbol },
          ...times,
        });
        subscribed.add(market);
        tell('snapshot', market);
      }
    };

    return {
      message: (text) => {
        const request = JSON.parse(text) as Request;
        const method = request.method ?? '';
        const owner = tokens.get(request.params?.token ?? '') ?? null;
        const reads = ['ping', 'subscribe', 'unsubscribe'].includes(method);
        const names = new URLSearchParams({
          channel: request.params?.channel ?? '',
          symbol: (request.params?.symbol ?? []).join(','),
        });
        socket.record(method, names, owner, !reads);
        if (method === 'ping')
          socket.send({ method: 'pong', req_id: request.req_id, time_in: time(), time_out: time() });
        else if (method === 'subscribe') subscribe(request);
        else if (method === 'unsubscribe') {
          for (const market of [...subscribed])
            if (request.params?.symbol?.includes(market.streamName) === true) subscribed.delete(market);
          socket.send({ method, success: true, result: request.params, req_id: request.req_id });
        } else
          socket.send({
            method,
            success: false,
            error: 'EGeneral:The simulated exchange carries no orders out',
            req_id: request.req_id,
          });
      },
      closed: () => {
        for (const stop of stops) stop();
      },
    };
  };
}
