import type { RoundTrip } from '../model/tax.ts';
import { cell, column } from './column.ts';
import { quoteOf } from './quoteOf.ts';
import { defineTable } from './table.ts';

const amount = { amount: true };
const hidden = { hidden: true };

/** Round trips: positions from flat to flat, the last closed first. */
export const closedPositions = defineTable<RoundTrip>({
  id: 'closedPositions',
  title: 'Closed positions',
  empty: 'No position was closed yet.',
  parts: ['trips'],
  covers: ['trades'],
  order: 'closed',
  columns: [
    column(['closed', 'Closed (UTC)', 'time'], 'When nothing of it was left.', ({ closedAt }) => cell(closedAt)),
    column(['symbol', 'Symbol', 'text'], 'The market.', ({ symbol }) => cell(symbol)),
    column(['side', 'Side', 'side'], 'Long was bought first, short was sold first.', ({ side }) => cell(side)),
    column(
      ['size', 'Size', 'quantity'],
      'The most that was held at once: units of the asset, or contracts.',
      ({ size }) => cell(size),
      amount,
    ),
    column(
      ['entry', 'Entry', 'price'],
      'Average price of the fills that opened it.',
      ({ entryPrice, symbol, reason }) =>
        cell(entryPrice, entryPrice === null ? (reason ?? 'its entry is not known') : null, quoteOf(symbol)),
    ),
    column(['exit', 'Exit', 'price'], 'Average price of the fills that closed it.', ({ exitPrice, symbol, reason }) =>
      cell(exitPrice, exitPrice === null ? (reason ?? 'its exit is not known') : null, quoteOf(symbol)),
    ),
    column(
      ['net', 'Net P&L', 'pnl'],
      'Realised P&L less fees, in base currency at the rate of the day it was closed.',
      ({ baseNet, reason, quote }) =>
        cell(baseNet, baseNet === null ? (reason ?? `no price of ${quote} is known for the day it was closed`) : null),
      amount,
    ),
    column(['roi', 'ROI', 'percent'], 'Net P&L / cost of the entry.', ({ roi, reason }) =>
      cell(roi, roi === null ? (reason ?? 'its cost is not known') : null),
    ),
    column(
      ['fees', 'Fees', 'money'],
      'Of all its fills, in the currency it is settled in.',
      ({ fees, quote, reason }) => cell(fees, fees === null ? (reason ?? 'a fee is not known') : null, quote),
      amount,
    ),
    column(['held', 'Held', 'duration'], 'From the first fill to the last.', ({ openedAt, closedAt, reason }) =>
      cell(openedAt === null ? null : closedAt - openedAt, openedAt === null ? (reason ?? notOpened) : null),
    ),
    column(['strategy', 'Strategy', 'text'], 'By the configuration, else as its source names it.', ({ strategy }) =>
      cell(strategy, strategy === null ? 'no strategy is set for it' : null),
    ),
    column(['account', 'Account', 'text'], 'Where it was held.', ({ account }, { titleOf }) => cell(titleOf(account))),
    column(
      ['realized', 'Realised P&L', 'pnl'],
      'By average price of the round trip, before fees, in the currency it is settled in.',
      ({ realizedPnl, quote, reason }) =>
        cell(realizedPnl, realizedPnl === null ? (reason ?? 'it is not known') : null, quote),
      { amount: true, hidden: true },
    ),
    column(
      ['opened', 'Opened (UTC)', 'time'],
      'When the first fill opened it.',
      ({ openedAt, reason }) => cell(openedAt, openedAt === null ? (reason ?? notOpened) : null),
      hidden,
    ),
    column(
      ['fills', 'Fills', 'count'],
      'Fills that opened, changed and closed it.',
      ({ fills }) => cell(fills),
      hidden,
    ),
  ],
  rows: ({ trips }) => [...trips].sort((a, b) => b.closedAt - a.closedAt),
  idOf: ({ id }) => id,
  about: ({ account, base, symbol, strategy, closedAt }) => ({
    accounts: [account],
    assets: [base, symbol],
    strategy,
    at: closedAt,
  }),
});

const notOpened = 'it was opened before its trades are known';
