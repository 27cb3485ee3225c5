import type { CostBasis } from '../core/ledger/costBasis.ts';
import type { CorrelationAnswer, CorrelationMethod } from '../core/model/analytics.ts';
import type { ConfigChange, ConfigProblem, LimitLocation, TextEdit } from '../core/model/configText.ts';
import type { Ledger } from '../core/model/ledger.ts';
import type {
  Attribution,
  AttributionBy,
  Comparison,
  DrawdownSpell,
  Performance,
  PerformanceRow,
  Period,
  Subject,
} from '../core/model/performance.ts';
import type { Headroom } from '../core/model/risk.ts';
import type { Curve, ValuePoint } from '../core/model/series.ts';
import type { AllocationBy } from '../core/model/snapshot.ts';
import type { PortfolioState } from '../core/model/state.ts';
import type { TablePage, TableQuery } from '../core/model/tables.ts';
import type { CostCategory, Reconciliation, TaxReport, TradeStats } from '../core/model/tax.ts';
import type { Execution, Plan, PlanRequest, PositionDetails } from '../core/model/trading.ts';
import type { Credentials, HoldingRecord, KeyPermissions, SecretBinding } from '../core/ports.ts';

/** The contract window ↔ engine, over the IPC of a forked process. Two closed unions of requests, one of events. */

/** Id of the combined view of all portfolios (CFG-1), where those of single ones are folders. */
export const combinedPortfolio = 'combined';

/** A portfolio to open: the window hands over the text it read, the engine owns everything after. */
export interface PortfolioInput {
  /** Absolute path of the workspace folder: the portfolio's id and the root that no path in the config may leave. */
  readonly folder: string;
  readonly configPath: string;
  /** null: the file does not exist. */
  readonly text: string | null;
}

/**
 * Chart series of the engine: `return` is the cumulative time-weighted return from 0 at the window's start; `allocation` is one
 * curve a part (shares of the value); the rolling ones look back `rolling` periods.
 */
export type SeriesName =
  | 'value'
  | 'drawdown'
  | 'return'
  | 'allocation'
  | 'rollingReturn'
  | 'rollingVolatility'
  | 'rollingSharpe'
  | 'rollingBeta'
  | 'rollingCorrelation'
  | 'rollingDrawdown';

export interface SeriesWindow {
  /** A portfolio's folder, or the id of an open tear sheet. */
  readonly portfolio: string;
  readonly subject: Subject;
  readonly series: SeriesName;
  /** `return`, `rollingBeta`, `rollingCorrelation`: of these; null: those of the configuration. */
  readonly benchmarks?: readonly string[] | null;
  /** Periods that rolling series look back; default 63 of a business-day series, 90 of an every-day one, 12 of a monthly one. */
  readonly rolling?: number;
  /** `allocation` by what; default asset. At most six parts and "Other". */
  readonly by?: AllocationBy;
  /** null: all there is. */
  readonly from: number | null;
  readonly to: number | null;
  /** Width to decimate for (M4: first, last, min, max per pixel). */
  readonly px: number;
  /**
   * Privacy, and percent mode: 1 at the start of the window, deposits and withdrawals taken out. Where they are not known,
   * fractions of the window's first value, and the answer's `reason` says that they are in them.
   */
  readonly rebase: boolean;
}

/** One more curve of the same chart, over the same range of time. */
export interface NamedCurve {
  readonly id: string;
  readonly title: string;
  readonly curve: Curve;
  /** Why it is empty or short. */
  readonly reason: string | null;
}

export interface SeriesAnswer {
  readonly curve: Curve;
  /** Benchmarks beside `curve`, or the parts of an allocation (then `curve` is their sum). */
  readonly others?: readonly NamedCurve[];
  /** `drawdown`: the worst five of all time that touch the window, to be marked. */
  readonly spells?: readonly DrawdownSpell[];
  /** What the numbers mean: "90 days, 365 periods per year, n − 1". */
  readonly convention?: string;
  /** Full extent, so that the page can offer "All". */
  readonly extent: { readonly from: number; readonly to: number } | null;
  /** Parts that were not recorded live: [from, to, origin]. */
  readonly notRecorded: readonly {
    readonly from: number;
    readonly to: number;
    readonly origin: 'reconstructed' | 'simulated';
  }[];
  /** Why there is no curve, or what the curve does not tell. */
  readonly reason: string | null;
}

