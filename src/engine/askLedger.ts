import { big } from '../core/decimal.ts';
import { beingRead } from '../core/ledger/coverage.ts';
import type { AccountLedger } from '../core/ledger/movements.ts';
import type { AccountReading } from '../core/model/account.ts';
import type { LedgerBatch, LedgerCoverage, LedgerState } from '../core/model/ledger.ts';
import type { Clock, Log, Source } from '../core/ports.ts';
import { deadline } from './deadline.ts';
import type { Abort } from './engine.ts';
import { explains, type Owned } from './explains.ts';
import {
  contractsOf,
  emptyBook,
  extended,
  type LedgerBook,
  notCovered,
  ownedBy,
  quantitiesOf,
  withBatch,
} from './ledgerBook.ts';
import type { Memory } from './memory.ts';

/** What is known of one account's ledger, and when and how to ask again. Replaced as a whole. */
export interface AskedLedger {
  readonly book: LedgerBook;
  /** Of the last batch; null: nothing was ever answered. */
  readonly cursor: string | null;
  readonly coverage: LedgerCoverage;
  /** What the account held when nothing of it was on its way any more; null: something may be. */
  readonly complete: { readonly quantities: string; readonly at: number } | null;
  /** When these quantities were first seen. */
  readonly seen: { readonly quantities: string; readonly at: number } | null;
  readonly thoroughAt: number;
  readonly failures: number;
  readonly retryAt: number;
  /** Batches that the history could not take yet; they are kept for the session. */
  readonly unsaved: readonly LedgerBatch[];
  /** What the account held when the last question was answered to its end. */
  readonly owned: Owned | null;
  /** The entries then. */
  readonly settled: LedgerBook;
  readonly settledAt: number;
  /** A part of the last answer failed: it is asked again then. */
  readonly againAt: number;
  /**
   * Flows that came into the balance after the time the exchange gives them (a deposit is dated when it is seen, and credited
   * minutes later): when they did, by id.
   */
  readonly late: ReadonlyMap<string, number>;
  /** What the user should know of this ledger. */
  readonly notes: readonly string[];
  /** Changes with everything that realised P&L depends on. */
  readonly version: number;
}

export const emptyAsked: AskedLedger = {
  book: emptyBook,
  cursor: null,
  coverage: notCovered(beingRead),
  complete: null,
  seen: null,
  thoroughAt: 0,
  failures: 0,
  retryAt: 0,
  unsaved: [],
  owned: null,
  settled: emptyBook,
  settledAt: 0,
  againAt: Number.POSITIVE_INFINITY,
  late: new Map(),
  notes: [],
  version: 0,
};

/** In the background an answer on its way is waited for: what it brought would be asked for again. */
const perQuestion = 180_000;
const firstPause = 30_000;
const partialPause = 300_000;
const longestPause = 3_600_000;
/** A source that always has more, and brings nothing, is not asked for ever. */
const mostIdle = 50;

/** Older ones are in records that are complete. */
const mostLate = 200;

const noteOf = (id: string): string => `ledgerAsked ${id}`;

/** What the history has of an account's ledger, from this session, an earlier one, or another window. */
export async function loadAsked(memory: Memory, id: string, before: AskedLedger = emptyAsked): Promise<AskedLedger> {
  return memory.use('reading the ledger', before, async (history) => {
    const state = await history.ledgerState(id);
    if (state === null) return before;
    const { trades, flows, income } = await history.ledger(id, 0, Number.MAX_SAFE_INTEGER);
    const asked = parsed(await history.note(noteOf(id)));
    const book = withBatch(emptyBook, { trades: trades.map(own), flows: flows.map(own), income: income.map(own) });
    return {
      ...before,
      ...asked,
      book: { ...book, orders: before.book.orders },
      settled: before.owned === null ? book : before.settled,
      cursor: state.cursor,
      coverage: state.coverage,
      version: before.version + 1,
    };
  });
}

/**
 * Asks one account's ledger, page by page, until there is no more or the time is over, and stores each page with its cursor
 * before the next. Unchanged where the account holds the same as when it was last asked to the end (nothing flowed, nothing
 * was traded), but for a thorough question now and then. A failure keeps what is known and says why in the coverage.
 */
