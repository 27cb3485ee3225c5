import type { AccountReading } from './model/account.ts';
import type { Ledger, LedgerBatch, LedgerState, Order } from './model/ledger.ts';
import type { DailyCloses, Quote } from './model/quote.ts';
import type { Reading } from './model/reading.ts';
import type { ValuePoint } from './model/series.ts';
import type { Snapshot } from './model/snapshot.ts';
import type { Trade } from './model/trade.ts';
import type { Execution, MarketRules, OrderOutcome, OrderTicket } from './model/trading.ts';
import type { SimulatedBroker } from './paper/simulatedBroker.ts';

/** The platform's AbortSignal where there is one; core itself knows no platform. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } }
  ? S
  : { readonly aborted: boolean };

export interface Closable {
  close(): void | Promise<void>;
}

/** A connected account. Never throws: a failure is a Reading. Each has its own time-out, throttle, retry and breaker. */
export interface Source extends Closable {
  readonly account: string;
  read(signal: Signal): Promise<Reading<AccountReading>>;
  /** Past equity in `currency`, where the source can tell it (paper): ascending, one point a day. Flows included. */
  past?(currency: string, from: number, signal: Signal): Promise<Reading<readonly ValuePoint[]>>;
  /**
   * Fills, orders, deposits, withdrawals, transfers, income since `cursor` (null: all there is), some pages at a time: LED-1.
   * Absent: the source has none, or its readings tell all of it (files, paper). Never blocks a reading.
   */
  ledger?(request: LedgerRequest, signal: Signal): Promise<Reading<LedgerBatch>>;
  /** Calls back when the source saw a change by itself (a file was saved). */
  watch?(changed: () => void): Closable;
  /** Absent: orders cannot be given to this account (files, http, exchange accounts that are not in mode `trade`). */
  readonly trading?: Trading;
}

/** REB-3. Never throws; never tries an order again by itself. */
export interface Trading {
  /** Real money: every `place` and `cancel` needs a permit that still holds when the request leaves the process. */
  readonly live: boolean;
  /** Rules of all markets that trade one of these assets or symbols, active ones only. */
  rules(wanted: readonly string[], signal: Signal): Promise<Reading<readonly MarketRules[]>>;
  /** A price to size orders of a market by, fresh (one request). */
  price(symbol: string, side: 'buy' | 'sell', signal: Signal): Promise<Reading<Quote>>;
  /**
   * Sends one order. A failure of kind `retryable` or `unavailable` says nothing about whether it was placed: then `find` tells.
   * The same client order id twice is one order.
   */
  place(ticket: OrderTicket, permit: Permit, signal: Signal): Promise<Reading<OrderOutcome>>;
  /** What became of an order, by its client order id; null: the account surely does not know it. */
  find(ticket: OrderTicket, signal: Signal): Promise<Reading<OrderOutcome | null>>;
  cancel(ticket: OrderTicket, permit: Permit, signal: Signal): Promise<Reading<OrderOutcome>>;
  /** Paper: the account as it is and the terms that orders are filled on, so that a plan is tried out before it is shown. */
  broker?(signal: Signal): Promise<Reading<SimulatedBroker>>;
  /** Paper: begins anew with the starting cash; what was there leaves as flows, so that it is neither profit nor loss. */
  reset?(): Promise<Reading<null>>;
}

/** Leave to write on the wire, asked for once more at the very moment a request leaves: rule 3, the kill switch. */
export interface Permit {
  holds(): Promise<boolean>;
}

/**
 * What happens to one paper account, kept by the engine in its history and never in the workspace. Append-only; several
 * processes may write: the second of two that append after the same entry is told and looks again.
 */
export interface Journal {
  read(): Promise<Reading<readonly JournalEntry[]>>;
  /** `after`: the last `seq` seen (0: none). `conflict`: another entry is there by now. Durable when it resolves. */
  append(entry: JournalEntry, after: number): Promise<Reading<'added' | 'conflict'>>;
}

