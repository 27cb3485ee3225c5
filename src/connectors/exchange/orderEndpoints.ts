/** What creates and what cancels one order at an exchange, as `METHOD api path` of ccxt's api tree. */
export interface OrderEndpoints {
  readonly create: readonly string[];
  readonly cancel: readonly string[];
}

const binanceSpot: OrderEndpoints = { create: ['POST private order'], cancel: ['DELETE private order'] };
const okx: OrderEndpoints = { create: ['POST private trade/order'], cancel: ['POST private trade/cancel-order'] };
const bybit: OrderEndpoints = { create: ['POST private v5/order/create'], cancel: ['POST private v5/order/cancel'] };
const gate: OrderEndpoints = {
  create: ['POST private/spot orders', 'POST private/futures {settle}/orders'],
  cancel: ['DELETE private/spot orders/{order_id}', 'DELETE private/futures {settle}/orders/{order_id}'],
};

/**
 * SEC-4: the only requests that change anything which may ever leave the process, and these only with a permit. Each was seen on
 * the wire: it is what ccxt's createOrder or cancelOrder sends for one plain market or limit order, with the client order id in
 * it (a contract test sends them all). Never: withdrawals, transfers, loans, leverage, margin and position modes, batches,
 * endpoints that do several things by their body. An exchange that is not here cannot trade.
 */
export const orderEndpoints: Readonly<Record<string, OrderEndpoints>> = {
  binance: {
    create: [...binanceSpot.create, 'POST fapiPrivate order', 'POST dapiPrivate order'],
    cancel: [...binanceSpot.cancel, 'DELETE fapiPrivate order', 'DELETE dapiPrivate order'],
  },
  binanceus: binanceSpot,
  binanceusdm: { create: ['POST fapiPrivate order'], cancel: ['DELETE fapiPrivate order'] },
  binancecoinm: { create: ['POST dapiPrivate order'], cancel: ['DELETE dapiPrivate order'] },
  bingx: {
    create: ['POST spot/v1/private trade/order', 'POST swap/v2/private trade/order'],
    cancel: ['POST spot/v1/private trade/cancel', 'DELETE swap/v2/private trade/order'],
  },
  bitfinex: { create: ['POST private auth/w/order/submit'], cancel: ['POST private auth/w/order/cancel'] },
  bitget: {
    create: ['POST private/spot v2/spot/trade/place-order', 'POST private/mix v2/mix/order/place-order'],
    cancel: ['POST private/spot v2/spot/trade/cancel-order', 'POST private/mix v2/mix/order/cancel-order'],
  },
  bybit,
  bybiteu: bybit,
  bybitid: bybit,
  coinbase: {
    create: ['POST v3/private brokerage/orders'],
    cancel: ['POST v3/private brokerage/orders/batch_cancel'],
  },
  cryptocom: {
    create: ['POST v1/private private/create-order'],
    cancel: ['POST v1/private private/cancel-order'],
  },
  gate,
  gateeu: gate,
  hitbtc: { create: ['POST private spot/order'], cancel: ['DELETE private spot/order/{client_order_id}'] },
  htx: {
    create: ['POST spot/private v1/order/orders/place'],
    cancel: ['POST spot/private v1/order/orders/{order-id}/submitcancel'],
  },
  kraken: { create: ['POST private AddOrder'], cancel: ['POST private CancelOrder'] },
  kucoin: { create: ['POST private hf/orders'], cancel: ['DELETE private hf/orders/{orderId}'] },
  mexc: { create: ['POST spot/private order'], cancel: ['DELETE spot/private order'] },
  myokx: okx,
  okx,
  okxus: okx,
};
