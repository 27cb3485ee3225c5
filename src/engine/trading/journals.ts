import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { History, Journal, JournalEntry } from '../../core/ports.ts';
import type { Memory } from '../memory.ts';

/**
 * The journals of a portfolio's paper accounts, in its history. `ready` waits until the history is open. Entries are read once and
 * then only what is new, since other processes append too; the list is the same one for as long as nothing was added.
 */
export function createJournals(ready: () => Promise<Memory>): (account: string) => Journal {
  return (account) => {
    let known: { readonly history: History; readonly entries: readonly JournalEntry[] } | null = null;

    const using = async <T>(run: (history: History) => Promise<T>): Promise<Reading<T>> => {
      const memory = await ready();
      if (memory.history === null) {
        const why = memory.trouble() ?? 'no history is open';
        return failed('unavailable', `the history that keeps the orders of ${account} cannot be used: ${why}`);
      }
      try {
        return ok(await run(memory.history));
      } catch (error) {
        return failed('unavailable', `the journal of ${account}: ${wordsOf(error)}`);
      }
    };
    return {
      read: () =>
        using(async (history) => {
          const before = known?.history === history ? known.entries : [];
          const more = await history.journal(account, before.at(-1)?.seq ?? 0);
          const entries = more.length === 0 ? before : [...before, ...more];
          known = { history, entries };
          return entries;
        }),
      append(entry, after) {
        // A gap would let two processes take different places after the same entry.
        if (entry.seq !== after + 1) throw new Error(`entry ${entry.seq} of a journal does not follow ${after}`);
        return using(async (history) => ((await history.appendJournal(account, entry)) ? 'added' : 'conflict'));
      },
    };
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
