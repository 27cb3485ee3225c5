import type { ConfigChange, ConfigProblem, LimitLocation, TextEdit } from '../core/model/configText.ts';
import type { Headroom } from '../core/model/risk.ts';
import type { Curve } from '../core/model/series.ts';
import type { PortfolioState } from '../core/model/state.ts';
import type { Credentials, KeyPermissions, SecretBinding } from '../core/ports.ts';

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

export type SeriesName = 'value' | 'drawdown';

export interface SeriesWindow {
  readonly portfolio: string;
  /** null: the whole portfolio. */
  readonly account: string | null;
  readonly series: SeriesName;
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

export interface SeriesAnswer {
  readonly curve: Curve;
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
}

export type EngineEvent =
  | { readonly type: 'ready'; readonly pid: number; readonly versions: Readonly<Record<string, string>> }
  | { readonly type: 'state'; readonly state: PortfolioState }
  | { readonly type: 'closed'; readonly folder: string }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string };

/** One frame on the wire, either direction. A failed request answers in words; a caller is never left waiting. */
export type Frame =
  | { readonly t: 'request'; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly t: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly t: 'answer'; readonly id: number; readonly ok: false; readonly error: string }
  | { readonly t: 'event'; readonly event: EngineEvent };
