import type { Clock, Closable, History, HistoryRecord, Log } from '../core/ports.ts';
import type { StoredHistory } from '../storage/history.ts';

export interface WriterOptions {
  /** Tells this process from every other on any machine. */
  readonly who: string;
  /** A recorder (1) takes over from a window (0) at once; among equals the first stays. */
  readonly rank: number;
  /** Whether another is known to be dead: its time need not be waited for. */
  gone(who: string): boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whether this process is the one that records now. */
export type SharedHistory = History & { leading(): boolean };

/** Renewed three times within; after it, another takes over from one that died. */
const leaseMs = 90_000;
const renewMs = 30_000;
/** A week of minutes. */
const mostHeld = 10_000;

interface Held {
  readonly record: HistoryRecord;
  readonly note: Parameters<History['append']>[1];
}

/**
 * Of all windows, recorders and commands that have one history open, one records. Each record's flows count since the record before it, so two that
 * record in turns would count every deposit twice. The others hold their records back: who takes over writes those that are newer
 * than the last one stored, so that neither a value nor a deposit is missing where the leader died. The ledger needs no leader:
 * its entries are told apart by their ids.
 */
export function oneWriter(history: StoredHistory, { who, rank, gone, clock, log }: WriterOptions): SharedHistory {
  let held: Held[] = [];
  let state: 'yes' | 'no' | 'readOnly' = 'no';
  let renewal: Closable | null = null;

  const lead = async (): Promise<boolean> => {
    const before = state;
    state = await history.lead({ who, rank }, leaseMs, gone);
    if (state !== before) {
      log.info(state === 'yes' ? 'This process records the history.' : 'Another process records the history.');
    }
    if (renewal === null && state === 'yes') plan();
    return state === 'yes';
  };
  const plan = (): void => {
    renewal = clock.after(renewMs, () => {
      renewal = null;
      if (state !== 'yes') return;
      lead().catch((error: unknown) => {
        log.warn(`The history: ${error instanceof Error ? error.message : String(error)}`);
        // The next record claims again.
        state = 'no';
      });
    });
  };
  const catchUp = async (): Promise<void> => {
    const newest = held.at(-1);
    if (newest === undefined) return;
    const last = (await history.valueAt(null, newest.record.at))?.at ?? Number.NEGATIVE_INFINITY;
    for (const each of held) if (each.record.at > last) await history.append(each.record, each.note);
    held = [];
  };
  const leading =
    <A extends readonly unknown[]>(work: (...given: A) => Promise<void>) =>
    async (...given: A): Promise<void> => {
      if (await lead()) await work(...given);
    };
  const allowed =
    <A extends readonly unknown[]>(work: (...given: A) => Promise<void>) =>
    async (...given: A): Promise<void> => {
      if (state !== 'readOnly') await work(...given);
    };
  return {
    ...history,
    leading: () => state === 'yes',
    async append(record, note) {
      if (!(await lead())) {
        held = [...held.slice(-mostHeld), { record, note }];
        return;
      }
      await catchUp();
      await history.append(record, note);
    },
    backfill: leading(history.backfill),
    mendFlows: leading(history.mendFlows),
    maintain: leading(history.maintain),
    saveLastSnapshot: leading(history.saveLastSnapshot),
    saveNote: allowed(history.saveNote),
    saveCloses: allowed(history.saveCloses),
    async close() {
      void renewal?.close();
      if (held.length > 0 && (await lead().catch(() => false))) await catchUp();
      // So that another can go on at once; if it cannot be said, the time runs out.
      if (state === 'yes') await history.lead({ who, rank }, 0, gone).catch(() => 'no');
      state = 'no';
      await history.close();
    },
  };
}
