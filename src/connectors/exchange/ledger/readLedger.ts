import type { HeldThen, LedgerBatch } from '../../../core/model/ledger.ts';
import { type Failure, ok, type Reading } from '../../../core/model/reading.ts';
import type { LedgerRequest } from '../../../core/ports.ts';
import { ask } from '../ask.ts';
import type { Client } from '../createClient.ts';
import { coverageOf } from './coverageOf.ts';
import { type Cursor, type Place, parseCursor, printCursor } from './cursor.ts';
import { refuseHollow } from './refuseHollow.ts';
import type { Entries, Page, Pass, Plan, Stream } from './stream.ts';

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
  readonly background: true | 'last';
  syncTime(): Promise<void>;
}

/** Entries within this time before a question may still be on their way: they are asked for, and not counted as known. */
const safetyMs = 10_000;
/** What is older comes in short batches, which something newer may interrupt. */
const mostLast = 3000;
/** Days that daily and weekly numbers need. */
const recentMs = 2 * 86_400_000;
const anchorEveryMs = 1_800_000;

/**
 * One batch: pages of every stream in turn until its budget is spent; what is new first, of all streams, then what is older,
 * a page of each in turn. A stream that fails keeps what it knew and leaves the others standing; only where nothing at all
 * could be read, or the exchange wants to be left alone, is the batch a failure.
 */
