import type { Reading } from '../core/model/reading.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Clock, Log, Source } from '../core/ports.ts';
import type { BookAccount } from '../core/valuation/book.ts';
import { type AskCloses, accountPast, pastSourceOf } from './accountPast.ts';
import type { Connections } from './connections.ts';
import { deadline } from './deadline.ts';
import type { Abort } from './engine.ts';
import { netFlow } from './flows.ts';

import type { KnownLedger } from './ledgerKeeper.ts';
import type { Memory } from './memory.ts';
import { sumPast } from './sumPast.ts';

/** Fills charts from day one (PERF-7): pasts that accounts tell themselves (paper) or that their ledgers and closes tell. */
export interface PastRebuilder {
  /** Works out what was not, or what more is known of since; true when the history has new points. */
  rebuild(request: RebuildRequest): Promise<boolean>;
  /** How far the past reaches and why not further, in words, by account. */
  notes(): ReadonlyMap<string, readonly string[]>;
}

export interface RebuildRequest {
  readonly connections: Connections;
  readonly memory: Memory;
  readonly currency: string;
  readonly keyOf: (id: string) => string | null;
  readonly abort: Abort;
  /** For each account's answer. */
  readonly budgetMs: number;
  /** What ledgers need; absent: only sources that tell their past themselves are asked. */
  readonly ledgers?: {
    readonly accounts: readonly BookAccount[];
    readonly known: (id: string) => KnownLedger | null;
    readonly closesOf: AskCloses;
  };
}

interface Told {
  readonly key: string;
  readonly points: readonly ValuePoint[];
  readonly reasons: readonly string[];
  /** Net flow after the last point; null: not known. Absent: the account's records count it from there already. */
  readonly flowUntil?: (at: number) => number | null;
  /** Closes were missing that may be there later. */
  readonly again: boolean;
  readonly at: number;
}

const retryAfter = 10 * 60_000;

export function createPastRebuilder(clock: Clock, log: Log): PastRebuilder {
  const told = new Map<string, Told>();
  /** Accounts have pasts that the portfolio has not. */
  let unsummed = false;

  const fromSource = async (id: string, source: Source, request: RebuildRequest): Promise<boolean | 'late'> => {
    const { currency, keyOf, abort, budgetMs } = request;
    const key = `${currency} ${keyOf(id)}`;
    if (told.get(id)?.key === key) return false;
    const now = clock.now();
    const reading = await deadline(clock, budgetMs, `The past of ${id}`, abort, () => pastOf(source, currency, abort));
    if (!reading.ok) {
      log.info(`${id}: past values could not be rebuilt: ${reading.failure.reason}`);
      return reading.failure.kind === 'unavailable' ? 'late' : false;
    }
    // The point of now is recorded live.
    const points = reading.value.filter((point) => point.at < now);
    told.set(id, { key, points, reasons: [], again: false, at: now });
    return points.length > 0;
  };
  const fromLedger = async (id: string, request: RebuildRequest): Promise<boolean> => {
    const { currency, keyOf, ledgers } = request;
    const reading = ledgers?.accounts.find((account) => account.id === id)?.reading ?? null;
    if (ledgers === undefined || reading === null) return false;
    const source = pastSourceOf(reading, ledgers.known(id));
    if (source === null) return false;
    const now = clock.now();
    const key = `${currency} ${keyOf(id)} ${source.key}`;
    const before = told.get(id);
    if (before?.key === key && !(before.again && now - before.at >= retryAfter)) return false;
    const past = await accountPast(source, currency, now, ledgers.closesOf);
    const { points, reasons } = past;
    for (const reason of reasons) log.info(`${id}: its past: ${reason}`);
    told.set(id, { key, points, reasons, flowUntil: past.flowUntil, again: !past.complete, at: now });
    const grown = points.length !== before?.points.length || points[0]?.at !== before.points[0]?.at;
    return points.length > 0 && grown;
  };

  return {
    notes: () =>
      new Map([...told].flatMap(([id, { reasons }]) => (reasons.length > 0 ? [[id, reasons] as const] : []))),
    async rebuild(request) {
      const { connections, memory } = request;
      if (memory.history === null) return false;
      const accounts = connections.accounts();
      const fresh = await Promise.all(
        accounts.map(async ({ id, source }) => {
          if (!source.ok) return { id, rebuilt: false };
          const { value } = source;
          const rebuilt =
            value.past === undefined ? await fromLedger(id, request) : await fromSource(id, value, request);
          return { id, rebuilt };
        }),
      );
      const ids = fresh.flatMap(({ id, rebuilt }) => (rebuilt === true ? [id] : []));
      if (ids.length === 0 && !unsummed) return false;
      const now = clock.now();
      for (const id of ids) {
        const past = told.get(id);
        if (past !== undefined) await keepAccount(memory, id, past, now);
      }
      // A sum without one that is only late would be another book: the next refresh has it.
      if (fresh.some(({ rebuilt }) => rebuilt === 'late')) {
        unsummed = true;
        return true;
      }
      unsummed = false;
      const own = new Set(accounts.map(({ id }) => id));
      await keepPortfolio(request, new Map([...told].filter(([id]) => own.has(id))), now);
      return true;
    },
  };
}

