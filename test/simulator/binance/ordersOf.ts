import Big from 'big.js';
import type { Account, Fill, MarketKind, WorldOrder } from '../world.ts';

/** One order as Binance's lists have it, of spot and futures alike. */
export interface OrderRow {
  readonly id: number;
  readonly market: string;
  readonly at: number;
  readonly working: boolean;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Orders of one kind of market, ascending by id: those that were filled at once, from the fills, and the others. */
export function ordersOf(account: Account, kind: MarketKind, margin: boolean): readonly OrderRow[] {
  const filled = filledOrders(account, kind, margin);
  const others = margin
    ? []
    : account.orders
        .filter((order) => order.kind === kind && (kind === 'spot' || order.type !== 'stop'))
        .map(
          (order): OrderRow => ({
            id: order.id,
            market: order.market,
            at: order.at,
            working: order.status === 'open',
            row: orderRow(order),
          }),
        );
  return others.length === 0 ? filled : [...filled, ...others].sort((a, b) => a.id - b.id);
}

const types = { limit: 'LIMIT', stop: 'STOP_LOSS', market: 'MARKET' } as const;

/** One of the account's own orders, with what it got. */
export function orderRow(order: WorldOrder): Readonly<Record<string, unknown>> {
  const { executed, quote, average } = executedOf(order);
  return {
    symbol: order.market,
    orderId: order.id,
    clientOrderId: order.clientOrderId,
    price: order.price,
    origQty: order.quantity,
    executedQty: executed,
    status: statusOf(order, executed),
    timeInForce: 'GTC',
    type: types[order.type],
    side: order.side.toUpperCase(),
    stopPrice: order.stopPrice ?? '0',
    time: order.at,
    updateTime: order.updatedAt,
    ...ownFields(order.kind, quote, average, order.reduceOnly === true),
  };
}

export function executedOf({ fills = [] }: WorldOrder): {
  readonly executed: string;
  readonly quote: string;
  readonly average: string;
} {
  const executed = fills.reduce((sum, fill) => sum.plus(fill.quantity), new Big(0));
  const quote = fills.reduce((sum, fill) => sum.plus(new Big(fill.quantity).times(fill.price)), new Big(0));
  const average = executed.gt(0) ? quote.div(executed).round(8).toFixed() : '0';
  return { executed: executed.toFixed(), quote: quote.toFixed(), average };
}

function statusOf(order: WorldOrder, executed: string): string {
  if (order.status === 'cancelled') return 'CANCELED';
  if (order.status === 'filled') return 'FILLED';
  return Number(executed) > 0 ? 'PARTIALLY_FILLED' : 'NEW';
}

const kept = new WeakMap<Account, Map<string, { readonly fills: number; readonly rows: readonly OrderRow[] }>>();

/** Made once for a history of one length: a page must not cost what the whole history costs. */
function filledOrders(account: Account, kind: MarketKind, margin: boolean): readonly OrderRow[] {
  const lists = kept.get(account) ?? new Map<string, { readonly fills: number; readonly rows: readonly OrderRow[] }>();
  kept.set(account, lists);
  const key = `${kind} ${margin}`;
  const known = lists.get(key);
  if (known?.fills === account.fills.length) return known.rows;
  const rows = account.fills
    .filter((fill) => fill.ofOrder !== true && fill.kind === kind && (fill.margin === true) === margin)
    .map((fill): OrderRow => {
      return { id: orderIdOf(fill), market: fill.market, at: fill.at, working: false, row: filledRow(fill) };
    })
    .sort((a, b) => a.id - b.id);
  lists.set(key, { fills: account.fills.length, rows });
  return rows;
}

export function orderIdOf(fill: Fill): number {
  return fill.orderId ?? fill.id + 100_000;
}

function filledRow(fill: Fill): Readonly<Record<string, unknown>> {
  const quote = String(Number(fill.price) * Number(fill.quantity));
  return {
    symbol: fill.market,
    orderId: orderIdOf(fill),
    clientOrderId: fill.clientOrderId ?? `order-${fill.id}`,
    price: fill.price,
    origQty: fill.quantity,
    executedQty: fill.quantity,
    status: 'FILLED',
    timeInForce: 'GTC',
    type: fill.maker ? 'LIMIT' : 'MARKET',
    side: fill.side.toUpperCase(),
    stopPrice: '0',
    time: fill.at,
    updateTime: fill.at,
    ...ownFields(fill.kind, quote, fill.price),
  };
}

/** ccxt tells spot from futures by these. */
function ownFields(
  kind: MarketKind,
  quote: string,
  average: string,
  reduceOnly = false,
): Readonly<Record<string, unknown>> {
  return kind === 'spot'
    ? { cummulativeQuoteQty: quote, isWorking: true, orderListId: -1, origQuoteOrderQty: '0.00000000' }
    : {
        [kind === 'linear' ? 'cumQuote' : 'cumBase']: quote,
        reduceOnly,
        closePosition: false,
        positionSide: 'BOTH',
        avgPrice: average,
      };
}
