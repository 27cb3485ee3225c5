import Big from 'big.js';
import type { Call, Reply } from '../exchange.ts';
import { json } from '../exchange.ts';
import type { Account, Fill, MarketKind } from '../world.ts';
import { conversions, dividends, dust, fiatOrders, interest, rewards, transfers } from './earned.ts';
import { orderIdOf, ordersOf } from './ordersOf.ts';
import { refusal, refusals } from './reply.ts';
import type { Route } from './route.ts';
import { signed } from './route.ts';
import { accountSnapshot } from './snapshots.ts';
import { limitOf, spanOf } from './span.ts';
import { type Answer, newestFirst, oldestFirst, within } from './within.ts';

/**
 * Fills of one market: from an id on, or within a span of 24 hours (futures: seven days), or the newest. An id and a time
 * together are refused, as on the real exchange.
 */
function trades(kind: MarketKind, margin: boolean): Answer {
  const futures = kind !== 'spot';
  return (context, call, account) => {
    const symbol = call.params.get('symbol');
    if (symbol === null && !futures) return refusals.symbolMissing;
    const limit = limitOf(call, 500, 1000);
    const own =
      fillsByMarket(account, kind, margin).get(symbol ?? '') ??
      (symbol === null ? account.fills.filter((fill) => fill.kind === kind) : []);
    const order = call.params.get('orderId');
    if (order !== null)
      return json(own.filter((fill) => String(orderIdOf(fill)) === order).map((fill) => tradeRow(fill, kind)));
    const fromId = call.params.get('fromId');
    const timed = call.params.has('startTime') || call.params.has('endTime');
    const memory = futures ? context.now() - 180 * 86_400_000 : 0;
    const known = memory === 0 ? own : own.filter(({ at }) => at >= memory);
    if (fromId !== null) {
      if (timed) return refusal(400, -1128, 'Combination of optional parameters invalid.');
      const start = firstIndex(known, Number(fromId));
      return json(known.slice(start, start + limit).map((fill) => tradeRow(fill, kind)));
    }
    if (!timed) return json(known.slice(-limit).map((fill) => tradeRow(fill, kind)));
    const days = futures ? 7 : 1;
    const span = spanOf(call, context.now(), { longestDays: days, usualDays: days });
    if ('refused' in span) return span.refused;
    const found = known.filter(({ at }) => at >= span.from && at <= span.to);
    return json(found.slice(0, limit).map((fill) => tradeRow(fill, kind)));
  };
}

/** Sorted once per account and length: a history of 100,000 fills is asked a hundred times. */
const sorted = new WeakMap<Account, { readonly length: number; readonly lists: Map<string, Map<string, Fill[]>> }>();

function fillsByMarket(account: Account, kind: MarketKind, margin: boolean): ReadonlyMap<string, readonly Fill[]> {
  let kept = sorted.get(account);
  if (kept === undefined || kept.length !== account.fills.length) {
    kept = { length: account.fills.length, lists: new Map() };
    sorted.set(account, kept);
  }
  const key = `${kind} ${margin}`;
  const known = kept.lists.get(key);
  if (known !== undefined) return known;
  const lists = new Map<string, Fill[]>();
  for (const fill of account.fills) {
    if (fill.kind !== kind || (fill.margin === true) !== margin) continue;
    const list = lists.get(fill.market);
    if (list === undefined) lists.set(fill.market, [fill]);
    else list.push(fill);
  }
  for (const list of lists.values()) list.sort((a, b) => a.id - b.id);
  kept.lists.set(key, lists);
  return lists;
}