export type JournalEntry =
  /** `id` of the fill is the client order id; unique in the journal. */
  | { readonly seq: number; readonly at: number; readonly kind: 'fill'; readonly fill: Trade }
  /** The account begins anew with this cash. */
  | {
      readonly seq: number;
      readonly at: number;
      readonly kind: 'reset';
      readonly cash: Readonly<Record<string, string>>;
    };

export interface LedgerRequest {
  /** Of the last batch that was stored. */
  readonly cursor: string | null;
  /** What the account holds now: exchanges that answer per symbol are asked about what is and was held. */
  readonly reading: AccountReading;
  /** Symbols and assets of entries that are stored already. */
  readonly symbols: readonly string[];
  readonly assets: readonly string[];
  /** Everything is asked again where an exchange answers per symbol, not just what seems to have changed. */
  readonly thorough: boolean;
  /** Nothing moved since the last answer: only what is older than that is wanted. */
  readonly olderOnly?: boolean;
  /** Somebody waits for the answer (one run of the command line): what is older need not stand back. */
  readonly hurry?: boolean;
}

/** Where prices come from; one link of the chain SRC-5. */
export interface PriceSource extends Closable {
  /** As written in the configuration: "binance", "file:prices.csv", "simulated". */
  readonly id: string;
  /** All quotes it has for these assets (and the hubs); more is welcome: one batched call. */
  quotes(assets: readonly string[], signal: Signal): Promise<Reading<readonly Quote[]>>;
  /** Daily closes for correlation and history; absent where the source has none. */
  closes?(asset: string, currency: string, days: number, signal: Signal): Promise<Reading<DailyCloses>>;
  /** Calls back when the source saw a change by itself (a price file was saved). */
  watch?(changed: () => void): Closable;
}

/** Storage of one portfolio: HIST-1. Async; rejects only with HistoryError (words for people). */
export interface History extends Closable {
  /**
   * Writes one complete snapshot (accounts and holdings), upsert on (account, at), and with it a note of the engine's own, both
   * or neither. Once it resolves, not even a power failure takes it back; of everything else one may take the last minutes.
   */
  append(record: HistoryRecord, note?: { readonly key: string; readonly value: string }): Promise<void>;
  /**
   * Value points of an account, or of the portfolio (null), ascending, from the finest tier that still covers the span; with
   * `px`, from a coarser one that still has four points (first, last, lowest, highest) for each of that many pixels, so that
   * five years of minutes are one screen in milliseconds.
   */
  values(account: string | null, from: number, to: number, px?: number): Promise<readonly ValuePoint[]>;
  /** The last point at or before `at`. */
  valueAt(account: string | null, at: number): Promise<ValuePoint | null>;
  /** Inserts reconstructed or simulated past points where nothing recorded exists. */
  backfill(account: string | null, points: readonly ValuePoint[]): Promise<void>;
  /**
   * Sets the flow of recorded points that had none (null) while the ledger was not read yet, and of the first recorded point,
   * whose flow meant nothing until a past was put before it. Points that are not there, or that know their flow, stay as
   * they are. `at` is a record's own time. Durable like `append`.
   */
  mendFlows(account: string | null, points: readonly { readonly at: number; readonly flow: number }[]): Promise<void>;
  /** Holdings of every account's last record at or before `at` (one account, or all: null). */
  holdingsAt(account: string | null, at: number): Promise<readonly HoldingRecord[]>;
  /** Holdings records of a span, ascending in time, thinned to the last of each `everyMs`. */
  holdings(account: string | null, from: number, to: number, everyMs: number): Promise<readonly HoldingRecord[]>;
  /** Stores a batch and its cursor, both or neither; entries that are there already count once. Durable like `append`. */
  appendLedger(account: string, batch: LedgerBatch): Promise<{ readonly added: number }>;
  ledgerState(account: string): Promise<LedgerState | null>;
  /** Entries of one account (null: all) within [from, to], each kind ascending in time, ids as the source gave them. */
  ledger(account: string | null, from: number, to: number): Promise<Ledger>;
  /** `working`: only those; else all whose last update is within the span. */
  orders(
    account: string | null,
    span: 'working' | { readonly from: number; readonly to: number },
  ): Promise<readonly (Order & { readonly account: string })[]>;
  /** The account became another one (identity changed): its entries and cursor go. */
  forgetLedger(account: string): Promise<void>;
  /** Entries of a paper account's journal, ascending in `seq`; with `after`, only those behind it. */
  journal(account: string, after?: number): Promise<readonly JournalEntry[]>;
  /** False: an entry with this `seq` (or a fill with this id) is there already; nothing was written. Durable like `append`. */
  appendJournal(account: string, entry: JournalEntry): Promise<boolean>;
  /** Writes all of an execution, replacing what was there of its plan; durable like `append`. Only its owner does so. */
  saveExecution(execution: Execution): Promise<void>;
  /** Those begun within [from, to], newest first. */
  executions(from: number, to: number): Promise<readonly Execution[]>;
  /** Takes over one that another process left: true where its `updatedAt` is still the one given; then `owner` is the new one. */
  claimExecution(plan: string, updatedAt: number, owner: string, at: number): Promise<boolean>;
  /** The last snapshot written, to show the last known book at once. */
  lastSnapshot(): Promise<Snapshot | null>;
  saveLastSnapshot(snapshot: Snapshot): Promise<void>;
  /** Cached daily closes with the time they were fetched. */
  closes(asset: string, currency: string): Promise<{ readonly fetchedAt: number; readonly closes: DailyCloses } | null>;
  saveCloses(closes: DailyCloses, fetchedAt: number): Promise<void>;
  /** Small settings of the engine's own that survive restarts (peak equity, last complete readings). */
  note(key: string): Promise<string | null>;
  saveNote(key: string, value: string): Promise<void>;
  /** Down-samples and prunes by retention: raw → hourly → daily. */
  maintain(now: number, retentionDays: number): Promise<void>;
  stats(): Promise<{
    readonly path: string;
    readonly rows: number;
    readonly bytes: number;
    readonly schemaVersion: number;
    /** PostgreSQL: the schema (namespace) that holds this portfolio's tables. */
    readonly schema?: string;
  }>;
}

