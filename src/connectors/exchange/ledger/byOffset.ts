import { fields, numberOf } from './json.ts';
import type { Entries, Json, Page, Pass } from './stream.ts';

interface Offsets {
  readonly pageSize: number;
  readonly overlapMs: number;
  fetch(
    since: number,
    until: number,
    offset: number,
  ): Promise<{
    readonly entries: Entries;
    readonly count: number;
    readonly total: number;
    /** Times of the rows as they came; what is before the last of them may be on a later page. */
    readonly times: readonly number[];
  }>;
}

/**
 * Pages by offset, newest first, over a span whose end is fixed when it begins: what happens meanwhile moves no page. The
 * first span reaches back to the beginning of the account: what its pages have reached so far is known, the rest is asked for
 * when nothing newer waits. A later span counts when its last page is read; one that was interrupted goes on where it was.
 */
export function byOffset({ pageSize, overlapMs, fetch }: Offsets): (state: Json, pass: Pass) => Promise<Page> {
  return async (state, { now, older }) => {
    const kept = fields(state);
    const back = fields(kept['back'] ?? null);
    const until = numberOf(back['until']);
    if (until === null) return past({ until: now, offset: 0, reached: now + 1 }, now);
    const known = { until, offset: numberOf(back['offset']) ?? 0, reached: numberOf(back['reached']) ?? until + 1 };
    const waits = back['done'] !== true;
    if (older && waits) return past(known, numberOf(kept['next']) ?? until);

    const since = numberOf(kept['since']) ?? (numberOf(kept['next']) ?? until) - overlapMs;
    const end = numberOf(kept['until']) ?? now;
    const offset = numberOf(kept['offset']) ?? 0;
    const { entries, count, total } = await fetch(Math.max(0, since), end, offset);
    const from = waits ? known.reached : 0;
    const next = numberOf(kept['next']) ?? until;
    if (!isWhole(count, offset, total))
      return { entries, state: { back, next, since, until: end, offset: offset + count }, done: false, from };
    // A span that began in an earlier pass does not reach up to now.
    return { entries, state: { back, next: end }, done: end >= now, older: waits, from };
  };

  async function past(
    span: { readonly until: number; readonly offset: number; readonly reached: number },
    next: number,
  ): Promise<Page> {
    const { entries, count, total, times } = await fetch(0, span.until, span.offset);
    const done = isWhole(count, span.offset, total);
    // Rows that are not in order say nothing about those that are still to come.
    const ordered = times.every((at, index) => at <= (times[index - 1] ?? span.reached));
    const oldest = times.at(-1);
    const reached = ordered && oldest !== undefined ? Math.min(span.reached, oldest + 1) : span.reached;
    const from = done ? 0 : reached;
    return {
      entries,
      state: { back: { until: span.until, offset: span.offset + count, reached, done }, next },
      done: true,
      older: !done,
      from,
      ...(done ? {} : { progress: `${span.offset + count} of ${total}` }),
    };
  }

  /** The total is asked too: a page may come short while others wait. */
  function isWhole(count: number, offset: number, total: number): boolean {
    return count === 0 || (count < pageSize && offset + count >= total);
  }
}