export interface PerformanceQuery {
  /** A portfolio's folder, or the id of an open tear sheet. */
  readonly portfolio: string;
  readonly subject: Subject;
  readonly period: Period;
  /** null: those of the configuration. */
  readonly benchmarks: readonly string[] | null;
  /** Overrides of the configuration's and of what the dates tell; null: none. */
  readonly riskFree: number | null;
  readonly periodsPerYear: number | null;
}

export interface CorrelationQuery {
  readonly portfolio: string;
  readonly method: CorrelationMethod;
  /** Days; null: `risk.correlationWindow`. */
  readonly window: number | null;
  /** null: what is held. */
  readonly assets: readonly string[] | null;
}

/** A returns, equity or trades file to look at: PERF-8. */
export interface TearSheetRequest {
  /** Absolute: chosen by the user, so it may be anywhere. */
  readonly path: string;
  readonly column: string | null;
  /** What the column holds; null: told from its values and name. */
  readonly kind: SeriesFileKind | null;
  readonly benchmark: { readonly path: string; readonly column: string | null } | null;
  readonly riskFree: number | null;
  readonly periodsPerYear: number | null;
  /** Money before the first trade, of a file of trades or profits that does not tell it. */
  readonly startingCapital?: number | null;
}

export type SeriesFileKind = 'returns' | 'equity' | 'trades';

export interface SeriesFileColumn {
  readonly name: string;
  readonly kind: SeriesFileKind;
  /** First values, for people to choose by. */
  readonly sample: readonly string[];
}

export type TearSheetOpened =
  | {
      readonly state: 'open';
      /** Stands for a portfolio in `performance` and `series`. */
      readonly id: string;
      readonly name: string;
      readonly kind: SeriesFileKind;
      readonly column: string;
      readonly notes: readonly string[];
    }
  /** Several columns fit: ask which, then open again with it. */
  | { readonly state: 'ambiguous'; readonly columns: readonly SeriesFileColumn[] }
  /** `needs`: opened again with it, the file can be read. */
  | { readonly state: 'failed'; readonly reason: string; readonly needs?: 'startingCapital' };

/** Stored values and holdings for exports. Amounts in `currency`. */
export interface HistoryRows {
  readonly currency: string;
  readonly values: readonly (ValuePoint & { readonly account: string | null })[];
  readonly holdings: readonly HoldingRecord[];
}

/** Where the history is, for "copy as pandas": never a secret. */
export interface HistoryPlace {
  readonly database: 'sqlite' | 'postgres';
  /** A file's path, or host/database. */
  readonly place: string;
  readonly schemaVersion: number;
  /** PostgreSQL: the schema (namespace) that holds this portfolio's tables. */
  readonly schema?: string;
}

export interface AccountTest {
  readonly ok: boolean;
  /** In words; scrubbed. */
  readonly message: string;
  readonly permissions: KeyPermissions | null;
  readonly warnings: readonly string[];
}

export interface ExchangeInfo {
  readonly id: string;
  readonly name: string;
  readonly credentials: readonly ('apiKey' | 'secret' | 'password' | 'uid')[];
  readonly sandbox: boolean;
  /** Host that keys of its testnet are bound to. */
  readonly sandboxHost: string | null;
  /** Host that keys are bound to. */
  readonly host: string;
}