export interface HistoryRecord {
  readonly at: number;
  readonly currency: string;
  readonly portfolio: { readonly equity: number; readonly flow: number | null };
  readonly accounts: readonly { readonly account: string; readonly equity: number; readonly flow: number | null }[];
  readonly holdings: readonly Omit<HoldingRecord, 'at'>[];
}

/** What one account held of one asset at one time; price and value in the record's base currency. */
export interface HoldingRecord {
  readonly at: number;
  readonly account: string;
  readonly asset: string;
  readonly quantity: string;
  readonly price: number | null;
  readonly value: number | null;
}

export interface Clock {
  now(): number;
  /** Runs `task` once after `ms`; close() cancels it. Does not keep a process alive. */
  after(ms: number, task: () => void): Closable;
  /** Serves what waits, then goes on: long work calls it. Unlike `after` it keeps a process alive. Absent: there are no others. */
  letOthers?(): Promise<void>;
}

/** Levels as VS Code's LogOutputChannel. No secret reaches it: connectors scrub what they say. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
  readonly password?: string;
  readonly uid?: string;
}

/** Where secrets come from (SecretStorage, environment): SEC-1. Bound to folder, account, exchange and host. */
export interface Secrets {
  credentials(binding: SecretBinding): Promise<Reading<Credentials>>;
  /** HIST-2: connection URL of a folder's shared history (SecretStorage; `QUANTFOLIO_DATABASE_URL`). Absent: there are none. */
  databaseUrl?(folder: string): Promise<Reading<string>>;
}

export interface SecretBinding {
  readonly folder: string;
  readonly account: string;
  readonly exchange: string;
  readonly host: string;
}

/** Asks whether the user has approved that a workspace's configuration reaches this host: SEC-2. */
export interface HostApproval {
  approved(folder: string, host: string): Promise<boolean>;
}

/** What an API key may do: SRC-8. `null` is unknown. */
export interface KeyPermissions {
  readonly canRead: boolean | null;
  readonly canTrade: boolean | null;
  readonly canWithdraw: boolean | null;
  readonly ipRestricted: boolean | null;
  readonly detail: string;
}
