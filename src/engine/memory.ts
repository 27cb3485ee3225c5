import type { AccountReading } from '../core/model/account.ts';
import type { Reading } from '../core/model/reading.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { History, HistoryRecord, Log } from '../core/ports.ts';
import type { BookAccount } from '../core/valuation/book.ts';
import type { LastRecord } from './lastRecord.ts';

/** A portfolio's history with what the engine keeps of it in memory. A failing database costs history, never the view. */
export interface Memory {
  /** Why there is no history, in words; null while it works. */
  trouble(): string | null;
  readonly history: History | null;
  /** Runs something on the history; the fallback where there is none or it fails, which becomes the trouble. */
  use<T>(what: string, fallback: T, run: (history: History) => Promise<T>): Promise<T>;
  past(): readonly ValuePoint[];
  last(): LastRecord | null;
  /** Stands for the last record until there is one. */
  assume(record: LastRecord): void;
  /** Values of one account or the portfolio; [] where there is no history. */
  values(account: string | null, from: number, to: number): Promise<readonly ValuePoint[]>;
  valueAt(account: string | null, at: number): Promise<ValuePoint | null>;
  /** Says which currency's values to show, and loads them. */
  load(currency: string, now: number): Promise<void>;
  append(record: HistoryRecord, last: LastRecord, point: ValuePoint): Promise<void>;
  backfill(account: string | null, points: readonly ValuePoint[]): Promise<void>;
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  lastSnapshot(): Promise<Snapshot | null>;
  saveReadings(accounts: readonly BookAccount[], keyOf: (id: string) => string | null): Promise<void>;
  /** Last complete readings before a restart, of accounts whose settings are still the same. */
  readings(keyOf: (id: string) => string | null): Promise<readonly BookAccount[]>;
  /** The last good configuration's text, for a restart that finds a broken file. */
  lastGoodConfig(): Promise<string | null>;
  saveGoodConfig(text: string): Promise<void>;
  /** Where a damaged history was put when this one was begun; `told`: people were told already. Null: there was none. */
  setAside(): Promise<{ readonly path: string; readonly told: boolean } | null>;
  saveTold(path: string): Promise<void>;
  /** Down-samples and prunes, at most every `maintainEvery`, over restarts too. */
  maintain(now: number, retentionDays: number, currency: string): Promise<void>;
  close(): Promise<void>;
}

/** A note is one row; an account with more fills keeps its values, without them, over a restart. */
const mostTrades = 2000;

/** Of the last snapshot as it is stored; one of another version is not shown, the first reading follows in a moment. */
const snapshotFormat = '1';

const maintainEvery = 6 * 3_600_000;

interface SavedReading {
  readonly key: string;
  readonly account: BookAccount;
}

