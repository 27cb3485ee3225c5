import Big from 'big.js';
import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import type { NewOrder } from '../orderDesk.ts';
import type { Account } from '../world.ts';
import { priceOf } from '../world.ts';
import { orderIdOf } from './ledger.ts';
import { krakenMarket } from './publicData.ts';
import { krakenError, result } from './reply.ts';

const smallest = { quantity: '0.0001', cost: '0.5' } as const;

function isOn(places: number, value: string): boolean {
  return new Big(value).mod(new Big(10).pow(-places)).eq(0);
}

function isNumber(text: string | null): text is string {
  return text !== null && /^\d+(\.\d+)?$/.test(text);
}

function read(context: ExchangeContext, call: Call): NewOrder | Reply {
  const { params } = call;
  const market = krakenMarket(context, params.get('pair') ?? '');
  if (market === null) return krakenError('EQuery:Unknown asset pair');
  const side = params.get('type');
  const type = params.get('ordertype');
  const quantity = params.get('volume');
  const price = params.get('price');
  if (side !== 'buy' && side !== 'sell') return krakenError('EGeneral:Invalid arguments:type');
  if (type !== 'market' && type !== 'limit') return krakenError('EGeneral:Invalid arguments:ordertype');
  if (!isNumber(quantity) || !isOn(market.amountPlaces, quantity))
    return krakenError('EGeneral:Invalid arguments:volume');
  if (type === 'limit' && !isNumber(price)) return krakenError('EGeneral:Invalid arguments:price');
  const clientOrderId = params.get('cl_ord_id') ?? '';
  if (clientOrderId.length > 18 && !/^[0-9a-f-]{32,36}$/i.test(clientOrderId))
    return krakenError('EGeneral:Invalid arguments:cl_ord_id');
  return {
    market,
    side,
    type,
    price: type === 'limit' ? (price ?? '0') : '0',
    quantity,
    clientOrderId,
    reduceOnly: false,
  };
}

/** Spot orders. A client order id names one open order: Kraken does not publish the words for a second one. */
function refuse(context: ExchangeContext, account: Account, order: NewOrder): Reply | null {
  const { market, type, price, quantity, clientOrderId } = order;
  if (!market.trading) return krakenError('EService:Market in cancel_only mode');
  if (new Big(quantity).lt(smallest.quantity)) return krakenError('EOrder:Order minimum not met');
  if (type === 'limit' && !isOn(market.pricePlaces, price)) return krakenError('EOrder:Tick size check failed');
  const cost = new Big(quantity).times(type === 'market' ? priceOf(context.live.world, market).last : price);
  if (cost.lt(smallest.cost)) return krakenError('EOrder:Cost minimum not met');
  if (
    clientOrderId !== '' &&
    account.orders.some((one) => one.status === 'open' && one.clientOrderId === clientOrderId)
  )
    return krakenError('EOrder:Duplicate client order id');
  const { free, needed } = context.desk.funds(account, order);
  return needed.gt(free) ? krakenError('EOrder:Insufficient funds') : null;
}

export function addOrder(context: ExchangeContext, account: Account, call: Call): Reply {
  const order = read(context, call);
  if ('status' in order) return order;
  const refused = refuse(context, account, order);
  if (refused !== null) return refused;
  const placed = context.desk.place(account, order);
  const at = order.type === 'market' ? 'market' : `limit ${order.price}`;
  return result({
    descr: { order: `${order.side} ${order.quantity} ${order.market.altname} @ ${at}` },
    txid: [orderIdOf(placed)],
  });
}

export function cancelOrder(context: ExchangeContext, account: Account, call: Call): Reply {
  const id = call.params.get('txid');
  const name = call.params.get('cl_ord_id');
  const found = account.orders.find(
    (one) => one.status === 'open' && (id !== null ? orderIdOf(one) === id : one.clientOrderId === name),
  );
  if (found === undefined) return krakenError('EOrder:Unknown order');
  context.desk.cancel(account, found);
  return result({ count: 1 });
}
