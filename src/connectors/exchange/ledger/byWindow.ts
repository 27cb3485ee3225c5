import { fields, numberOf } from './json.ts';
import { type Entries, type Json, nothing, type Page, type Pass } from './stream.ts';

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
 * Pages by windows of time: the newest first, so that today is known soon, then back to where the exchange's memory begins;
 * later passes go forward from where the last one ended. A full page is asked again in halves, so neither the order of its
 * rows nor the end it was cut at matters. State: `next` (forward from here), `back` (older than this is not read yet).
 */
export function byWindow(windows: Windows): (state: Json, pass: Pass) => Promise<Page> {
  const { windowMs, limit, overlapMs, memoryMs, epoch } = windows;
  return async (state, { now, first, older }) => {
    const kept = fields(state);
    const horizon = memoryMs === null ? epoch : Math.max(epoch, now - memoryMs);
    const beginning = horizon === epoch ? 0 : horizon;
    const before = numberOf(kept['next']);
    const span = Math.min(numberOf(kept['span']) ?? windowMs, windowMs);
    const read = async (from: number, to: number) => {
      const { entries, count } = await windows.fetch(from, to, limit);
      const split = count >= limit && to - from > shortest;
      const notes =
        count >= limit && !split
          ? [`more than ${limit} entries within a second at ${new Date(from).toISOString()}`]
          : [];
      const next = split ? Math.ceil((to - from) / 2) : count * 4 < limit ? Math.min(span * 2, windowMs) : span;
      return { entries, split, span: next, notes };
    };
    const back = numberOf(kept['back']);
    const known = numberOf(kept['from']) ?? now;
    if (before === null || (older && back !== null)) {
      const to = before === null ? now : (back ?? now);
      // The exchange has forgotten it meanwhile.
      if (to < horizon) return { entries: nothing, state: { ...kept, back: null }, done: true, from: known };
      const begin = Math.max(to - span + 1, horizon);
      const page = await read(begin, to);
      if (page.split)
        return {
          entries: page.entries,
          state: { ...kept, span: page.span },
          done: before !== null,
          ...(before === null ? {} : { older: true }),
          from: known,
        };
      const ended = begin <= horizon;
      const from = ended ? beginning : begin;
      const next = before ?? to + 1;
      return {
        entries: page.entries,
        state: { next, from, span: page.span, back: ended ? null : begin - 1 },
        done: true,
        older: !ended,
        from,
        notes: page.notes,
        ...(ended ? {} : { progress: `back to ${new Date(from).toISOString().slice(0, 10)} so far` }),
      };
    }
    // What was forgotten before it could be read is a hole, and the known span begins after it.
    const hole = before < horizon - overlapMs;
    const next = Math.max(first ? before - overlapMs : before, horizon);
    const from = hole ? horizon : known;
    const to = Math.min(next + span - 1, now);
    const page = await read(next, to);
    const rest = hole ? null : back;
    const ahead = page.split ? next : to + 1;
    return {
      entries: page.entries,
      state: { next: ahead, from, span: page.span, back: rest },
      done: !page.split && to >= now,
      older: rest !== null,
      from,
      notes: page.notes,
    };
  };
}

/** The same pages as one: done when what is older is read too. For what is asked one market at a time. */
export function toTheEnd(page: (state: Json, pass: Pass) => Promise<Page>): (state: Json, pass: Pass) => Promise<Page> {
  return async (state, pass) => {
    const { next, back } = fields(state);
    const upToDate = (numberOf(next) ?? 0) > pass.now;
    const answer = await page(state, { ...pass, older: upToDate && numberOf(back) !== null });
    return { ...answer, done: answer.done && !answer.older, older: false };
  };
}
