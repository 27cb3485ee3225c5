import type { Config } from '../config/schema.ts';
import { dayStart } from '../core/calendar.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { BookAccount } from '../core/valuation/book.ts';
import type { AccountConnection, Connections } from './connections.ts';
import { ownPoints } from './lastRecord.ts';
import type { Memory } from './memory.ts';

/** What each account was worth when the day began: VAL-3. Values of another account under the same id are none of it. */
export async function boundariesOf(
  accounts: readonly AccountConnection[],
  memory: Memory,
  config: Config,
  now: number,
): Promise<ReadonlyMap<string, ValuePoint>> {
  const start = dayStart(now, config.risk.dayBoundary);
  const points = await Promise.all(accounts.map(async ({ id }) => [id, await memory.valueAt(id, start)] as const));
  const last = memory.last();
  return new Map(
    points.flatMap(([id, point]) =>
      point === null || !ownPoints(last, id, config)(point) ? [] : [[id, point] as const],
    ),
  );
}

/** The same put into accounts that were read before so much was known of the past. */
export async function withBoundaries<T extends { readonly at: number; readonly accounts: readonly BookAccount[] }>(
  book: T,
  connections: Connections,
  memory: Memory,
  config: Config,
): Promise<T> {
  const boundaries = await boundariesOf(connections.accounts(), memory, config, book.at);
  const accounts = book.accounts.map((account) => ({ ...account, boundary: boundaries.get(account.id) ?? null }));
  return { ...book, accounts };
}
