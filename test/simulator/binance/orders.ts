import Big from 'big.js';
import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import { json } from '../exchange.ts';
import type { NewOrder } from '../orderDesk.ts';
import type { Account, WorldOrder } from '../world.ts';
import { priceOf } from '../world.ts';
import { binanceMarkets } from './marketData.ts';
import { executedOf, orderRow, ordersOf } from './ordersOf.ts';
import { refusal, refusals } from './reply.ts';
import type { PrivateRoute, Route } from './route.ts';

type Kind = 'spot' | 'linear';
type Handler = (context: ExchangeContext, call: Call, account: Account) => Reply;

const filter = (name: string): Reply => refusal(400, -1013, `Filter failure: ${name}`);
const missing = (name: string): Reply =>
  refusal(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
const precision = refusal(400, -1111, 'Precision is over the maximum defined for this asset.');

function isOn(places: number, value: string): boolean {
  const step = new Big(10).pow(-places);
  return new Big(value).mod(step).eq(0);
}

function isNumber(text: string | null): text is string {
  return text !== null && /^\d+(\.\d+)?$/.test(text);
}

/** The order in a request, or how Binance refuses what is malformed. */
function read(context: ExchangeContext, call: Call, kind: Kind): NewOrder | Reply {
  const { params } = call;
  const market = binanceMarkets(context, kind).find((one) => one.id === params.get('symbol'));
  if (market === undefined) return refusals.symbol;
  const side = params.get('side');
  const type = params.get('type');
  const quantity = params.get('quantity');
  const price = params.get('price');
  if (side !== 'BUY' && side !== 'SELL') return refusal(400, -1117, 'Invalid side.');
  if (type !== 'MARKET' && type !== 'LIMIT') return refusal(400, -1116, 'Invalid orderType.');
  if (!isNumber(quantity)) return missing('quantity');
  if (type === 'LIMIT' && !isNumber(price)) return missing('price');
  if (type === 'LIMIT' && params.get('timeInForce') === null) return missing('timeInForce');
  if (type === 'MARKET' && price !== null) return refusal(400, -1106, "Parameter 'price' sent when not required.");
  const clientOrderId = params.get('newClientOrderId') ?? `auto${call.params.get('timestamp') ?? ''}`;
  if (!/^[.A-Z:/a-z0-9_-]{1,36}$/.test(clientOrderId))
    return refusal(
      400,
      -1100,
      "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'.",
    );
  return {
    market,
    side: side === 'BUY' ? 'buy' : 'sell',
    type: type === 'MARKET' ? 'market' : 'limit',
    price: price ?? '0',
    quantity,
    clientOrderId,
    reduceOnly: params.get('reduceOnly') === 'true',
  };
}

function notionalOf(context: ExchangeContext, { market, type, price, quantity }: NewOrder): Big {
  return new Big(quantity).times(type === 'market' ? priceOf(context.live.world, market).last : price);
}

/** Spot: filters by name, then the balance. A client order id is unique among open orders only. */
function refuseSpot(context: ExchangeContext, account: Account, order: NewOrder): Reply | null {
  const { market, quantity, price, type } = order;
  if (!market.trading) return refusal(400, -1013, 'Market is closed.');
  if (new Big(quantity).eq(0) || !isOn(market.amountPlaces, quantity)) return filter('LOT_SIZE');
  if (type === 'market' && new Big(quantity).gt(100_000)) return filter('MARKET_LOT_SIZE');
  if (type === 'limit' && (new Big(price).eq(0) || !isOn(market.pricePlaces, price))) return filter('PRICE_FILTER');
  if (notionalOf(context, order).lt(5)) return filter('NOTIONAL');
  if (isOpen(account, order)) return refusal(400, -2010, 'Duplicate order sent.');
  const { free, needed } = context.desk.funds(account, order);
  return needed.gt(free) ? refusal(400, -2010, 'Account has insufficient balance for requested action.') : null;
}

/** USDⓈ-M futures: precision, notional, reduce-only, margin. */
function refuseLinear(context: ExchangeContext, account: Account, order: NewOrder): Reply | null {
  const { market, quantity, price, type, reduceOnly, side } = order;
  if (!market.trading) return refusal(400, -4108, 'This contract is being settled.');
  if (new Big(quantity).eq(0)) return refusal(400, -4003, 'Quantity less than or equal to zero.');
  if (!isOn(market.amountPlaces, quantity) || !isOn(market.pricePlaces, price)) return precision;
  if (type === 'limit' && new Big(price).eq(0)) return refusal(400, -4001, 'Price less than 0.');
  if (!reduceOnly && notionalOf(context, order).lt(5))
    return refusal(400, -4164, "Order's notional must be no smaller than 5 (unless you choose reduce only).");
  if (isOpen(account, order)) return refusal(400, -4116, 'ClientOrderId is duplicated.');
  const held = new Big(account.positions.find((one) => one.market === market.id && one.kind === 'linear')?.amount ?? 0);
  const closes = side === 'buy' ? held.lt(0) : held.gt(0);
  if (reduceOnly && (!closes || held.abs().lt(quantity))) return refusal(400, -2022, 'ReduceOnly Order is rejected.');
  const { free, needed } = context.desk.funds(account, order);
  return needed.gt(free) ? refusal(400, -2019, 'Margin is insufficient.') : null;
}

function isOpen(account: Account, { clientOrderId, market }: NewOrder): boolean {
  return account.orders.some(
    (one) => one.status === 'open' && one.kind === market.kind && one.clientOrderId === clientOrderId,
  );
}

const create =
  (kind: Kind): Handler =>
  (context, call, account) => {
    if (!account.permissions.trade) return refusals.key;
    const order = read(context, call, kind);
    if ('status' in order) return order;
    const refused = kind === 'spot' ? refuseSpot(context, account, order) : refuseLinear(context, account, order);
    if (refused !== null) return refused;
    const placed = context.desk.place(account, order);
    const response = call.params.get('newOrderRespType') ?? (kind === 'spot' ? 'FULL' : 'ACK');
    return json(kind === 'spot' ? spotAnswer(placed, response) : linearAnswer(placed, response));
  };

function spotAnswer(order: WorldOrder, response: string): object {
  const ack = {
    symbol: order.market,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    transactTime: order.updatedAt,
  };
  if (response === 'ACK') return ack;
  const result = { ...orderRow(order), ...ack, workingTime: order.at, selfTradePreventionMode: 'EXPIRE_MAKER' };
  if (response === 'RESULT') return result;
  return {
    ...result,
    fills: (order.fills ?? []).map((fill) => ({
      price: fill.price,
      qty: fill.quantity,
      commission: fill.fee,
      commissionAsset: fill.feeAsset,
      tradeId: fill.id,
    })),
  };
}

function linearAnswer(order: WorldOrder, response: string): object {
  const row = { ...orderRow(order), origType: order.type.toUpperCase(), workingType: 'CONTRACT_PRICE' };
  if (response === 'RESULT') return { ...row, cumQty: executedOf(order).executed };
  // Acknowledged only: what it got is not told yet.
  return { ...row, status: 'NEW', executedQty: '0', cumQuote: '0', avgPrice: '0.00' };
}

/** By the exchange's id, else by the client's: the newest of that name, as a name may be used again. */
function find(call: Call, account: Account, kind: Kind): WorldOrder | null {
  const symbol = call.params.get('symbol');
  const id = call.params.get('orderId');
  const name = call.params.get('origClientOrderId');
  const own = account.orders.filter((one) => one.kind === kind && one.market === symbol);
  return own.findLast((one) => (id !== null ? String(one.id) === id : one.clientOrderId === name)) ?? null;
}

const query =
  (kind: Kind): Handler =>
  (_context, call, account) => {
    if (!call.params.has('symbol')) return refusals.symbolMissing;
    const found = find(call, account, kind);
    if (found !== null) return json(orderRow(found));
    const past = ordersOf(account, kind, false).findLast(
      ({ id, market, row }) =>
        market === call.params.get('symbol') &&
        (call.params.has('orderId')
          ? String(id) === call.params.get('orderId')
          : row['clientOrderId'] === call.params.get('origClientOrderId')),
    );
    return past === undefined ? refusal(400, -2013, 'Order does not exist.') : json(past.row);
  };

const cancel =
  (kind: Kind): Handler =>
  (context, call, account) => {
    if (!account.permissions.trade) return refusals.key;
    if (!call.params.has('symbol')) return refusals.symbolMissing;
    const found = find(call, account, kind);
    if (found === null || found.status !== 'open') return refusal(400, -2011, 'Unknown order sent.');
    context.desk.cancel(account, found);
    return json({ ...orderRow(found), origClientOrderId: found.clientOrderId });
  };

function routes(path: string, kind: Kind): readonly Route[] {
  const access = kind === 'spot' ? 'signed' : 'futures';
  const route = (method: PrivateRoute['method'], answer: Handler, weight: number): Route => ({
    method,
    path,
    weight,
    access,
    answer,
    write: method !== 'GET',
  });
  return [route('POST', create(kind), 1), route('GET', query(kind), 4), route('DELETE', cancel(kind), 1)];
}

/** Orders in spot and USDⓈ-M markets. Everything else that changes something stays refused. */
export const orderRoutes: readonly Route[] = [
  ...routes('/api/v3/order', 'spot'),
  ...routes('/fapi/v1/order', 'linear'),
];
