import type { AccountReading } from '../core/model/account.ts';
import type { LedgerBatch, LedgerCoverage, LedgerState } from '../core/model/ledger.ts';
import type { Clock, Log, Source } from '../core/ports.ts';
import { type AskedLedger, emptyAsked, parsed, printed } from './askedLedger.ts';
import { deadline } from './deadline.ts';
import type { Abort } from './engine.ts';
import { emptyBook, type LedgerBook, notCovered, quantitiesOf, withBatch } from './ledgerBook.ts';
import type { Memory } from './memory.ts';
import { adjustAfter, adjusted, adjustmentFor, endingAt, finished, standing, withOlder } from './settleLedger.ts';

/** In the background an answer on its way is waited for: what it brought would be asked for again. */
const perQuestion = 180_000;
const firstPause = 30_000;
const partialPause = 300_000;
const longestPause = 3_600_000;
/** A source that always has more, and brings nothing, is not asked for ever. */
const mostIdle = 50;

const noteOf = (id: string): string => `ledgerAsked ${id}`;

/** What the history has of an account's ledger, from this session, an earlier one, or another window. */
export async function loadAsked(memory: Memory, id: string, before: AskedLedger = emptyAsked): Promise<AskedLedger> {
  return memory.use('reading the ledger', before, async (history) => {
    const state = await history.ledgerState(id);
    if (state === null) return before;
    const { trades, flows, income } = await history.ledger(id, 0, Number.MAX_SAFE_INTEGER);
    const asked = parsed(await history.note(noteOf(id)));
    const book = withBatch(emptyBook, { trades: trades.map(own), flows: flows.map(own), income: income.map(own) });
    return standing({
      ...before,
      older: true,
      ...asked,
      book: { ...book, orders: before.book.orders },
      settled: before.owned === null ? book : before.settled,
      cursor: state.cursor,
      coverage: state.coverage,
      version: before.version + 1,
    });
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
  /** Where somebody waits: ask for what is older than today, too. */
  readonly reachBack: boolean;
  readonly abort: Abort;
  /** Ends questions about what is older. */
  readonly older: Abort;
  readonly thoroughEvery: number;
}): Promise<AskedLedger> {
  const { clock, log, memory, id, source, reading, abort } = question;
  const begin = clock.now();
  let asked = question.before;
  if (asked.retryAt > begin || abort.signal.aborted) return asked;
  const quantities = quantitiesOf(reading);
  // What nothing explains may be in a market that nobody would think of.
  const gapDue = (asked.gap?.at ?? Number.POSITIVE_INFINITY) + adjustAfter;
  const thorough = begin - asked.thoroughAt >= question.thoroughEvery || (begin >= gapDue && asked.thoroughAt < gapDue);
  const again = begin >= asked.againAt;
  const same = asked.complete?.quantities === quantities && !thorough && !again;
  if (same) asked = { ...asked, settledAt: reading.at };
  if (same && !asked.older) return asked;
  if (asked.seen?.quantities !== quantities) asked = { ...asked, seen: { quantities, at: reading.at } };
  asked = await fromOtherWindow(memory, id, asked);
  let upToDate = same;
  let idle = 0;
  // Who waits for today does not wait for all that is older.
  const olderMs = question.patient ? question.budgetMs : question.reachBack ? question.budgetMs / 4 : 0;
  const budget = (): number => (upToDate ? olderMs : question.budgetMs);
  while (clock.now() - begin < budget() && !abort.signal.aborted) {
    const left = question.patient ? perQuestion : question.budgetMs - (clock.now() - begin);
    const { cursor, book } = asked;
    const request = { cursor, reading, symbols: symbolsOf(book), assets: assetsOf(book), thorough };
    const until = upToDate && question.patient ? question.older : abort;
    const answer = await deadline(
      clock,
      left,
      `The ledger of ${id}`,
      until,
      () =>
        source.ledger?.(upToDate ? { ...request, olderOnly: true, hurry: !question.patient } : request, until.signal) ??
        Promise.reject(new Error('it has none')),
    );
    if (until.signal.aborted || abort.signal.aborted) return asked;
    if (!answer.ok) {
      const pause = Math.min(firstPause * 2 ** asked.failures, longestPause);
      const retryAt = Math.max(answer.failure.retryAt ?? 0, clock.now() + pause);
      log.info(`${id}: its ledger could not be read: ${answer.failure.reason}`);
      const failure = { failures: asked.failures + 1, retryAt };
      // What was complete stays so while nothing moved: only the thorough question, or what is older, failed.
      if (asked.complete?.quantities === quantities) return { ...asked, ...failure };
      return { ...asked, ...failure, complete: null, coverage: failing(asked, answer.failure.reason) };
    }
    const batch = answer.value;
    const brought = batch.trades.length + batch.flows.length + batch.income.length;
    idle = brought + batch.orders.length === 0 && batch.cursor === cursor ? idle + 1 : 0;
    const unsaved = await saved(memory, id, [...asked.unsaved, batch]);
    asked = {
      ...asked,
      book: withBatch(book, batch),
      cursor: batch.cursor,
      coverage: batch.coverage,
      older: batch.more,
      anchors: batch.anchors ?? asked.anchors,
      unsaved,
      notes: batch.notes,
      failures: 0,
      retryAt: 0,
      version: asked.version + (brought > 0 || !isAlike(asked.coverage, batch.coverage) ? 1 : 0),
    };
    if (upToDate) asked = standing(withOlder(asked, batch));
    else if (batch.upToDate ?? !batch.more) {
      upToDate = true;
      asked = standing(finished(asked, reading));
      asked = { ...asked, againAt: againAt(asked, clock.now()) };
      if (batch.more && question.patient) {
        await memory.use('saving', undefined, (history) => history.saveNote(noteOf(id), printed(asked)));
        // It is shown before what is older is asked for.
        return thorough ? { ...asked, thoroughAt: begin } : asked;
      }
    }
    if (!batch.more) {
      asked = { ...asked, againAt: againAt(asked, clock.now()), thoroughAt: thorough ? begin : asked.thoroughAt };
      const adjustment = adjustmentFor(asked, batch);
      if (adjustment !== null) {
        const unsaved = await saved(memory, id, [...asked.unsaved, adjustment]);
        asked = adjusted({ ...asked, unsaved }, adjustment);
      }
      await memory.use('saving', undefined, (history) => history.saveNote(noteOf(id), printed(asked)));
      return asked;
    }
    if (idle >= mostIdle) {
      log.warn(`${id}: its ledger says that there is more, and brings nothing`);
      return { ...asked, retryAt: clock.now() + firstPause };
    }
    // What moves meanwhile goes first.
    if (same && question.patient) return asked;
  }
  // In the middle of a question nobody knows yet whether its entries tell all that changed.
  return upToDate || asked.owned === null ? asked : { ...asked, coverage: endingAt(asked.coverage, asked.settledAt) };
}

/** Another window may have read on meanwhile; its pages need not be asked again. */
/** A part that failed, or a change that nothing explains yet, is asked about again soon. */
function againAt({ coverage, gap }: AskedLedger, now: number): number {
  const partial = Object.values(coverage).some((each: LedgerCoverage['trades']) => 'reason' in each);
  return partial || gap !== null ? now + partialPause : Number.POSITIVE_INFINITY;
}

function isAlike(a: LedgerCoverage, b: LedgerCoverage): boolean {
  const start = (each: LedgerCoverage['trades']) => ('reason' in each ? each.reason : each.from);
  return (
    start(a.trades) === start(b.trades) && start(a.flows) === start(b.flows) && start(a.income) === start(b.income)
  );
}

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
