import { fields, numberOf } from './json.ts';
import type { Entries, Json, Page, Pass } from './stream.ts';

export interface Rows {
  readonly entries: Entries;
  /** Rows of the raw answer: a full page may hide more. */
  readonly count: number;
}

interface Windows {
  /** The longest span that one question may have. */
  readonly windowMs: number;
  /** Rows a page can hold. */
  readonly limit: number;
  /** Asked again each time, because entries come late. */
  readonly overlapMs: number;
  /** The exchange forgets what is older; null: it does not. */
  readonly memoryMs: number | null;
  /** Nothing is older than this: the exchange (or the feature) began later. */
  readonly epoch: number;
  fetch(from: number, to: number, limit: number): Promise<Rows>;
}

const shortest = 1000;

/**
 * Pages by windows of time, oldest first. A full page is asked again in halves, so neither the order of its rows nor the
 * end it was cut at matters.
 */
export function byWindow(windows: Windows): (state: Json, pass: Pass) => Promise<Page> {
  const { windowMs, limit, overlapMs, memoryMs, epoch } = windows;
  return async (state, { now, first }) => {
    const kept = fields(state);
    const horizon = memoryMs === null ? epoch : Math.max(epoch, now - memoryMs);
    // What was forgotten before it could be read is a hole, and the known span begins after it.
    const before = numberOf(kept['next']);
    const next = before === null ? horizon : Math.max(first ? before - overlapMs : before, horizon);
    const known = numberOf(kept['from']) ?? (horizon === epoch ? 0 : horizon);
    const from = before !== null && before < horizon - overlapMs ? horizon : known;
    const span = Math.min(numberOf(kept['span']) ?? windowMs, windowMs);
    const to = Math.min(next + span - 1, now);
    const { entries, count } = await windows.fetch(next, to, limit);
    if (count >= limit && to - next > shortest)
      return { entries, state: { next, from, span: Math.ceil((to - next) / 2) }, done: false, from };
    const notes =
      count >= limit ? [`more than ${limit} entries within a second at ${new Date(next).toISOString()}`] : [];
    const wider = count * 4 < limit ? Math.min(span * 2, windowMs) : span;
    return { entries, state: { next: to + 1, from, span: wider }, done: to >= now, from, notes };
  };
}
