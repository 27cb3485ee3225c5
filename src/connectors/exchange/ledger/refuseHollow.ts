import { currentOperation } from '../operation.ts';
import { isDict } from '../wellFormed.ts';
import { WireFault } from '../wireFault.ts';
import type { Page } from './stream.ts';

/** Lists by the names that exchanges give them; some say null for an empty one, or only that there are none. */
const emptyLists = /^(data|result|rows|list|items|total|count)$/i;

/**
 * Of a page: throws WireFault('badResponse') unless the exchange really said so. ccxt makes no
 * entries of almost any JSON, and a ledger that takes `{}` for "nothing happened" has a hole nobody knows of.
 */
export function refuseHollow({ entries }: Page): void {
  refuseHollowAnswer(Object.values(entries).every((list) => list.length === 0));
}

/** The same of any list; `empty`: ccxt found nothing in it. */
export function refuseHollowAnswer(empty: boolean): void {
  for (const { body } of currentOperation()?.answers ?? []) {
    if (Array.isArray(body)) continue;
    // Beside entries there may be other answers of any kind, but an empty record is none.
    if (!empty && !(isDict(body) && Object.keys(body).length === 0)) continue;
    const says =
      isDict(body) &&
      Object.entries(body).some(
        ([key, value]) =>
          ((Array.isArray(value) || (isDict(value) && Object.keys(value).length > 0)) &&
            !/^(err|errors?|warnings?|ret_?ext_?info)$/i.test(key)) ||
          (emptyLists.test(key) && (value === null || value === 0 || value === '0' || value === '')),
      );
    if (!says) throw new WireFault('badResponse', 'no list of entries in its answer');
  }
}