export async function askLedger(question: {
  readonly clock: Clock;
  readonly log: Log;
  readonly memory: Memory;
  readonly id: string;
  readonly source: Source;
  readonly reading: AccountReading;
  readonly before: AskedLedger;
  /** No new question is begun after this. */
  readonly budgetMs: number;
  /** Nobody waits: a question may take longer than what is left. */
  readonly patient: boolean;
  readonly abort: Abort;
  readonly thoroughEvery: number;
}): Promise<AskedLedger> {
  const { clock, log, memory, id, source, reading, abort } = question;
  const begin = clock.now();
  let asked = question.before;
  if (asked.retryAt > begin || abort.signal.aborted) return asked;
  const quantities = quantitiesOf(reading);
  const thorough = begin - asked.thoroughAt >= question.thoroughEvery;
  const again = begin >= asked.againAt;
  if (asked.complete?.quantities === quantities && !thorough && !again) return { ...asked, settledAt: reading.at };
  if (asked.seen?.quantities !== quantities) asked = { ...asked, seen: { quantities, at: reading.at } };
  asked = await fromOtherWindow(memory, id, asked);
  let idle = 0;
  while (clock.now() - begin < question.budgetMs && !abort.signal.aborted) {
    const left = question.patient ? perQuestion : question.budgetMs - (clock.now() - begin);
    const { cursor, book } = asked;
    const answer = await deadline(
      clock,
      left,
      `The ledger of ${id}`,
      abort,
      () =>
        source.ledger?.(
          { cursor, reading, symbols: symbolsOf(book), assets: assetsOf(book), thorough },
          abort.signal,
        ) ?? Promise.reject(new Error('it has none')),
    );
    if (abort.signal.aborted) return asked;
    if (!answer.ok) {
      const pause = Math.min(firstPause * 2 ** asked.failures, longestPause);
      const retryAt = Math.max(answer.failure.retryAt ?? 0, clock.now() + pause);
      log.info(`${id}: its ledger could not be read: ${answer.failure.reason}`);
      const failure = { failures: asked.failures + 1, retryAt };
      // What was complete stays so while nothing moved: only the thorough question failed.
      if (asked.complete?.quantities === quantities) return { ...asked, ...failure };
      return { ...asked, ...failure, complete: null, coverage: failing(asked, answer.failure.reason) };
    }
    const batch = answer.value;
    const brought = batch.trades.length + batch.flows.length + batch.income.length + batch.orders.length;
    idle = brought === 0 && batch.cursor === cursor ? idle + 1 : 0;
    const unsaved = await saved(memory, id, [...asked.unsaved, batch]);
    asked = {
      ...asked,
      book: withBatch(book, batch),
      cursor: batch.cursor,
      coverage: batch.coverage,
      unsaved,
      notes: batch.notes,
      failures: 0,
      retryAt: 0,
      version: asked.version + 1,
    };
    if (!batch.more) {
      const ended = finished(asked, reading);
      const partial = Object.values(asked.coverage).some((each: LedgerCoverage['trades']) => 'reason' in each);
      const againAt = partial ? clock.now() + partialPause : Number.POSITIVE_INFINITY;
      asked = { ...ended, againAt, thoroughAt: thorough ? begin : asked.thoroughAt };
      await memory.use('saving', undefined, (history) => history.saveNote(noteOf(id), printed(asked)));
      return asked;
    }
    if (idle >= mostIdle) {
      log.warn(`${id}: its ledger says that there is more, and brings nothing`);
      return { ...asked, retryAt: clock.now() + firstPause };
    }
  }
  return asked;
}

/** Another window may have read on meanwhile; its pages need not be asked again. */
async function fromOtherWindow(memory: Memory, id: string, asked: AskedLedger): Promise<AskedLedger> {
  if (asked.unsaved.length > 0) return asked;
  const state = await memory.use<LedgerState | null>('reading the ledger', null, (history) => history.ledgerState(id));
  return state === null || state.cursor === asked.cursor ? asked : loadAsked(memory, id, asked);
}

/** Stores batches in order; those that could not be are kept. Without a history they live as long as the session. */
async function saved(memory: Memory, id: string, batches: readonly LedgerBatch[]): Promise<readonly LedgerBatch[]> {
  if (memory.history === null) return [];
  for (const [index, batch] of batches.entries()) {
    const stored = await memory.use('storing the ledger', false, async (history) => {
      await history.appendLedger(id, batch);
      return true;
    });
    if (!stored) return batches.slice(index);
  }
  return [];
}

/** A span that is known stays known up to where it was; what came after is not, and why. */
function failing({ coverage, complete }: AskedLedger, reason: string): LedgerCoverage {
  const words = `the ledger could not be read: ${reason}`;
  if (complete === null) return notCovered(words);
  const of = (covered: LedgerCoverage['trades']) => ('reason' in covered ? covered : { reason: words });
  return { trades: of(coverage.trades), flows: of(coverage.flows), income: of(coverage.income) };
}

