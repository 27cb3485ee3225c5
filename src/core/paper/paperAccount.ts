import { assertNever } from '../assertNever.ts';
import type { Income } from '../model/ledger.ts';
import type { CashFlow, Trade } from '../model/trade.ts';
import { broker, withRealized } from './broker.ts';
import type { BrokerTerms, PaperOrder } from './fillOrder.ts';
import { fillOrder } from './fillOrder.ts';
import type { PaperBook } from './paperBook.ts';
import { emptyPaperBook } from './paperBook.ts';
import type { Happening } from './paperEvents.ts';
import type { ReplayMarket } from './replay.ts';
import { resetEntries } from './resetEntries.ts';

/** A paper account after all that happened to it so far. */
export interface PaperAccount {
  readonly book: PaperBook;
  /** Fills since the last reset, in order, each with its realised P&L. */
  readonly trades: readonly Trade[];
  /** Everything that ever came in or went out; resets among them. */
  readonly flows: readonly CashFlow[];
  /** Of each reset, what the trades before it had made. */
  readonly income: readonly Income[];
  /** Orders of the workspace since the last reset that were not filled, and why. */
  readonly refused: readonly { readonly order: PaperOrder; readonly reason: string }[];
}

export const newPaperAccount: PaperAccount = { book: emptyPaperBook, trades: [], flows: [], income: [], refused: [] };

/** Looks on while an account is played; `flows` are those that the event brought. */
export interface Watch {
  readonly before?: (event: Happening) => void;
  readonly after?: (event: Happening, book: PaperBook, flows: readonly CashFlow[]) => void;
}

/**
 * The account after more has happened. Orders of the workspace are filled by the market; fills of the journal are taken as they
 * were and never priced again, and what they realised follows from the book. The account given stays as it is; lists that nothing
 * was added to stay the same objects.
 */
export function playOn(
  account: PaperAccount,
  events: readonly Happening[],
  market: ReplayMarket,
  terms: BrokerTerms,
  watch: Watch = {},
): PaperAccount {
  if (events.length === 0) return account;
  let { book } = account;
  let trades = [...account.trades];
  let refused = [...account.refused];
  const flows = [...account.flows];
  const income = [...account.income];
  const fill = (trade: Trade) => {
    trades.push(trade);
    book = broker(book, { type: 'fill', fill: trade });
  };
  for (const event of events) {
    const told = flows.length;
    watch.before?.(event);
    if (event.rank === 0) {
      flows.push(event.flow);
      book = broker(book, { type: 'flow', flow: event.flow });
    } else if (event.rank === 1) {
      const [base = '', quote = ''] = event.order.symbol.split('/');
      const filled = fillOrder(book, event.order, market.priceAt(base, quote, event.order.at), terms);
      if (filled.ok) fill(filled.value);
      else refused.push({ order: event.order, reason: filled.failure.reason });
    } else if (event.entry.kind === 'fill') {
      fill(withRealized(book, event.entry.fill));
    } else if (event.entry.kind === 'reset') {
      const { seq, cash } = event.entry;
      const entries = resetEntries(book, { flows, income }, { id: `reset ${seq}`, at: event.entry.at, cash });
      flows.push(...entries.flows);
      income.push(...entries.income);
      book = broker(book, { type: 'reset', cash });
      trades = [];
      refused = [];
    } else assertNever(event.entry);
    watch.after?.(event, book, flows.slice(told));
  }
  return {
    book,
    trades: trades.length === account.trades.length && trades[0] === account.trades[0] ? account.trades : trades,
    flows: flows.length === account.flows.length ? account.flows : flows,
    income: income.length === account.income.length ? account.income : income,
    refused,
  };
}
