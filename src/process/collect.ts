import { editConfig } from '../config/editConfig.ts';
import type { PortfolioState } from '../core/model/state.ts';
import type { History, HistoryRecord, Log } from '../core/ports.ts';
import { parseDuration } from '../engine/parseDuration.ts';
import { dataFolder } from './dataFolder.ts';
import { environmentApprovals, environmentKeys } from './environmentKeys.ts';
import type { FoundConfig } from './findConfig.ts';
import type { SharedHistory } from './oneWriter.ts';
import { openEngine } from './open.ts';
import { exchangeAccounts } from './readOnce.ts';

export interface CollectOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Overrides `history.snapshots.interval`; null: as configured. A duration as in the configuration. */
  readonly interval: string | null;
  readonly once: boolean;
  /** Ends the recorder; what is being written is written to its end. */
  readonly signal: AbortSignal;
  onRecord(record: HistoryRecord): void;
  onLedger(account: string, added: number): void;
  /** In words, once per change of them. */
  onTrouble(words: string): void;
}

export interface Collected {
  readonly records: number;
  /** What stood in the way last; null: nothing does. */
  readonly trouble: string | null;
}

/** A single refresh may take this long (`--once`). */
const onceBudgetMs = 30_000;

/**
 * HIST-2: the engine of the window without a window, recording until `signal`. A record is told only when it is on the disk.
 * Without a history there is nothing to do: it then ends at once, with the reason.
 */
export async function collect(found: FoundConfig, options: CollectOptions): Promise<Collected> {
  const { environment, log, once, signal } = options;
  let records = 0;
  let standing = false;
  let trouble: string | null = null;
  let giveUp = (): void => {};
  const noHistory = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const meet = (words: string | null): void => {
    if (words !== null && words !== trouble) options.onTrouble(words);
    trouble = words;
  };
  const engine = openEngine({
    environment,
    log,
    dataDir: dataFolder(environment),
    secrets: environmentKeys(environment, () => exchangeAccounts(found)),
    hosts: environmentApprovals(environment),
    recorder: true,
    engine: once ? { mode: 'once', readBudgetMs: onceBudgetMs } : {},
    onHistory(opened, wanted) {
      if (opened.ok) return { ok: true, value: telling(opened.value) };
      // Beside a shared history the embedded one keeps small things that a recorder can do without.
      if (wanted === null) return opened;
      meet(`no history: ${opened.failure.reason}`);
      giveUp();
      return opened;
    },
  });
  const telling = (history: History): History => ({
    ...history,
    async append(record, note) {
      await history.append(record, note);
      if ('leading' in history && !(history as SharedHistory).leading()) {
        if (!standing) options.onTrouble('another recorder writes this history; this one stands by');
        standing = true;
        return;
      }
      standing = false;
      records += 1;
      trouble = null;
      options.onRecord(record);
    },
    async appendLedger(account, batch) {
      const { added } = await history.appendLedger(account, batch);
      if (added > 0) options.onLedger(account, added);
      return { added };
    },
  });
  const states = engine.onState((state) => {
    if (state.phase === 'idle' && !state.restored && state.id === found.folder) meet(troubleOf(state));
  });
  // The engine's own timers keep no process alive.
  const alive = setInterval(() => {}, 60_000);
  try {
    const { folder, configPath } = found;
    await engine.request('open', { folder, configPath, text: withInterval(found, options.interval) });
    if (once) await Promise.race([engine.request('refresh', { folder }), aborted(signal)]);
    else await Promise.race([noHistory, aborted(signal)]);
  } finally {
    void states.close();
    await engine.close();
    clearInterval(alive);
  }
  return { records, trouble };
}

/** The configuration with another interval, and updates at least as often. */
function withInterval({ text, config }: FoundConfig, interval: string | null): string {
  if (interval === null || config === null) return text;
  const seconds = Math.max(1, parseDuration(interval) / 1000);
  const faster = Math.min(config.updateInterval, seconds);
  return [
    { path: ['history', 'snapshots', 'interval'], value: interval },
    { path: ['updateInterval'], value: faster },
  ].reduce((before, { path, value }) => {
    const edits = editConfig(before, { kind: 'set', path, value });
    return [...edits]
      .sort((a, b) => b.offset - a.offset)
      .reduce((so, edit) => so.slice(0, edit.offset) + edit.text + so.slice(edit.offset + edit.length), before);
  }, text);
}

/** Why a record is missing or incomplete, in one line. */
function troubleOf(state: PortfolioState): string | null {
  const accounts = (state.snapshot?.accounts ?? []).flatMap((account) =>
    account.state === 'ok' || account.reason === null ? [] : [`${account.id}: ${account.state}: ${account.reason}`],
  );
  const all = [...state.notices, ...accounts];
  return all.length === 0 ? null : all.join('; ');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
