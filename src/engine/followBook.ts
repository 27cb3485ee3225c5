import type { LedgerKeeper } from './ledgerKeeper.ts';
import type { Book } from './readBook.ts';

/**
 * Asks what the ledgers of a live portfolio say until nothing waits and nothing newer was read: what is new first, what is older in
 * the time between. Closes of all that was ever held take their time, so what the ledgers say of today is shown before the past.
 */
export async function followBook(steps: {
  readonly ledgers: Pick<LedgerKeeper, 'waits' | 'tellsDay'>;
  /** The newest; null when nothing is wanted any more. */
  readonly newest: () => Book | null;
  /** True when something new is known. */
  readonly ask: (book: Book) => Promise<boolean>;
  readonly withLedgers: (book: Book) => Book;
  /** True when the past has new points. */
  readonly rebuild: () => Promise<boolean>;
  readonly withBoundaries: (book: Book) => Promise<Book>;
  readonly put: (book: Book) => void;
}): Promise<void> {
  const { ledgers, newest, ask, put } = steps;
  const rebuild = async (): Promise<void> => {
    if (!(await steps.rebuild())) return;
    for (let was = newest(); was !== null; was = newest()) {
      const next = await steps.withBoundaries(was);
      if (newest() === was) return put(next);
    }
  };
  /** Of the reading that the past was worked out with last: while older entries come, once for each is enough. */
  let rebuilt = 0;
  for (let read = newest(); read !== null; ) {
    const fresh = await ask(read);
    let now = newest();
    if (now === null) return;
    if (fresh) put(steps.withLedgers(now));
    const still = !ledgers.waits() && now.at <= read.at;
    if (still || (fresh && now.at > rebuilt && ledgers.tellsDay())) {
      rebuilt = now.at;
      await rebuild();
    }
    now = newest();
    if (still && (now === null || now.at <= read.at)) return;
    read = now;
  }
}
