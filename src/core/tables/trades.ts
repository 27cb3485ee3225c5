import { type Big, big } from '../decimal.ts';
import { settlementOf } from '../ledger/movements.ts';
import { cell, column } from './column.ts';
import { defineTable, type OwnTrade } from './table.ts';

const amount = { amount: true };
const hidden = { hidden: true };

/** Notional of a fill in its quote currency: of inverse contracts their face, whatever the price. */
export function valueOfTrade({ contract, quantity, price, contractSize }: OwnTrade): Big {
  const size = contractSize === undefined ? big(quantity) : big(quantity).times(contractSize);
  return contract === 'inverse' ? size : size.times(price);
}

function quickValue({ contract, quantity, price, contractSize }: OwnTrade): number {
  const size = contractSize === undefined ? Number(quantity) : Number(quantity) * Number(contractSize);
  return contract === 'inverse' ? size : size * Number(price);
}

/** Every fill, the newest first. */
export const trades = defineTable<OwnTrade>({
  id: 'trades',
  title: 'Trades',
  empty: 'No trades are known.',
  parts: ['ledger'],
  covers: ['trades'],
  order: 'time',
  columns: [
    column(['time', 'Time (UTC)', 'time'], 'When it was filled.', ({ at }) => cell(at)),
    column(['order', 'Order', 'text'], 'Id of the order it belongs to, else of the fill itself.', ({ orderId, id }) =>
      cell(orderId ?? id),
    ),
    column(['symbol', 'Symbol', 'text'], 'The market.', ({ symbol }) => cell(symbol)),
    column(['side', 'Side', 'side'], 'Buy or sell.', ({ side }) => cell(side)),
    column(
      ['quantity', 'Quantity', 'quantity'],
      'Units of the asset, or contracts of a derivative.',
      ({ quantity }) => cell(quantity),
      amount,
    ),
    column(['price', 'Price', 'price'], 'Price of the fill, in the quote currency.', ({ price, quote }) =>
      cell(price, null, quote),
    ),
    column(
      ['value', 'Value', 'money'],
      'Quantity × price (× contract size; inverse contracts: their face), in the quote currency. Ordered by what the currencies are worth now.',
      (trade) => cell(valueOfTrade(trade).toString(), null, trade.quote),
      { amount: true, quick: (trade) => ({ value: quickValue(trade), currency: trade.quote }) },
    ),
    column(
      ['fee', 'Fee', 'money'],
      'Paid for the fill, in the currency it was taken in; a rebate is negative.',
      ({ fee, feeCurrency }) => cell(fee, fee === null ? 'its source does not tell the fee' : null, feeCurrency),
      amount,
    ),
    column(
      ['realized', 'Realised P&L', 'pnl'],
      'What it realised by the cost basis of the configuration, before its own fee, in the quote currency (inverse contracts: in coin).',
      (trade) =>
        cell(
          trade.realizedPnl ?? null,
          trade.realizedPnl === undefined
            ? (trade.realizedReason ?? 'its source does not tell what it realised')
            : Number(trade.realizedPnl) === 0
              ? opened
              : null,
          settlementOf(trade),
        ),
      amount,
    ),
    column(
      ['strategy', 'Strategy', 'text'],
      'By the configuration, else as its source names it.',
      (trade, { strategyOfTrade }) => {
        const strategy = strategyOfTrade(trade);
        return cell(strategy, strategy === null ? 'no strategy is set for it' : null);
      },
    ),
    column(['account', 'Account', 'text'], 'Where it was filled.', ({ account }, { titleOf }) =>
      cell(titleOf(account)),
    ),
    column(
      ['scope', 'Pocket', 'state'],
      'Spot, margin, swap, future … of the account.',
      ({ scope }) => cell(scope ?? 'spot'),
      hidden,
    ),
    column(['id', 'Fill id', 'text'], 'As its source names the fill.', ({ id }) => cell(id), hidden),
    column(
      ['client', 'Client order id', 'text'],
      'As whoever placed the order named it.',
      ({ clientOrderId }) => cell(clientOrderId ?? null, clientOrderId === undefined ? 'it has none' : null),
      hidden,
    ),
  ],
  rows: ({ trades }) => trades.toReversed(),
  idOf: ({ account, id }) => `${account}/${id}`,
  about: (trade, { strategyOfTrade }) => ({
    accounts: [trade.account],
    assets: [trade.base, trade.symbol],
    strategy: strategyOfTrade(trade),
    at: trade.at,
  }),
});

/** Said of a fill that realised nothing. */
export const opened = 'it realised nothing: it opened or added to a position';