function firstIndex(fills: readonly Fill[], id: number): number {
  let low = 0;
  let high = fills.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fills[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tradeRow(fill: Fill, kind: MarketKind): Record<string, unknown> {
  const row = {
    symbol: fill.market,
    id: fill.id,
    orderId: orderIdOf(fill),
    price: fill.price,
    qty: fill.quantity,
    commission: fill.fee,
    commissionAsset: fill.feeAsset,
    time: fill.at,
  };
  const quote = new Big(fill.price).times(fill.quantity).toFixed(8);
  if (kind === 'spot')
    return {
      ...row,
      quoteQty: quote,
      orderListId: -1,
      isBuyer: fill.side === 'buy',
      isMaker: fill.maker,
      isBestMatch: true,
    };
  return {
    ...row,
    [kind === 'linear' ? 'quoteQty' : 'baseQty']: quote,
    side: fill.side.toUpperCase(),
    buyer: fill.side === 'buy',
    maker: fill.maker,
    realizedPnl: fill.realized ?? '0',
    marginAsset: fill.feeAsset,
    positionSide: 'BOTH',
  };
}

function allOrders(kind: MarketKind, margin: boolean): Answer {
  const days = kind === 'spot' ? 1 : 7;
  return (context, call, account) => {
    const symbol = call.params.get('symbol');
    if (symbol === null) return refusals.symbolMissing;
    const own = ordersOf(account, kind, margin).filter(({ market }) => market === symbol);
    const limit = limitOf(call, 500, 1000);
    const orderId = call.params.get('orderId');
    if (orderId !== null)
      return json(
        own
          .filter(({ id }) => id >= Number(orderId))
          .slice(0, limit)
          .map(({ row }) => row),
      );
    if (!call.params.has('startTime')) return json(own.slice(-limit).map(({ row }) => row));
    const span = spanOf(call, context.now(), { longestDays: days, usualDays: days });
    if ('refused' in span) return span.refused;
    return json(
      own
        .filter(({ at }) => at >= span.from && at <= span.to)
        .slice(0, limit)
        .map(({ row }) => row),
    );
  };
}

const openOrders =
  (kind: MarketKind, margin = false): Answer =>
  (_context, call, account) => {
    const symbol = call.params.get('symbol');
    const own = ordersOf(account, kind, margin).filter(
      (order) => order.working && (symbol === null || order.market === symbol),
    );
    return json(own.map(({ row }) => row));
  };

const algoOrders =
  (kind: MarketKind): Answer =>
  (_context, call, account) => {
    const symbol = call.params.get('symbol');
    const own = account.orders.filter(
      (order) =>
        order.kind === kind &&
        order.type === 'stop' &&
        order.status === 'open' &&
        (symbol === null || order.market === symbol),
    );
    return json(
      own.map((order) => ({
        algoId: order.id,
        clientAlgoId: order.clientOrderId,
        algoType: 'CONDITIONAL',
        orderType: 'STOP_MARKET',
        symbol: order.market,
        side: order.side.toUpperCase(),
        positionSide: 'BOTH',
        timeInForce: 'GTC',
        quantity: order.quantity,
        algoStatus: 'NEW',
        triggerPrice: order.stopPrice,
        price: order.price,
        workingType: 'MARK_PRICE',
        closePosition: false,
        reduceOnly: true,
        createTime: order.at,
        updateTime: order.updatedAt,
      })),
    );
  };

const deposits = within(
  { longestDays: 90, usualDays: 90 },
  (account, call) =>
    newestFirst(
      account.flows.filter((flow) => flow.kind === 'deposit' && flow.fiat !== true && coinFits(call, flow.asset)),
    ),
  (rows, call) =>
    page(
      call,
      rows
        .map((flow) => ({
          id: flow.id,
          amount: flow.amount,
          coin: flow.asset,
          network: 'ETH',
          status: flow.pending === true ? 0 : 1,
          address: '0x0',
          addressTag: '',
          txId: flow.id,
          insertTime: flow.at,
          completeTime: flow.at,
          transferType: 0,
          confirmTimes: '1/1',
          unlockConfirm: 0,
          walletType: flow.wallet === 'funding' ? 1 : 0,
        }))
        .filter(({ status }) => statusFits(call, status)),
    ),
);

const withdrawals = within(
  { longestDays: 90, usualDays: 90 },
  (account, call) =>
    newestFirst(account.flows.filter((flow) => flow.kind === 'withdrawal' && coinFits(call, flow.asset))),
  (rows, call) =>
    page(
      call,
      rows
        .map((flow) => ({
          id: flow.id,
          amount: flow.amount,
          transactionFee: flow.fee,
          coin: flow.asset,
          status: flow.pending === true ? 4 : 6,
          address: '0x0',
          txId: flow.id,
          applyTime: new Date(flow.at).toISOString().slice(0, 19).replace('T', ' '),
          network: 'ETH',
          transferType: 0,
          walletType: flow.wallet === 'funding' ? 1 : 0,
        }))
        .filter(({ status }) => statusFits(call, status)),
    ),
);

function coinFits(call: Call, asset: string): boolean {
  const coin = call.params.get('coin');
  return coin === null || coin === asset;
}

function statusFits(call: Call, status: number): boolean {
  const wanted = call.params.get('status');
  return wanted === null || Number(wanted) === status;
}

function page(call: Call, rows: readonly object[]): Reply {
  const offset = Number(call.params.get('offset') ?? 0);
  return json(rows.slice(offset, offset + limitOf(call, 1000, 1000)));
}

/** Oldest first, of the last three months: commission and realised P&L of every fill, funding, transfers. */
const income = (kind: 'linear' | 'inverse'): Answer =>
  within(
    { longestDays: 90, usualDays: 7, memoryDays: 90 },
    (account, call) => {
      const type = call.params.get('incomeType');
      const symbol = call.params.get('symbol');
      const row = (at: number, tranId: number, incomeType: string, market: string, asset: string, amount: string) => ({
        at,
        type: incomeType,
        market,
        row: { symbol: market, incomeType, income: amount, asset, info: incomeType, time: at, tranId, tradeId: '' },
      });
      const rows = [
        ...account.fills
          .filter((fill) => fill.kind === kind)
          .flatMap((fill) => [
            row(fill.at, fill.id, 'COMMISSION', fill.market, fill.feeAsset, `-${fill.fee}`),
            ...(Number(fill.realized ?? 0) === 0
              ? []
              : [row(fill.at, fill.id, 'REALIZED_PNL', fill.market, fill.feeAsset, fill.realized ?? '0')]),
          ]),
        ...account.earnings
          .filter((one) => one.kind === 'funding' && one.scope === kind)
          .map((one) => row(one.at, one.id, 'FUNDING_FEE', one.market ?? '', one.asset, one.amount)),
        ...account.transfers
          .filter((one) => one.from === kind || one.to === kind)
          .map((one) =>
            row(one.at, one.id, 'TRANSFER', '', one.asset, one.to === kind ? one.amount : `-${one.amount}`),
          ),
      ];
      return oldestFirst(
        rows.filter((one) => (type === null || one.type === type) && (symbol === null || one.market === symbol)),
      );
    },
    (rows, call) => json(rows.slice(0, limitOf(call, 100, 1000)).map(({ row }) => row)),
  );

/** Everything Binance tells of an account's past. */
export const ledgerRoutes: readonly Route[] = [
  signed('/api/v3/myTrades', 20, trades('spot', false)),
  signed('/api/v3/openOrders', 80, openOrders('spot')),
  signed('/api/v3/allOrders', 20, allOrders('spot', false)),
  signed('/sapi/v1/margin/myTrades', 10, trades('spot', true)),
  signed('/sapi/v1/margin/openOrders', 10, openOrders('spot', true)),
  signed('/sapi/v1/margin/allOrders', 200, allOrders('spot', true)),
  signed('/sapi/v1/margin/interestHistory', 1, interest),
  signed('/sapi/v1/capital/deposit/hisrec', 1, deposits),
  signed('/sapi/v1/capital/withdraw/history', 2, withdrawals),
  signed('/sapi/v1/asset/transfer', 1, transfers),
  signed('/sapi/v1/accountSnapshot', 1, accountSnapshot),
  signed('/sapi/v1/asset/assetDividend', 10, dividends),
  signed('/sapi/v1/asset/dribblet', 1, dust),
  signed('/sapi/v1/convert/tradeFlow', 20, conversions),
  signed('/sapi/v1/fiat/orders', 1, fiatOrders),
  signed('/sapi/v1/simple-earn/flexible/history/rewardsRecord', 150, rewards),
  ...(['linear', 'inverse'] as const).flatMap((kind): readonly Route[] => {
    const prefix = kind === 'linear' ? '/fapi/v1' : '/dapi/v1';
    return [
      signed(`${prefix}/userTrades`, 5, trades(kind, false), 'futures'),
      signed(`${prefix}/openOrders`, 40, openOrders(kind), 'futures'),
      signed(`${prefix}/openAlgoOrders`, 40, algoOrders(kind), 'futures'),
      signed(`${prefix}/allOrders`, 5, allOrders(kind, false), 'futures'),
      signed(`${prefix}/income`, 30, income(kind), 'futures'),
    ];
  }),
];
