import { ok } from '../../src/core/model/reading.ts';
import type { Journal, JournalEntry } from '../../src/core/ports.ts';

/** A journal in memory with the promises of the real ones: append-only, and the second of two that follow the same entry is told. */
export function memoryJournal(entries: JournalEntry[] = []): Journal & { readonly entries: JournalEntry[] } {
  return {
    entries,
    async read() {
      await Promise.resolve();
      return ok([...entries]);
    },
    async append(entry, after) {
      await Promise.resolve();
      if ((entries.at(-1)?.seq ?? 0) !== after) return ok('conflict');
      entries.push(entry);
      return ok('added');
    },
  };
}