/** The account's own points, and what flowed between the last of them and its first record. */
async function keepAccount(memory: Memory, id: string, { points, flowUntil }: Told, now: number): Promise<void> {
  await memory.backfill(id, points);
  const first = (await memory.values(id, 0, now)).find(({ origin }) => origin === 'recorded');
  const flow = first === undefined ? null : flowUntil?.(first.at);
  if (first === undefined || flow == null) return;
  await memory.use('mending past flows', undefined, (history) => history.mendFlows(id, [{ at: first.at, flow }]));
}

/**
 * The portfolio's past is the sum of the pasts that are known of the accounts in its first record. One that cannot tell its
 * past, or tells less of it, comes in with its value: nothing is a profit, and nobody holds back the others.
 */
async function keepPortfolio(request: RebuildRequest, told: ReadonlyMap<string, Told>, now: number): Promise<void> {
  const { memory, currency } = request;
  const recorded = (await memory.values(null, 0, now)).find(({ origin }) => origin === 'recorded') ?? null;
  const firsts = new Map<string, ValuePoint>();
  for (const { id } of request.connections.accounts()) {
    const first = (await memory.values(id, 0, now)).find(({ origin }) => origin === 'recorded');
    if (first !== undefined) firsts.set(id, first);
  }
  const members = [...told].filter(
    ([id, { points }]) => points.length > 0 && (recorded === null || firsts.get(id)?.at === recorded.at),
  );
  const portfolio = sumPast(members.map(([, { points }]) => points));
  const end = portfolio.at(-1);
  if (end === undefined) return;
  const joined = recorded === null ? null : flowOfFirst(request, members, firsts, recorded);
  // A flow that is not known would make the way into the first record a profit or a loss.
  if (recorded !== null && joined === null) return;
  await memory.backfill(null, portfolio);
  if (recorded !== null && joined !== null) {
    await memory.use('mending past flows', undefined, (history) =>
      history.mendFlows(null, [{ at: recorded.at, flow: joined }]),
    );
  }
  await memory.load(currency, now);
  if (memory.last() === null) {
    // The first recorded point follows the rebuilt ones: flows since their end are its flows.
    const values = members.flatMap(([id, { points }]) => points.slice(-1).map((point) => [id, point.equity] as const));
    memory.assume({ at: end.at, currency, accounts: Object.fromEntries(values), priced: [], unpriced: [] });
  }
}

/** What came in between the end of the rebuilt past and the first record: flows, and whole accounts without a past. */
function flowOfFirst(
  { ledgers }: RebuildRequest,
  members: readonly (readonly [string, Told])[],
  firsts: ReadonlyMap<string, ValuePoint>,
  recorded: ValuePoint,
): number | null {
  const known = new Set(members.map(([id]) => id));
  let flow = 0;
  for (const [id, { flowUntil, points }] of members) {
    const reading = ledgers?.accounts.find((account) => account.id === id)?.reading ?? null;
    // Paper pays in its base currency; anything else it was paid in then has no price here.
    const own = flowUntil?.(recorded.at) ?? netFlow(reading?.flows ?? null, points.at(-1)?.at ?? 0, recorded.at, []);
    const told = own ?? firsts.get(id)?.flow ?? null;
    if (told === null) return null;
    flow += told;
  }
  let counted = 0;
  for (const [id, first] of firsts) {
    if (first.at !== recorded.at) continue;
    counted += first.equity;
    if (!known.has(id)) flow += first.equity;
  }
  // What is in the total and in none of these is of an account that is configured no longer: it came in then too.
  const rest = recorded.equity - counted;
  return Math.abs(rest) > 1e-9 * Math.abs(recorded.equity) + 1e-9 ? flow + rest : flow;
}

function pastOf(source: Source, currency: string, abort: Abort): Promise<Reading<readonly ValuePoint[]>> {
  return source.past?.(currency, 0, abort.signal) ?? Promise.resolve({ ok: true, value: [] });
}
