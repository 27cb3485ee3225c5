import { fields, numberOf } from './json.ts';
import type { Entries, Json, Page, Pass } from './stream.ts';

interface Offsets {
  readonly pageSize: number;
  readonly overlapMs: number;
  fetch(
    since: number,
    until: number,
    offset: number,
  ): Promise<{ readonly entries: Entries; readonly count: number; readonly total: number }>;
}

/**
 * Pages by offset, newest first, over a span whose end is fixed when it begins: what happens meanwhile moves no page. A span
 * counts when its last page is read; one that was interrupted goes on where it was.
 */
export function byOffset({ pageSize, overlapMs, fetch }: Offsets): (state: Json, pass: Pass) => Promise<Page> {
  return async (state, { now }) => {
    const kept = fields(state);
    const since = numberOf(kept['since']) ?? 0;
    const until = numberOf(kept['until']) ?? now;
    const offset = numberOf(kept['offset']) ?? 0;
    const { entries, count, total } = await fetch(since, until, offset);
    // The total is asked too: a page may come short while others wait.
    const whole = count === 0 || (count < pageSize && offset + count >= total);
    if (!whole) return { entries, state: { since, until, offset: offset + count }, done: false, from: 0 };
    const next = { since: Math.max(0, until - overlapMs) };
    // A span that began in an earlier pass does not reach up to now.
    return { entries, state: next, done: until >= now, from: 0 };
  };
}
