import type { Config } from '../config/schema.ts';
import type { EngineOptions, EnginePorts } from './engine.ts';
import { loadQuotes } from './keptQuotes.ts';
import { createMemory, type Memory } from './memory.ts';
import { openMemory } from './openMemory.ts';
import type { QuoteBook } from './readQuotes.ts';

/** Seldom: a server that does not even refuse holds a refresh for as long as it takes to give up on it. */
const reopenEvery = 300_000;

/** The memory that a portfolio has now: another one when its configuration wants another history. */
export interface MemoryKeeper {
  current(): Memory;
  /** In words, once: a damaged history was put aside. */
  setAside(): string | null;
  /** Opens the history that the configuration wants, when it is another one than the open one: HIST-2. True: it was opened. */
  openWanted(config: Config | null): Promise<boolean>;
  /** Resolves when none is being opened. */
  settled(): Promise<void>;
  /** Access changed: one that could not be opened is tried again with the next refresh. */
  retry(): void;
}

export function createMemoryKeeper(
  ports: EnginePorts,
  options: Pick<EngineOptions, 'onlyExchange'>,
  folder: string,
  quoteBook: QuoteBook,
): MemoryKeeper {
  const { clock, log } = ports;
  let memory = createMemory(null, log);
  let setAside: string | null = null;
  let openedFor: string | null = null;
  /** A database that was down may be up again. */
  let reopenAt = Number.POSITIVE_INFINITY;
  let opening: Promise<unknown> = Promise.resolve();

  const open = async (wanted: Parameters<typeof openMemory>[2], key: string): Promise<void> => {
    await memory.close();
    const opened = await openMemory(ports, folder, wanted);
    memory = opened.memory;
    setAside = opened.setAside;
    openedFor = key;
    reopenAt = memory.history === null ? clock.now() + reopenEvery : Number.POSITIVE_INFINITY;
    if (memory.history !== null) await loadQuotes(memory.history, quoteBook, log);
  };
  return {
    current: () => memory,
    setAside: () => setAside,
    async openWanted(config) {
      const wanted = config === null ? null : { storage: config.history.storage, name: config.name };
      const key = wanted?.storage === 'postgres' ? JSON.stringify(wanted) : 'embedded';
      if (options.onlyExchange !== null || (openedFor === key && clock.now() < reopenAt)) return false;
      const done = open(wanted, key);
      opening = done.catch(() => undefined);
      await done;
      return true;
    },
    async settled() {
      await opening;
    },
    retry() {
      if (memory.history === null) openedFor = null;
    },
  };
}