export async function readLedger(
  asking: Asking,
  plan: Plan,
  request: LedgerRequest,
  budget: LedgerBudget,
  serverNow: () => Promise<number>,
): Promise<Reading<LedgerBatch>> {
  const planKey = plan.streams.map(({ key }) => key).join();
  const startedAt = Date.now();
  let cursor = parseCursor(request.cursor, planKey);
  const moving = plan.streams.filter(({ kinds }) => kinds.some((kind) => kind !== 'orders'));
  const isUpToDate = (): boolean => moving.every(({ key }) => cursor.places[key]?.pass === cursor.passes);
  const wasUpToDate = cursor.pass !== null && isUpToDate();
  // Where something may have moved, orders and what is older wait until that is read.
  if (cursor.pass === null || (wasUpToDate && request.olderOnly !== true)) {
    const now = await serverNow();
    cursor = {
      ...cursor,
      pass: now,
      passes: cursor.passes + 1,
      thorough: request.thorough,
      older: false,
      readAt: now - Math.max(0, Date.now() - request.reading.at),
    };
  }
  const now = cursor.pass ?? startedAt;
  const entries: { [K in keyof Entries]: Entries[K][number][] } = { trades: [], flows: [], income: [], orders: [] };
  const notes = new Set(plan.notes);
  const goesOn = wasUpToDate && request.olderOnly === true;
  const last = goesOn && request.hurry !== true;
  let pages = 0;
  let good = 0;
  let stopped: Failure | null = null;
  let first: Failure | null = null;
  let spent = false;

  /** One page of a stream; false where it brought none. */
  const turn = async (stream: Stream): Promise<boolean> => {
    const place = cursor.places[stream.key] ?? unread;
    if (
      pages >= budget.pages ||
      Date.now() - startedAt > (last ? Math.min(budget.ms, mostLast) : budget.ms) ||
      asking.signal.aborted
    ) {
      spent = true;
      return false;
    }
    const pass: Pass = {
      now,
      readAt: cursor.readAt,
      request,
      symbols: [...new Set([...request.symbols, ...cursor.symbols])],
      first: !place.begun && !cursor.older,
      older: cursor.older,
      thorough: cursor.thorough,
    };
    pages += 1;
    const answer = await ask({ ...asking, background: last ? 'last' : true }, async () => {
      const page = await stream.page(place.state, pass);
      refuseHollow(page);
      return page;
    });
    if (!answer.ok) {
      if (answer.failure.kind === 'rateLimited' || asking.signal.aborted) {
        stopped = answer.failure;
        return false;
      }
      const { reason } = answer.failure;
      // What is older is asked for again in the next pass.
      const failed: Place = { ...place, pass: cursor.passes, begun: false, failure: reason, older: false };
      cursor = { ...cursor, places: { ...cursor.places, [stream.key]: failed } };
      first ??= answer.failure;
      return false;
    }
    good += 1;
    const page = answer.value.value;
    for (const kind of ['trades', 'flows', 'income', 'orders'] as const)
      (entries[kind] as unknown[]).push(...page.entries[kind]);
    for (const note of page.notes ?? []) notes.add(`${asking.title}: ${stream.title}: ${note}`);
    cursor = moved(cursor, stream.key, place, page, now, stream.kinds.includes('trades'));
    return true;
  };

  const waiting = (): readonly Stream[] =>
    plan.streams.filter(({ key }) => (cursor.places[key]?.older ?? false) !== false);
  const newly = async (streams: readonly Stream[]): Promise<void> => {
    for (const stream of streams) {
      while (!spent && stopped === null && cursor.places[stream.key]?.pass !== cursor.passes) {
        if (!(await turn(stream))) break;
      }
    }
  };
  const older = async (): Promise<void> => {
    while (!spent && stopped === null && waiting().length > 0) {
      const next = waiting();
      // First what the last days lack, then kind by kind; markets that hold nothing come last of all.
      const urgent = next.filter(({ key }) => {
        const place = cursor.places[key];
        return place?.older === true && (place.from ?? now) > now - recentMs;
      });
      const kind = next[0]?.kinds[0];
      for (const stream of urgent.length > 0 ? urgent : next.filter(({ kinds }) => kinds[0] === kind))
        if (!spent && stopped === null) await turn(stream);
    }
  };
  const orders = plan.streams.filter((stream) => !moving.includes(stream));
  const going = (): boolean => !spent && stopped === null;
  if (!isUpToDate()) await newly(moving);
  const upToDate = isUpToDate();
  const { trades } = coverageOf(plan, cursor, asking.title);
  let anchors: readonly HeldThen[] = [];
  if (going() && upToDate && plan.anchors && 'before' in trades && now - cursor.anchoredAt > anchorEveryMs) {
    // Without them the day's fills are known when all markets have been asked: later, but not less.
    const told = await ask(asking, plan.anchors);
    anchors = told.ok ? told.value.value : [];
    cursor = { ...cursor, anchoredAt: now };
  }
  // The asker learns at once that all that moved is in.
  while (going() && upToDate && (goesOn || orders.length === 0)) {
    if (!cursor.older) {
      await newly(orders);
      if (going()) cursor = { ...cursor, older: true, ordered: cursor.symbols.length };
    }
    if (cursor.older) await older();
    if (!going() || cursor.symbols.length === cursor.ordered) break;
    // Markets that the sweep found had orders too.
    const again = orders.map(({ key }) => [key, { ...(cursor.places[key] ?? unread), pass: 0 }] as const);
    cursor = { ...cursor, older: false, places: { ...cursor.places, ...Object.fromEntries(again) } };
    if (orders.length === 0) cursor = { ...cursor, older: true, ordered: cursor.symbols.length };
  }
  const failure = stopped ?? first;
  if (failure !== null && good === 0) return { ok: false, failure };
  const more = !cursor.older || waiting().length > 0 || cursor.symbols.length !== cursor.ordered;
  if (!more) cursor = { ...cursor, pass: null, thorough: false, older: false };
  for (const { key, title } of plan.streams) {
    const failure = cursor.places[key]?.failure;
    if (failure) notes.add(`${asking.title}: ${title} could not be read (${failure})`);
  }
  return ok({
    ...entries,
    cursor: printCursor(cursor, planKey),
    coverage: coverageOf(plan, cursor, asking.title),
    more,
    upToDate,
    ...(anchors.length > 0 ? { anchors } : {}),
    notes: [...notes],
  });
}

const unread: Place = {
  state: null,
  from: null,
  until: null,
  pass: 0,
  begun: false,
  failure: null,
  progress: null,
  older: false,
};

function moved(cursor: Cursor, key: string, place: Place, page: Page, now: number, isTrades: boolean): Cursor {
  // Whether a market changed is seen in balances that were read before this pass: what came after is not known to be complete.
  const known = Math.min(now - safetyMs, isTrades ? cursor.readAt : Number.POSITIVE_INFINITY);
  const within = page.done ? page.from : place.from === null ? null : Math.max(place.from, page.from);
  const next: Place = {
    state: page.state,
    from: within,
    // What is older brings nothing that is newer.
    until: page.done && !cursor.older ? Math.max(known, place.until ?? 0) : place.until,
    pass: page.done ? cursor.passes : place.pass,
    begun: !page.done,
    failure: null,
    progress: page.progress ?? null,
    older: page.older ?? false,
  };
  const told = new Set([
    ...cursor.symbols,
    ...(page.symbols ?? []),
    ...page.entries.trades.map(({ symbol }) => symbol),
  ]);
  const symbols = told.size === cursor.symbols.length ? cursor.symbols : [...told].sort();
  return { ...cursor, symbols, places: { ...cursor.places, [key]: next } };
}
