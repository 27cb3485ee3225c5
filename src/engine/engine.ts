import type { AccountConfig, Config } from '../config/schema.ts';
import type { Reading } from '../core/model/reading.ts';
import type { PortfolioState } from '../core/model/state.ts';
import type { Execution } from '../core/model/trading.ts';
import type {
  Clock,
  Closable,
  Credentials,
  History,
  HostApproval,
  Journal,
  Log,
  PriceSource,
  Secrets,
  Signal,
  Source,
} from '../core/ports.ts';
import type { SeriesTable } from '../core/seriesFile/seriesTable.ts';
import type { AccountTest, EngineRequests, ExchangeInfo } from '../protocol/engine.ts';

/** What an engine is made from: everything outside comes in here. */
export interface EnginePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly hosts: HostApproval;
  /** Connects an account; cheap, touches no network until the first read. */
  openSource(context: SourceContext, account: AccountConfig): Reading<Source>;
  /** Opens one link of the price chain, by its name in the configuration. */
  openPriceSource(context: SourceContext, link: string): Reading<PriceSource>;
  /**
   * One history per folder; the note `baseCurrency` says which values it shows. Absent or null: the embedded one, which is also
   * where the last good configuration of a broken file is.
   */
  openHistory(folder: string, wanted?: HistoryChoice | null): Promise<Reading<History>>;
  /**
   * Rows of a CSV or JSON file that a series is in: of a path inside the workspace folder (SEC-2), or with no folder of one that
   * the user chose, which may be anywhere.
   */
  readSeries(folder: string | null, path: string): Promise<Reading<SeriesTable>>;
  /** Whether live orders may be sent now: the window's machine-scoped setting. The command line never may. */
  tradingAllowed(folder: string, account: string): Promise<boolean>;
  /** QUANTFOLIO_EXCHANGE_BASE_URL, loopback only; null when not set. */
  readonly redirectedTo: string | null;
  /** Trouble of the environment in words (a refused base URL), shown with every portfolio. */
  readonly notices: readonly string[];
  /** Every exchange that can be named, without loading any. */
  readonly exchanges: readonly ExchangeInfo[];
  /** Tries an account; `credentials` null: with those of the Secrets port. Never throws. */
  testAccount(context: SourceContext, account: AccountConfig, credentials: Credentials | null): Promise<AccountTest>;
  createAbort(): Abort;
  /** Tells this process from every other on any machine: who runs an execution. */
  readonly processName: string;
  /** Whether the process of that name ran on this machine and is dead; of other machines it cannot be told. */
  isGone(processName: string): boolean;
  /** Lower-case hexadecimal digits that nobody can guess: ids of plans. */
  randomHex(digits: number): string;
  /** Versions of what the engine runs on, for diagnose. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What an engine answers, by the name of the request. */
export type Handlers = {
  readonly [N in keyof EngineRequests]: (argument: EngineRequests[N][0]) => Promise<EngineRequests[N][1]>;
};

/** What the configuration says of its history; another one is opened when this changes. */
export interface HistoryChoice {
  readonly storage: Config['history']['storage'];
  /** The portfolio's `name`: a shared database keeps each portfolio under its own. */
  readonly name: string;
}

/** The platform's AbortController. */
export interface Abort {
  readonly signal: Signal;
  /** Resolves when aborted: what ignores the signal is not waited for. */
  readonly aborted: Promise<void>;
  abort(): void;
}

/** How an engine runs; the defaults are those of a window. */
export interface EngineOptions {
  /**
   * `live`: refreshes by itself, watches files, fetches closes in the background. `once`: only on request, and a failing
   * account is stale at once (SRC-5a): the CLI.
   */
  readonly mode: 'live' | 'once';
  /** Bounds one whole read of accounts and prices. */
  readonly readBudgetMs: number;
  /** Overrides `risk.startingCash` (CLI `--starting-cash`). */
  readonly startingCash: number | null;
  /**
   * `once`: also asks ledgers for what is older than today, for a part of the budget. A window always does, when nobody waits.
   */
  readonly reachBack: boolean;
  /** Only accounts of this exchange (CLI `--exchange`); history is then neither read nor written. */
  readonly onlyExchange: string | null;
}

export interface SourceContext {
  readonly folder: string;
  /** The account's id, or "prices". */
  readonly account: string;
  readonly config: Config;
  /** Of a paper account; null: there is none (a connection test, prices). */
  readonly journal: Journal | null;
}

/** One core for the window's forked process and the CLI. */
export interface Engine extends Closable {
  /** Answers any request of the protocol; rejects with an Error in words. */
  request<N extends keyof EngineRequests>(name: N, argument: EngineRequests[N][0]): Promise<EngineRequests[N][1]>;
  onState(listener: (state: PortfolioState) => void): Closable;
  /** A portfolio was closed, or the combined view ended: nothing of it is to be shown any more. */
  onRemoved(listener: (id: string) => void): Closable;
  /** An execution began, moved on or ended. */
  onExecution(listener: (execution: Execution) => void): Closable;
}