export function createMemory(opened: Reading<History> | null, log: Log): Memory {
  const history = opened?.ok ? opened.value : null;
  const closedTrouble = opened === null || opened.ok ? null : `No history: ${opened.failure.reason}`;
  /** By what failed: one thing that works again does not hide another that does not. */
  const troubles = new Map<string, string>();
  let past: readonly ValuePoint[] = [];
  let formatSaved = false;
  let last: LastRecord | null = null;
  let closed = false;

  const attempt = async <T>(what: string, fallback: T, run: (history: History) => Promise<T>): Promise<T> => {
    if (history === null || closed) return fallback;
    try {
      const value = await run(history);
      troubles.delete(what);
      return value;
    } catch (error) {
      // What still ran when it was closed is done the next time.
      if (closed) return fallback;
      const words = `History: ${what} failed: ${error instanceof Error ? error.message : String(error)}`;
      if (!troubles.has(what)) log.error(words);
      troubles.set(what, words);
      return fallback;
    }
  };
  const load = async (currency: string, now: number): Promise<void> => {
    await attempt('reading past values', undefined, async (store) => {
      if ((await store.note('baseCurrency')) !== currency) await store.saveNote('baseCurrency', currency);
      past = await store.values(null, 0, now);
      last = parse<LastRecord>(await store.note('lastRecord'));
    });
  };
  return {
    trouble: () => closedTrouble ?? [...troubles.values()][0] ?? null,
    history,
    use: attempt,
    past: () => past,
    last: () => last,
    assume: (record) => {
      last = record;
    },
    values: (account, from, to) => attempt('reading values', [], (store) => store.values(account, from, to)),
    valueAt: (account, at) => attempt('reading a value', null, (store) => store.valueAt(account, at)),
    load,
    append: (record, next, point) =>
      attempt('recording', undefined, async (store) => {
        await store.append(record, { key: 'lastRecord', value: JSON.stringify(next) });
        last = next;
        past = [...past, point];
      }),
    backfill: (account, points) =>
      attempt('rebuilding past values', undefined, (store) => store.backfill(account, points)),
    saveSnapshot: (snapshot) =>
      attempt('saving', undefined, async (store) => {
        await store.saveLastSnapshot(snapshot);
        if (!formatSaved) await store.saveNote('snapshotFormat', snapshotFormat);
        formatSaved = true;
      }),
    lastSnapshot: () =>
      attempt('reading the last book', null, async (store) =>
        (await store.note('snapshotFormat')) === snapshotFormat ? store.lastSnapshot() : null,
      ),
    saveReadings: (accounts, keyOf) =>
      attempt('saving', undefined, async (store) => {
        const saved = accounts.flatMap((account): SavedReading[] => {
          const key = keyOf(account.id);
          if (key === null || account.reading === null) return [];
          return [{ key, account: { ...account, reading: slim(account.reading) } }];
        });
        await store.saveNote('readings', JSON.stringify(saved));
      }),
    readings: (keyOf) =>
      attempt('reading the last values', [], async (store) => {
        const saved = parse<readonly SavedReading[]>(await store.note('readings')) ?? [];
        return saved.filter(({ key, account }) => keyOf(account.id) === key).map(({ account }) => account);
      }),
    lastGoodConfig: () => attempt('reading the last configuration', null, (store) => store.note('goodConfig')),
    saveGoodConfig: (text) => attempt('saving', undefined, (store) => store.saveNote('goodConfig', text)),
    setAside: () =>
      attempt('reading what was set aside', null, async (store) => {
        const path = await store.note('setAside');
        return path === null ? null : { path, told: (await store.note('setAsideTold')) === path };
      }),
    saveTold: (path) => attempt('saving', undefined, (store) => store.saveNote('setAsideTold', path)),
    maintain: (now, retentionDays, currency) =>
      attempt('tidying', undefined, async (store) => {
        if (now - Number((await store.note('maintainedAt')) ?? 0) < maintainEvery) return;
        await store.maintain(now, retentionDays);
        await store.saveNote('maintainedAt', String(now));
        await load(currency, now);
      }),
    async close() {
      if (closed) return;
      closed = true;
      try {
        await history?.close();
      } catch (error) {
        log.error(`History: closing failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

/** Marks of a whole exchange are thousands; only those of what is held are worth keeping. */
function slim(reading: AccountReading): AccountReading {
  const held = new Set([
    ...reading.balances.map((balance) => balance.asset),
    ...reading.positions.flatMap((position) => [position.asset, position.currency]),
  ]);
  const marks = reading.marks.filter((mark) => held.has(mark.base));
  if (reading.ledger !== undefined) {
    // The history has its entries; what they cover is asked anew.
    const { ledger: _, income: __, realized: ___, ...rest } = reading;
    return { ...rest, trades: null, flows: null, marks };
  }
  const trades = (reading.trades?.length ?? 0) > mostTrades ? null : reading.trades;
  return { ...reading, trades, marks };
}

/** Our own note; one that was damaged counts as none. */
function parse<T>(text: string | null): T | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
