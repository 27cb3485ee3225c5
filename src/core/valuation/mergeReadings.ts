import { duration } from '../duration.ts';
import type { AccountKind, AccountReading } from '../model/account.ts';
import type { Reading } from '../model/reading.ts';
import type { ValuePoint } from '../model/series.ts';
import type { BookAccount } from './book.ts';

/** What one account answered in this refresh. */
export interface AccountResult {
  readonly id: string;
  readonly kind: AccountKind;
  readonly title: string;
  readonly exchange: string | null;
  readonly strategy: string | null;
  readonly boundary: ValuePoint | null;
  readonly result: Reading<AccountReading>;
}

/**
 * Merges this refresh's answers with the last good ones. A source that fails keeps its last reading and says why at once
 * (`reason`, `retryAt`); it counts as stale only when that reading is older than `staleAfterMs(id)` (SRC-5a). A pocket that
 * fails keeps its last balances and positions in the same way. Accounts absent from `readings` are gone; one whose kind or
 * exchange changed is a new account and inherits nothing.
 */
export function mergeReadings(
  readings: readonly AccountResult[],
  previous: readonly BookAccount[],
  at: number,
  staleAfterMs: (id: string) => number,
): readonly BookAccount[] {
  const before = new Map(previous.map((account) => [account.id, account]));
  return readings.map(({ result, ...account }): BookAccount => {
    const last = before.get(account.id);
    const lastReading = last && last.kind === account.kind && last.exchange === account.exchange ? last.reading : null;
    if (result.ok) {
      const reading = carryPockets(result.value, lastReading);
      // An exchange that just answered is fresh; a file that was read just now may still be old by its own time.
      const age = at - reading.at;
      const stale = (account.kind === 'file' || account.kind === 'http') && age > staleAfterMs(account.id);
      const reason = stale ? `its data is ${duration(age)} old` : null;
      return { ...account, reading, state: stale ? 'stale' : 'ok', reason, retryAt: null };
    }
    const { failure } = result;
    const state = lastReading === null ? 'failed' : at - lastReading.at > staleAfterMs(account.id) ? 'stale' : 'ok';
    return {
      ...account,
      reading: lastReading,
      state,
      reason: failure.reason,
      retryAt: failure.retryAt ?? null,
      failure,
    };
  });
}

/** Balances and positions of pockets that failed this time, from the last reading that had them. */
function carryPockets(reading: AccountReading, last: AccountReading | null): AccountReading {
  if (last === null || reading.failedScopes.length === 0) return reading;
  const neverRead = new Set(
    last.failedScopes.filter((pocket) => pocket.lastGoodAt === undefined).map((pocket) => pocket.scope),
  );
  const carriedAt = new Map(last.failedScopes.map((pocket) => [pocket.scope, pocket.lastGoodAt]));
  const carried = new Set(reading.failedScopes.map((pocket) => pocket.scope).filter((scope) => !neverRead.has(scope)));
  if (carried.size === 0) return reading;
  return {
    ...reading,
    balances: [
      ...reading.balances.filter((balance) => !carried.has(balance.scope)),
      ...last.balances.filter((balance) => carried.has(balance.scope)),
    ],
    positions: [
      ...reading.positions.filter((position) => !carried.has(position.scope)),
      ...last.positions.filter((position) => carried.has(position.scope)),
    ],
    failedScopes: reading.failedScopes.map((pocket) =>
      carried.has(pocket.scope) ? { ...pocket, lastGoodAt: carriedAt.get(pocket.scope) ?? last.at } : pocket,
    ),
  };
}