function symbolsOf({ trades, income, orders }: LedgerBook): readonly string[] {
  const symbols = new Set([...trades.values(), ...orders.values()].map(({ symbol }) => symbol));
  for (const { symbol } of income.values()) if (symbol !== null) symbols.add(symbol);
  return [...symbols];
}

function assetsOf({ trades, flows, income }: LedgerBook): readonly string[] {
  const assets = new Set([...flows.values(), ...income.values()].map(({ asset }) => asset));
  for (const { base, quote } of trades.values()) assets.add(base).add(quote);
  return [...assets];
}

function own<T extends { readonly account: string }>({ account: _, ...entry }: T): Omit<T, 'account'> {
  return entry;
}

/**
 * The end of a question. A connector counts the last seconds as not known, because entries come late; where the entries explain
 * every change since the account was last complete, or the account has held the same since before the known span ended, there
 * is nothing on its way, and what is known holds for the reading too.
 */
function finished(asked: AskedLedger, reading: AccountReading): AskedLedger {
  const owned: Owned = { assets: ownedBy(reading), contracts: contractsOf(reading) };
  const { coverage, seen, book } = asked;
  const spans = [coverage.trades, coverage.flows, coverage.income].flatMap((each) => ('until' in each ? [each] : []));
  const until = Math.min(...spans.map((each) => each.until));
  const fresh = added(book, asked.settled);
  const explained = asked.owned !== null && explains(fresh, asked.owned, owned);
  if (asked.owned !== null && !explained && until < (seen?.at ?? reading.at)) return { ...asked, complete: null };
  // Before the last settled reading its quantities did not have them.
  const moved = explained && asked.complete?.quantities !== quantitiesOf(reading);
  const late = moved ? fresh.flows.filter(({ at }) => at <= asked.settledAt) : [];
  return {
    ...asked,
    complete: { quantities: quantitiesOf(reading), at: reading.at },
    coverage: extended(coverage, reading.at),
    owned,
    settled: book,
    settledAt: reading.at,
    late: new Map([...asked.late, ...late.map(({ id }) => [id, asked.settledAt + 1] as const)]),
  };
}

/** The book with every flow at the time when it came into the balance. */
export function bookOf({ book, late }: AskedLedger): LedgerBook {
  if (late.size === 0) return book;
  const flows = [...book.flows].map(([id, flow]) => [id, { ...flow, at: late.get(id) ?? flow.at }] as const);
  return { ...book, flows: new Map(flows) };
}

function added(book: LedgerBook, before: LedgerBook): AccountLedger {
  return {
    trades: [...book.trades.values()].filter(({ id }) => !before.trades.has(id)),
    flows: [...book.flows.values()].filter(({ id }) => !before.flows.has(id)),
    income: [...book.income.values()].filter(({ id }) => !before.income.has(id)),
  };
}

interface SavedAsked {
  readonly complete: AskedLedger['complete'];
  readonly thoroughAt: number;
  readonly assets: readonly (readonly [string, string])[] | null;
  readonly contracts: readonly (readonly [string, string])[];
  readonly settledAt: number;
  readonly late: readonly (readonly [string, number])[];
}

function printed({ complete, thoroughAt, owned, settledAt, late, againAt }: AskedLedger): string {
  const texts = (of: Owned['assets']) => [...of].map(([key, each]) => [key, each.toString()] as const);
  const saved: SavedAsked = {
    // A part that failed is asked again by the next process at once.
    complete: againAt === Number.POSITIVE_INFINITY ? complete : null,
    thoroughAt,
    assets: owned === null ? null : texts(owned.assets),
    contracts: owned === null ? [] : texts(owned.contracts),
    settledAt,
    late: [...late].slice(-mostLate),
  };
  return JSON.stringify(saved);
}

/** Our own note; one that was damaged counts as none. */
function parsed(text: string | null): Partial<AskedLedger> {
  if (text === null || text === '') return {};
  try {
    const { complete, thoroughAt, assets, contracts, settledAt, late } = JSON.parse(text) as SavedAsked;
    const bigs = (of: SavedAsked['contracts']) => new Map(of.map(([key, each]) => [key, big(each)] as const));
    const owned = assets === null ? null : { assets: bigs(assets), contracts: bigs(contracts) };
    return { complete, thoroughAt, owned, settledAt, late: new Map(late) };
  } catch {
    return {};
  }
}
