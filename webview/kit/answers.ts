import type { PageName, PageRequests } from '../../src/protocol/page.ts';
import type { Host } from './host.ts';

export interface Answered<N extends PageName> {
  readonly value: PageRequests[N][1] | null;
  /** Words of the last failure; the value before it stays. */
  readonly error: string | null;
  readonly loading: boolean;
}

interface Entry {
  state: Answered<PageName>;
  /** The page's version that the value is of. */
  version: number;
  readonly listeners: Set<() => void>;
  again: boolean;
}

const waiting: Answered<PageName> = { value: null, error: null, loading: true };

/** The page's questions and what they brought: cards that ask the same share one message, and hear of it together. */
export interface Answers {
  read<N extends PageName>(question: Question<N>): Answered<N>;
  /** Asks unless it was asked for this version of the page already. */
  want<N extends PageName>(question: Question<N>, version: number): void;
  retry<N extends PageName>(question: Question<N>): void;
  listen<N extends PageName>(question: Question<N>, listener: () => void): () => void;
}

export interface Question<N extends PageName> {
  readonly name: N;
  readonly argument: PageRequests[N][0];
  /** What was answered before amounts were hidden is another answer, which may not be shown. */
  readonly privacy: boolean;
}

export function createAnswers(host: Host): Answers {
  const entries = new Map<string, Entry>();
  const entryOf = (question: Question<PageName>): Entry => {
    const key = JSON.stringify(question);
    const known = entries.get(key);
    if (known) return known;
    const made: Entry = { state: waiting, version: -1, listeners: new Set(), again: false };
    entries.set(key, made);
    // Old ranges and subjects are not kept for ever.
    for (const [old, entry] of entries) {
      if (entries.size <= 40) break;
      if (entry.listeners.size === 0 && entry !== made) entries.delete(old);
    }
    return made;
  };
  const tell = (entry: Entry, state: Answered<PageName>) => {
    entry.state = state;
    for (const listener of entry.listeners) listener();
  };
  const ask = async <N extends PageName>(entry: Entry, question: Question<N>): Promise<void> => {
    tell(entry, { ...entry.state, loading: true });
    do {
      entry.again = false;
      try {
        const value = await host.request(question.name, question.argument);
        tell(entry, { value, error: null, loading: entry.again });
      } catch (cause) {
        const error = cause instanceof Error ? cause.message : String(cause);
        tell(entry, { ...entry.state, error, loading: entry.again });
      }
    } while (entry.again);
  };
  return {
    // The entry's key holds the name, so its value is of that request.
    read: (question) => entryOf(question).state as never,
    want(question, version) {
      const entry = entryOf(question);
      if (entry.version === version) return;
      const busy = entry.version >= 0 && entry.state.loading;
      entry.version = version;
      // While one is on its way another would only queue behind it.
      if (busy) entry.again = true;
      else void ask(entry, question);
    },
    retry(question) {
      const entry = entryOf(question);
      if (!entry.state.loading) void ask(entry, question);
    },
    listen(question, listener) {
      const { listeners } = entryOf(question);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
