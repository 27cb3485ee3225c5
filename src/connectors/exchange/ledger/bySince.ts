import type { SymbolPage } from './bySymbol.ts';
import { fields, numberOf, textsOf } from './json.ts';
import type { Entries, Json, Pass } from './stream.ts';

export interface SinceRows {
  readonly entries: Entries;
  /** Time and id of every row, in any order. */
  readonly rows: readonly { readonly at: number; readonly id: string }[];
}

interface Since {
  readonly limit: number;
  readonly overlapMs: number;
  /** The exchange forgets what is older; null: nobody knows, and the oldest entry seen is where knowledge begins. */
  readonly memoryMs: number | null;
  /** Known to tell everything since the account began, oldest first. */
  readonly whole: boolean;
  fetch(since: number, until: null, limit: number): Promise<SinceRows>;
}

/** ccxt's convention where nothing better is known: rows since a time, as many as the exchange likes. Crypto is not older. */
const epoch = Date.UTC(2011, 0, 1);

/**
 * Pages by "since", overlapping by what was last seen. An exchange that ignores `since` and answers its newest rows gives
 * itself away by a full page that does not reach back to what is known: knowledge then begins after that hole.
 */
export function bySince(settings: Since): (state: Json, pass: Pass) => Promise<SymbolPage> {
  const { limit, overlapMs, memoryMs, whole, fetch } = settings;
  return async (state, { now, first }) => {
    const kept = fields(state);
    const floor = memoryMs === null ? epoch : now - memoryMs;
    const before = numberOf(kept['since']);
    const anchor = textsOf(kept['seen']);
    const since = Math.max(before === null ? floor : first ? before - overlapMs : before, floor);
    const { entries, rows } = await fetch(since, null, limit);
    const last = rows.reduce((latest, { at }) => Math.max(latest, at), Math.max(since, before ?? floor));
    const oldest = rows.reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY);
    // Asked from before the last known entry on, it should have come again.
    const hole = first && !whole && before !== null && anchor.length > 0 && rows.length > 0 && oldest > before;
    const known = numberOf(kept['from']);
    const begun = known ?? (whole ? (memoryMs === null ? 0 : floor) : Math.min(oldest, now));
    const forgotten = before !== null && before < floor;
    const from = hole ? oldest : forgotten ? Math.max(begun, floor) : begun;
    const fresh = rows.filter(({ at, id }) => at > since || (at === since && !anchor.includes(id)));
    const full = rows.length >= limit && fresh.length > 0;
    // More rows at one moment than a page holds lead nowhere: on to the next moment.
    const next = full && last === since ? last + 1 : last;
    const seen = rows.length === 0 ? anchor : rows.filter(({ at }) => at === next).map(({ id }) => id);
    return { entries, state: { since: next, from, seen }, done: !full, from, found: rows.length > 0 };
  };
}