export interface AccountInfo {
  readonly id: string;
  /** The account's block of the configuration: kind, exchange, scopes, sandbox … Never a secret. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Requests the engine answers, by name: [argument, answer]. */
export interface EngineRequests {
  open: [PortfolioInput, null];
  close: [{ readonly folder: string }, null];
  refresh: [{ readonly folder: string | null }, null];
  states: [null, readonly PortfolioState[]];
  series: [SeriesWindow, SeriesAnswer];
  performance: [PerformanceQuery, Performance];
  attribution: [{ readonly portfolio: string; readonly by: AttributionBy; readonly period: Period }, Attribution];
  correlation: [CorrelationQuery, CorrelationAnswer];
  /** PERF-9 of every open portfolio: itself, its strategies, its accounts. */
  performances: [{ readonly period: Period }, readonly PerformanceRow[]];
  compare: [{ readonly portfolio: string; readonly at: number }, Comparison];
  history: [
    { readonly portfolio: string; readonly account: string | null; readonly from: number; readonly to: number },
    HistoryRows,
  ];
  ledger: [
    { readonly portfolio: string; readonly account: string | null; readonly from: number; readonly to: number },
    Ledger,
  ];
  historyPlace: [{ readonly portfolio: string }, HistoryPlace | null];
  /** One page of a table, sorted and searched in the engine: POS-4. */
  table: [TableQuery, TablePage];
  positionDetails: [{ readonly portfolio: string; readonly position: string }, PositionDetails];
  /** LED-3; `method` null: `costBasis` of the configuration. */
  tax: [{ readonly portfolio: string; readonly year: number; readonly method: CostBasis | null }, TaxReport];
  reconciliation: [{ readonly portfolio: string }, Reconciliation];
  /** Closed round trips of a span: all together first, then by strategy; and what trading cost, by category (LED-4). */
  tradeStats: [
    { readonly portfolio: string; readonly subject: Subject; readonly period: Period },
    {
      readonly stats: readonly TradeStats[];
      readonly costs: readonly CostCategory[];
      readonly notes: readonly string[];
    },
  ];
  /** Makes orders to review; sends nothing. Kept until it expires. */
  plan: [{ readonly portfolio: string; readonly request: PlanRequest }, Plan];
  /**
   * Sends the orders of a plan that was made before, exactly those of `digest`. The caller has confirmed them with a person where
   * one is live. Answers when it ended, or after 45 s as `running`; `execution` events tell how it goes on.
   */
  execute: [{ readonly portfolio: string; readonly plan: string; readonly digest: string }, Execution];
  /** REB-3: what was executed within [from, to], newest first. */
  executions: [{ readonly portfolio: string; readonly from: number; readonly to: number }, readonly Execution[]];
  /** The kill switch: what runs stops before its next order. Answers how many executions that were. */
  stopTrading: [null, { readonly stopped: number }];
  resetPaper: [{ readonly portfolio: string; readonly account: string }, null];
  openTearSheet: [TearSheetRequest, TearSheetOpened];
  closeTearSheet: [{ readonly id: string }, null];
  headroom: [{ readonly folder: string; readonly symbol: string }, Headroom];
  checkConfig: [{ readonly folder: string; readonly text: string }, readonly ConfigProblem[]];
  editConfig: [{ readonly text: string | null; readonly change: ConfigChange }, readonly TextEdit[]];
  limitLocations: [{ readonly text: string }, readonly LimitLocation[]];
  exchanges: [null, readonly ExchangeInfo[]];
  /** The accounts of the configuration in force, with their settings as parsed: for connection tests and keys. */
  accounts: [{ readonly folder: string }, readonly AccountInfo[]];
  /** Tries an account with given credentials before they are stored; null: with those the window or environment has. */
  testAccount: [
    {
      readonly folder: string;
      readonly account: string;
      readonly settings: Readonly<Record<string, unknown>>;
      readonly credentials: Credentials | null;
    },
    AccountTest,
  ];
  /** Credentials or approvals of a folder changed: reconnect what depends on them. */
  accessChanged: [{ readonly folder: string; readonly account: string | null }, null];
  /** No window shows anything: slow down. */
  attention: [{ readonly visible: boolean }, null];
  diagnose: [{ readonly folder: string }, readonly string[]];
}

/** Requests the window answers for the engine. */
export interface WindowRequests {
  credentials: [SecretBinding, Credentials | null];
  hostApproved: [{ readonly folder: string; readonly host: string }, boolean];
  /** HIST-2: the PostgreSQL URL that the user stored for this folder's history; null: none. */
  databaseUrl: [{ readonly folder: string }, string | null];
  /** Whether live orders may be sent now (the user's machine-scoped setting): asked before every single one. */
  tradingAllowed: [{ readonly folder: string; readonly account: string }, boolean];
}

export type EngineEvent =
  | { readonly type: 'ready'; readonly pid: number; readonly versions: Readonly<Record<string, string>> }
  | { readonly type: 'state'; readonly state: PortfolioState }
  | { readonly type: 'closed'; readonly folder: string }
  /** An execution began, moved on or ended. */
  | { readonly type: 'execution'; readonly execution: Execution }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string };

/** One frame on the wire, either direction. A failed request answers in words; a caller is never left waiting. */
export type Frame =
  | { readonly t: 'request'; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly t: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly t: 'answer'; readonly id: number; readonly ok: false; readonly error: string }
  | { readonly t: 'event'; readonly event: EngineEvent };
