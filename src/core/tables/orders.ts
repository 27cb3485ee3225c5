import { big } from '../decimal.ts';
import type { Execution, OrderRecord } from '../model/trading.ts';
import { cell, column } from './column.ts';
import { quoteOf } from './quoteOf.ts';
import { defineTable, type OwnOrder, type TableScene } from './table.ts';

type OrderRow = Omit<OwnOrder, 'status'> & { readonly status: string; readonly reason: string | null };

const amount = { amount: true };
const hidden = { hidden: true };
const states: readonly string[] = [
  'working',
  'partlyFilled',
  'pending',
  'sending',
  'unknown',
  'filled',
  'cancelled',
  'expired',
  'rejected',
  'notSent',
];

/** Working, filled and cancelled orders: those of the accounts, and those that Quantfolio sent and no account tells. The newest first. */
export const orders = defineTable<OrderRow>({
  id: 'orders',
  title: 'Orders',
  empty: 'No orders are known.',
  parts: ['orders', 'executions'],
  covers: [],
  order: 'time',
  columns: [
    column(['time', 'Placed (UTC)', 'time'], 'When it was placed.', ({ at }) => cell(at)),
    column(['symbol', 'Symbol', 'text'], 'The market.', ({ symbol }) => cell(symbol)),
    column(['side', 'Side', 'side'], 'Buy or sell.', ({ side }) => cell(side)),
    column(['type', 'Type', 'state'], 'Market, limit, stop and so on.', ({ type, reduceOnly }) =>
      cell(reduceOnly ? `${type}, reduce only` : type),
    ),
    column(
      ['quantity', 'Quantity', 'quantity'],
      'What was ordered: units of the asset, or contracts.',
      ({ quantity }) => cell(quantity),
      amount,
    ),
    column(['filled', 'Filled', 'quantity'], 'What of it was filled.', ({ filled }) => cell(filled), amount),
    column(['price', 'Limit', 'price'], 'The worst price it may be filled at.', ({ price, symbol }) =>
      cell(price, price === null ? 'it is filled at the market' : null, quoteOf(symbol)),
    ),
    column(['average', 'Average', 'price'], 'Average price of what was filled.', ({ averagePrice, filled, symbol }) =>
      cell(
        averagePrice,
        averagePrice === null ? (Number(filled) === 0 ? 'nothing was filled' : 'its source does not tell it') : null,
        quoteOf(symbol),
      ),
    ),
    column(['state', 'State', 'state'], 'As it was told last.', ({ status, reason }) => cell(status, reason), {
      ranks: states,
    }),
    column(['account', 'Account', 'text'], 'Where it was placed.', ({ account }, { titleOf }) =>
      cell(titleOf(account)),
    ),
    column(
      ['stop', 'Trigger', 'price'],
      'Price that sets it off.',
      ({ stopPrice, symbol }) => cell(stopPrice, stopPrice === null ? 'it has none' : null, quoteOf(symbol)),
      hidden,
    ),
    column(
      ['updated', 'Changed (UTC)', 'time'],
      'When its state changed last.',
      ({ updatedAt }) => cell(updatedAt),
      hidden,
    ),
    column(['id', 'Order', 'text'], 'As its source names it.', ({ id }) => cell(id), hidden),
    column(
      ['client', 'Client order id', 'text'],
      'As whoever placed it named it.',
      ({ clientOrderId }) => cell(clientOrderId, clientOrderId === null ? 'it has none' : null),
      hidden,
    ),
  ],
  rows: rowsOf,
  idOf: ({ account, id }) => `${account}/${id}`,
  about: (order, scene) => ({
    accounts: [order.account],
    assets: [baseOf(order.symbol), order.symbol],
    strategy: strategyOf(order, scene),
    at: order.at,
  }),
});

function rowsOf({ orders: told, executions }: TableScene): readonly OrderRow[] {
  const rows = told.map((order): OrderRow => ({ ...order, reason: null }));
  const known = new Set(
    told.flatMap(({ account, id, clientOrderId }) => [`${account} ${id}`, `${account} ${clientOrderId}`]),
  );
  for (const execution of executions) {
    for (const record of execution.orders) {
      const { account, clientOrderId } = record.ticket;
      if (record.state === 'pending' || record.state === 'notSent') continue;
      if (known.has(`${account} ${clientOrderId}`) || known.has(`${account} ${record.orderId}`)) continue;
      rows.push(sent(record, execution));
    }
  }
  return rows.sort((a, b) => b.at - a.at);
}

/** An order that Quantfolio sent; a paper account keeps no list of orders of its own. */
function sent(
  { ticket, state, at, orderId, filled, averagePrice, reason }: OrderRecord,
  execution: Execution,
): OrderRow {
  return {
    id: orderId ?? ticket.clientOrderId,
    clientOrderId: ticket.clientOrderId,
    account: ticket.account,
    at: execution.at,
    updatedAt: at,
    symbol: ticket.symbol,
    side: ticket.side,
    type: ticket.type,
    quantity: ticket.quantity,
    filled,
    price: ticket.price,
    averagePrice,
    stopPrice: null,
    reduceOnly: ticket.reduceOnly,
    status: state === 'working' && big(filled).gt(0) ? 'partlyFilled' : state,
    scope: ticket.scope,
    reason,
  };
}

/** As that of its fills would be told: by account, market and client order id. */
function strategyOf(
  { id, account, at, symbol, side, quantity, price, clientOrderId }: OrderRow,
  scene: TableScene,
): string | null {
  return scene.strategyOfTrade({
    id,
    account,
    at,
    symbol,
    base: baseOf(symbol),
    quote: quoteOf(symbol) ?? '',
    side,
    quantity,
    price: price ?? '0',
    fee: null,
    feeCurrency: null,
    strategy: null,
    ...(clientOrderId === null ? {} : { clientOrderId }),
  });
}

function baseOf(symbol: string): string {
  return symbol.split('/')[0] ?? symbol;
}
