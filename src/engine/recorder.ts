import type { Config } from '../config/schema.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { BookAccount } from '../core/valuation/book.ts';
import type { EnginePorts } from './engine.ts';
import { saveQuotes } from './keptQuotes.ts';
import type { Memory } from './memory.ts';
import { saveInEmbedded } from './openMemory.ts';
import type { QuoteBook } from './readQuotes.ts';
import { recordOf } from './remember.ts';

const saveEvery = 30_000;

export interface RecordRequest {
  readonly memory: Memory;
  readonly config: Config;
  readonly snapshot: Snapshot;
  /** The live one before, for prices of what is gone since. */
  readonly previous: Snapshot | null;
  readonly accounts: readonly BookAccount[];
  readonly keyOf: (id: string) => string | null;
  readonly quotes: QuoteBook;
  /** Text of the configuration where it is new; null: it is kept already. */
  readonly goodText: string | null;
}

/** Step 3 of a refresh: what is worth remembering of a book goes into the history. */
export interface Recorder {
  record(request: RecordRequest): Promise<void>;
}

export function createRecorder(ports: EnginePorts, folder: string, live: boolean): Recorder {
  const { clock, log } = ports;
  let savedAt = Number.NEGATIVE_INFINITY;
  return {
    async record({ memory, config, snapshot, previous, accounts, keyOf, quotes, goodText }) {
      if (memory.history === null) return;
      const outcome = recordOf(snapshot, accounts, config, memory.last(), previous);
      if (outcome.record !== null) await memory.append(outcome.record, outcome.last, outcome.point);
      else log.debug(`${folder}: not recorded: ${outcome.reason}`);
      const now = clock.now();
      if (!live || now - savedAt >= saveEvery) {
        savedAt = now;
        if (snapshot.accounts.some((account) => account.state === 'ok')) await memory.saveSnapshot(snapshot);
        await memory.saveReadings(accounts, keyOf);
        const held = [...snapshot.assets, ...snapshot.positions].map(({ asset }) => asset);
        const assets = new Set([...held, config.baseCurrency, ...config.displayCurrencies]);
        await saveQuotes(memory.history, quotes, assets, log);
      }
      if (goodText !== null) {
        await memory.saveGoodConfig(goodText);
        // A restart that finds a broken file does not know which shared history to ask.
        if (config.history.storage !== 'embedded') await saveInEmbedded(ports, folder, goodText);
      }
      await memory.maintain(now, config.history.snapshots.retention, config.baseCurrency);
    },
  };
}
