import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { PlannedOrder } from '../model/trading.ts';
import { amountInWords } from '../risk/amounts.ts';
import type { RiskFacts } from '../risk/limit.ts';
import type { DraftBook } from './draftBook.ts';
import { titleOf } from './planContext.ts';
import { applyOrder, openDraft } from './projectBook.ts';

/** Fees are kept as doubles: what they lose is no overdraft. */
const noise = big('1e-9');

/** Whether the orders, sent one after the other, would spend money that an account does not have by then; in words. */
export function overdraft(facts: RiskFacts, orders: readonly PlannedOrder[]): string | null {
  const book = openDraft(facts);
  for (const order of orders) {
    const { ticket, quote, price } = order;
    const before = owed(book, ticket.account, quote);
    applyOrder(facts, book, order);
    const missing = owed(book, ticket.account, quote).minus(before);
    // What only covers a short is let through at a loss, too: nobody is kept in it.
    if (ticket.side === 'sell' || ticket.reduceOnly || ticket.symbol.includes(':')) continue;
    if (missing.gt(big(ticket.quantity).times(price).times(noise))) {
      const words = amountInWords(toNumber(missing), 'money', quote);
      return `not enough ${quote} on ${titleOf({ facts }, ticket.account)}: ${words} are missing`;
    }
  }
  return null;
}

function owed(book: DraftBook, account: string, currency: string): Big {
  return sum(
    [...book.holdings.values()].flatMap((one) =>
      one.account === account && one.asset === currency ? [one.borrowed] : [],
    ),
  );
}
