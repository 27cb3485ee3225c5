import { createHash } from 'node:crypto';
import type { Scope } from '../../../core/model/account.ts';
import type { Dict } from '../ccxtExchange.ts';

/** What ccxt's one createOrder needs to know of an exchange so that exactly one plain order leaves, and can be found again. */
export interface OrderProfile {
  /** Kinds of markets whose orders were seen on the wire. */
  readonly scopes: readonly Scope[];
  /** The parameter that takes the client order id. */
  readonly idParameter: string;
  /** The client order id in the exchange's own form; default: as it is. */
  clientId?(id: string): string;
  /** `byCost`: spot market buys name what is spent, not what is bought. */
  readonly markets: 'byQuantity' | 'byCost';
  /** How an order is found by its client order id: `order` by one request that names it, `lists` among open and closed ones. */
  readonly lookup: readonly ('order' | 'lists')[];
  /** An order whose own id is known is asked for by it. */
  readonly byOwnId?: true;
  /** Parameters of that one request, or of each list, with the client order id in them. */
  lookupParameters?(clientId: string): Dict;
  /** ccxt insists on an id although the parameters name the order. */
  lookupId?(clientId: string): string;
  /** Of own trades of one order, where an exchange takes its id; else they are looked for among the recent ones. */
  tradesParameters?(orderId: string): Dict;
  /** ccxt's own options that its order methods read. */
  readonly options?: Dict;
  readonly parameters?: Dict;
  readonly cancelParameters?: Dict;
}

/** A request that the exchange did not begin with by then is dropped: what was not found after it was surely not placed. */
const binance: OrderProfile = {
  scopes: ['spot', 'swap', 'future'],
  idParameter: 'newClientOrderId',
  markets: 'byQuantity',
  lookup: ['order'],
  lookupParameters: (id) => ({ origClientOrderId: id }),
  tradesParameters: (orderId) => ({ orderId }),
  parameters: { recvWindow: 5000 },
};

const okx: OrderProfile = {
  scopes: ['spot', 'swap', 'future'],
  idParameter: 'clOrdId',
  markets: 'byQuantity',
  lookup: ['order'],
  lookupParameters: (id) => ({ clOrdId: id }),
  tradesParameters: (orderId) => ({ ordId: orderId }),
  // By default ccxt sends one order as a batch.
  options: { createOrder: 'privatePostTradeOrder' },
};

const bybit: OrderProfile = {
  scopes: ['spot', 'swap'],
  idParameter: 'clientOrderId',
  markets: 'byQuantity',
  lookup: ['lists'],
  lookupParameters: (id) => ({ orderLinkId: id }),
  tradesParameters: (orderId) => ({ orderId }),
  // A classic account would take the quantity of a market buy for its cost: with this ccxt refuses instead.
  options: { createOrder: { createMarketBuyOrderRequiresPrice: true } },
};

const gate: OrderProfile = {
  scopes: ['spot', 'swap'],
  idParameter: 'text',
  clientId: (id) => `t-${id}`,
  markets: 'byCost',
  // By its own id an order is known for an hour only.
  lookup: ['order', 'lists'],
  lookupParameters: (id) => ({ text: id }),
};

/** By exchange as in ccxt; the keys are those of `orderEndpoints`. */
export const orderProfiles: Readonly<Record<string, OrderProfile>> = {
  binance,
  binanceus: { ...binance, scopes: ['spot'] },
  binanceusdm: { ...binance, scopes: ['swap', 'future'] },
  binancecoinm: { ...binance, scopes: ['swap', 'future'] },
  bingx: {
    scopes: ['spot', 'swap'],
    idParameter: 'clientOrderId',
    markets: 'byQuantity',
    lookup: ['lists'],
  },
  bitfinex: {
    scopes: ['spot'],
    idParameter: 'cid',
    clientId: numericId,
    markets: 'byQuantity',
    lookup: ['lists'],
  },
  bitget: {
    scopes: ['spot', 'swap'],
    idParameter: 'clientOid',
    markets: 'byCost',
    lookup: ['order'],
    lookupParameters: (id) => ({ clientOid: id }),
  },
  bybit,
  bybiteu: bybit,
  bybitid: bybit,
  coinbase: { scopes: ['spot'], idParameter: 'client_order_id', markets: 'byCost', lookup: ['lists'], byOwnId: true },
  cryptocom: { scopes: ['spot'], idParameter: 'client_oid', markets: 'byCost', lookup: ['lists'] },
  gate,
  gateeu: gate,
  hitbtc: {
    scopes: ['spot'],
    idParameter: 'client_order_id',
    markets: 'byQuantity',
    lookup: ['order', 'lists'],
    lookupParameters: (id) => ({ client_order_id: id }),
  },
  htx: {
    scopes: ['spot'],
    idParameter: 'client-order-id',
    markets: 'byCost',
    lookup: ['order'],
    lookupParameters: (id) => ({ clientOrderId: id }),
  },
  kraken: {
    scopes: ['spot'],
    idParameter: 'clientOrderId',
    markets: 'byQuantity',
    // Its one request for an order takes another kind of id only.
    lookup: ['lists'],
    byOwnId: true,
    lookupParameters: (id) => ({ cl_ord_id: id }),
  },
  kucoin: {
    scopes: ['spot'],
    idParameter: 'clientOid',
    markets: 'byQuantity',
    lookup: ['order'],
    lookupParameters: (id) => ({ clientOid: id, hf: true }),
    lookupId: (id) => id,
    parameters: { hf: true },
    cancelParameters: { hf: true },
  },
  mexc: {
    scopes: ['spot'],
    idParameter: 'clientOrderId',
    markets: 'byQuantity',
    lookup: ['order'],
    lookupParameters: (id) => ({ origClientOrderId: id }),
    tradesParameters: (orderId) => ({ orderId }),
  },
  myokx: okx,
  okx,
  okxus: okx,
};

/** Bitfinex takes numbers up to 2^45 only: 45 bits of the id's digest, the same for the same id. */
function numericId(id: string): string {
  const digest = createHash('sha256').update(id).digest();
  return String(Number(digest.readBigUInt64BE(0) >> 19n));
}
