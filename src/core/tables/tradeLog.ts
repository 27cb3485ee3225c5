import type { Execution, OrderRecord } from '../model/trading.ts';
import { cell, column } from './column.ts';
import { quoteOf } from './quoteOf.ts';
import { defineTable } from './table.ts';
import { opened } from './trades.ts';

interface LogRow {
  readonly execution: Execution;
  readonly order: OrderRecord;
}

const amount = { amount: true };
const hidden = { hidden: true };
const states: readonly string[] = [
  'sending',
  'unknown',
  'working',
  'partlyFilled',
  'pending',
  'filled',
  'cancelled',
  'rejected',
  'notSent',
];

/** REB-3: every order that Quantfolio sent or was to send, with its check, its fill and its P&L; the newest first. */
export const tradeLog = defineTable<LogRow>({
  id: 'tradeLog',
  title: 'Order log',
  empty: 'Quantfolio has sent no orders.',
  parts: ['executions'],
  covers: [],
  order: 'time',
  columns: [
    column(['time', 'Time (UTC)', 'time'], 'When its plan was confirmed.', ({ execution }) => cell(execution.at)),
    column(['plan', 'Plan', 'text'], 'What the order was a part of.', ({ execution }) => cell(execution.title)),
    column(['symbol', 'Symbol', 'text'], 'The market.', ({ order }) => cell(order.ticket.symbol)),
    column(['side', 'Side', 'side'], 'Buy or sell.', ({ order }) => cell(order.ticket.side)),
    column(['state', 'State', 'state'], 'What became of it.', ({ order }) => cell(order.state, order.reason), {
      ranks: states,
    }),
    column(
      ['quantity', 'Quantity', 'quantity'],
      'What was ordered: units of the asset, or contracts.',
      ({ order }) => cell(order.ticket.quantity),
      amount,
    ),
    column(['filled', 'Filled', 'quantity'], 'What of it was filled.', ({ order }) => cell(order.filled), amount),
    column(['average', 'Average', 'price'], 'Average price of what was filled.', ({ order }) =>
      cell(
        order.averagePrice,
        order.averagePrice === null ? (order.reason ?? 'nothing was filled') : null,
        quoteOf(order.ticket.symbol),
      ),
    ),
    column(
      ['fee', 'Fee', 'money'],
      'Paid for the fill, in the currency it was taken in.',
      ({ order }) => cell(order.fee, order.fee === null ? 'it is not told' : null, order.feeCurrency),
      amount,
    ),
    column(
      ['realized', 'Realised P&L', 'pnl'],
      'What the fill realised, before its fee, in the quote currency.',
      ({ order }) =>
        cell(
          order.realizedPnl,
          order.realizedPnl === null
            ? (order.realizedReason ?? 'it is not known')
            : Number(order.realizedPnl) === 0
              ? opened
              : null,
          quoteOf(order.ticket.symbol),
        ),
      amount,
    ),
    column(
      ['check', 'Check', 'state'],
      'What the limits said of the book after the orders, before they were sent.',
      ({ execution: { check } }) => cell(check.state, [...check.reasons, ...check.warnings].join('; ')),
    ),
    column(['account', 'Account', 'text'], 'Where it was sent to.', ({ order }, { titleOf }) =>
      cell(titleOf(order.ticket.account)),
    ),
    column(['money', 'Money', 'state'], 'Live is real money, paper is simulated.', ({ order }) =>
      cell(order.live ? 'live' : 'paper'),
    ),
    column(
      ['notional', 'Expected', 'money'],
      'What the plan expected it to be worth, in base currency.',
      ({ order }) => cell(order.notional),
      { amount: true, hidden: true },
    ),
    column(
      ['strategy', 'Strategy', 'text'],
      'That the order was given for.',
      ({ order }) => cell(order.ticket.strategy, order.ticket.strategy === null ? 'no strategy is set for it' : null),
      hidden,
    ),
    column(['updated', 'Changed (UTC)', 'time'], 'When its state changed last.', ({ order }) => cell(order.at), hidden),
    column(
      ['id', 'Order', 'text'],
      'As the account names it.',
      ({ order }) => cell(order.orderId, order.orderId === null ? 'the account has told none' : null),
      hidden,
    ),
    column(
      ['client', 'Client order id', 'text'],
      'As Quantfolio names it.',
      ({ order }) => cell(order.ticket.clientOrderId),
      hidden,
    ),
  ],
  rows: ({ executions }) =>
    [...executions]
      .sort((a, b) => b.at - a.at)
      .flatMap((execution) => execution.orders.map((order) => ({ execution, order }))),
  idOf: ({ order }) => order.ticket.clientOrderId,
  about: ({ execution, order: { ticket } }) => ({
    accounts: [ticket.account],
    assets: [ticket.symbol.split('/')[0] ?? ticket.symbol, ticket.symbol],
    strategy: ticket.strategy,
    at: execution.at,
  }),
});
