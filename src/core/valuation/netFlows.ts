import type { Big } from '../decimal.ts';
import { big } from '../decimal.ts';
import { uncovered } from '../ledger/coverage.ts';
import type { BookAccount } from './book.ts';
import type { BookContext } from './bookContext.ts';

/** An exact amount in base currency, or why it is not known. */
export type Amount =
  | { readonly known: true; readonly amount: Big }
  | { readonly known: false; readonly reason: string };

/**
 * Net external flows (in positive) of an account after `since` and up to now, in base currency at today's prices. Unknown
 * where the source does not tell its flows, its ledger does not cover all of the time since, or an asset that flowed has no
 * price.
 */
export function netFlows(account: BookAccount, since: number, context: BookContext): Amount {
  const { reading, title } = account;
  const gap = reading === null ? `cash flows of ${title} are not known` : uncovered(reading, 'flows', since, title);
  if (gap !== null) return { known: false, reason: gap };
  let amount = big(0);
  for (const flow of reading?.flows ?? []) {
    if (flow.at <= since || flow.at > context.at) continue;
    const rate = context.pricesOf(account).rate(flow.asset, context.base);
    if (!rate)
      return {
        known: false,
        reason: `no price leads from ${flow.asset}, which was paid in or out, to ${context.base}`,
      };
    amount = amount.plus(rate.rate.times(flow.quantity));
  }
  return { known: true, amount };
}
