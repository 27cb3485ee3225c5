import type { LedgerBatch } from '../../../core/model/ledger.ts';
import { type Failure, ok, type Reading } from '../../../core/model/reading.ts';
import type { LedgerRequest } from '../../../core/ports.ts';
import { ask } from '../ask.ts';
import type { Client } from '../createClient.ts';
import { coverageOf } from './coverageOf.ts';
import { type Cursor, type Place, parseCursor, printCursor } from './cursor.ts';
import { refuseHollow } from './refuseHollow.ts';
import type { Entries, Page, Pass, Plan } from './stream.ts';

export interface LedgerBudget {
  /** A batch ends after this many pages, or this long. */
  readonly pages: number;
  readonly ms: number;
}

interface Asking {
  readonly client: Client;
  readonly title: string;
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  /** Requests wait for those of a balance reading. */
  readonly background: true;
  syncTime(): Promise<void>;
}

/** Entries within this time before a question may still be on their way: they are asked for, and not counted as known. */
const safetyMs = 10_000;

/**
 * One batch: pages of every stream in turn until its budget is spent. A stream that fails keeps what it knew and leaves the
 * others standing; only where nothing at all could be read, or the exchange wants to be left alone, is the batch a failure.
 */
export async function readLedger(
  asking: Asking,
  plan: Plan,
  request: LedgerRequest,
  budget: LedgerBudget,
  serverNow: () => Promise<number>,
): Promise<Reading<LedgerBatch>> {
  const planKey = plan.streams.map(({ key }) => key).join();
  const kept = parseCursor(request.cursor, planKey);
  const startedAt = Date.now();
  let cursor = kept;
  if (cursor.pass === null) {
    const now = await serverNow();
    cursor = {
      ...cursor,
      pass: now,
      passes: cursor.passes + 1,
      thorough: request.thorough,
      readAt: now - Math.max(0, Date.now() - request.reading.at),
    };
  }
  const now = cursor.pass ?? startedAt;
  const entries: { [K in keyof Entries]: Entries[K][number][] } = { trades: [], flows: [], income: [], orders: [] };
  const notes = new Set(plan.notes);
  let pages = 0;
  let good = 0;
  let stopped: Failure | null = null;
  let first: Failure | null = null;
  let spent = false;

  for (const stream of plan.streams) {
    if (spent || stopped !== null) break;
    for (;;) {
      const place = cursor.places[stream.key] ?? unread;
      if (place.pass === cursor.passes) break;
      if (pages >= budget.pages || Date.now() - startedAt > budget.ms || asking.signal.aborted) {
        spent = true;
        break;
      }
      const pass: Pass = {
        now,
        request,
        symbols: [...new Set([...request.symbols, ...cursor.symbols])],
        first: !place.begun,
        thorough: cursor.thorough,
      };
      pages += 1;
      const answer = await ask(asking, async () => {
        const page = await stream.page(place.state, pass);
        refuseHollow(page);
        return page;
      });
      if (!answer.ok) {
        if (answer.failure.kind === 'rateLimited' || asking.signal.aborted) {
          stopped = answer.failure;
          break;
        }
        const failed: Place = { ...place, pass: cursor.passes, begun: false, failure: answer.failure.reason };
        cursor = { ...cursor, places: { ...cursor.places, [stream.key]: failed } };
        first ??= answer.failure;
        break;
      }
      good += 1;
      const page = answer.value.value;
      for (const kind of ['trades', 'flows', 'income', 'orders'] as const)
        (entries[kind] as unknown[]).push(...page.entries[kind]);
      for (const note of page.notes ?? []) notes.add(`${asking.title}: ${stream.title}: ${note}`);
      cursor = moved(cursor, stream.key, place, page, now, stream.kinds.includes('trades'));
    }
  }
  const failure = stopped ?? first;
  if (failure !== null && good === 0) return { ok: false, failure };
  const more = spent || stopped !== null;
  if (!more) cursor = { ...cursor, pass: null, thorough: false };
  for (const { key, title } of plan.streams) {
    const failure = cursor.places[key]?.failure;
    if (failure) notes.add(`${asking.title}: ${title} could not be read (${failure})`);
  }
  return ok({
    ...entries,
    cursor: printCursor(cursor, planKey),
    coverage: coverageOf(plan, cursor, asking.title),
    more,
    notes: [...notes],
  });
}

const unread: Place = { state: null, from: null, until: null, pass: 0, begun: false, failure: null, progress: null };

function moved(cursor: Cursor, key: string, place: Place, page: Page, now: number, isTrades: boolean): Cursor {
  // Whether a market changed is seen in balances that were read before this pass: what came after is not known to be complete.
  const known = Math.min(now - safetyMs, isTrades ? cursor.readAt : Number.POSITIVE_INFINITY);
  const next: Place = {
    state: page.state,
    from: page.done ? page.from : place.from === null ? null : Math.max(place.from, page.from),
    until: page.done ? Math.max(known, place.until ?? 0) : place.until,
    pass: page.done ? cursor.passes : place.pass,
    begun: !page.done,
    failure: null,
    progress: page.progress ?? null,
  };
  const told = new Set([
    ...cursor.symbols,
    ...(page.symbols ?? []),
    ...page.entries.trades.map(({ symbol }) => symbol),
  ]);
  const symbols = told.size === cursor.symbols.length ? cursor.symbols : [...told].sort();
  return { ...cursor, symbols, places: { ...cursor.places, [key]: next } };
}
