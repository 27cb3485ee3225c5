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
  /** The exchange answers no more than this after `since`; null: all there is. */
  readonly windowMs: number | null;
  /** The exchange forgets what is older; null: nobody knows, and the oldest entry seen is where knowledge begins. */
  readonly memoryMs: number | null;
  /** Known to tell everything since the account began, oldest first. */
  readonly whole: boolean;
  fetch(since: number, until: number | null, limit: number): Promise<SinceRows>;
}

/** ccxt's convention where nothing better is known: rows since a time, as many as the exchange likes. Crypto is not older. */
const epoch = Date.UTC(2011, 0, 1);

/**
 * Pages by "since", overlapping by what was last seen. An exchange that ignores `since` and answers its newest rows gives
 * itself away by a full page that does not reach back to what is known: knowledge then begins after that hole.
 */
export function bySince(settings: Since): (state: Json, pass: Pass) => Promise<SymbolPage> {
  const { limit, overlapMs, windowMs, memoryMs, whole, fetch } = settings;
  return async (state, { now, first }) => {
    const kept = fields(state);
    const floor = memoryMs === null ? (windowMs === null ? epoch : now - 2 * 365 * 86_400_000) : now - memoryMs;
    const before = numberOf(kept['since']);
    const since = Math.max(before === null ? floor : first ? before - overlapMs : before, floor);
    const seen = new Set(first ? [] : textsOf(kept['seen']));
    const to = windowMs === null ? null : Math.min(since + windowMs - 1, now);
    const { entries, rows } = await fetch(since, to, limit);
    const last = rows.reduce((latest, { at }) => Math.max(latest, at), since);
    const oldest = rows.reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY);
    const fresh = rows.filter(({ id }) => !seen.has(id));
    const full = rows.length >= limit && fresh.length > 0;
    const known = numberOf(kept['from']);
    const reached = before !== null && before >= floor;
    const hole = full && reached && oldest > before && seen.size === 0 && !whole;
    const start = whole ? (memoryMs === null ? 0 : floor) : Math.min(oldest, now);
    const from = hole ? oldest : known === null ? start : whole || reached ? known : Math.max(known, floor);
    const next = full ? last : to === null ? Math.max(last, before ?? floor) : to + 1;
    // Rows at the very moment where the next page begins come again; more of them than a page holds lead nowhere.
    const stuck = full && next === since;
    const done = !full && (to === null || to >= now);
    const place = {
      since: stuck ? next + 1 : next,
      from,
      seen: rows.filter(({ at }) => at === next).map(({ id }) => id),
    };
    return { entries, state: place, done, from, found: rows.length > 0 };
  };
}
