import type { CostBasis } from '../core/ledger/costBasis.ts';
import type { CorrelationMethod } from '../core/model/analytics.ts';
import type { Style } from './style.ts';

/** Where a command writes: stdout is the answer, stderr is for people. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  readonly style: Style;
}

/** CLI-3: how a result can be printed. */
export const formats = ['text', 'json', 'sarif', 'junit'] as const;
/** HIST-4: how stored rows can be written. */
export const exportFormats = ['csv', 'json'] as const;
export type Format = (typeof formats)[number] | (typeof exportFormats)[number];

/** Options that a command may take; parsed values by name. */
export interface Options {
  readonly config: string | null;
  readonly json: boolean;
  readonly noRisk: boolean;
  readonly startingCash: number | null;
  readonly detailed: boolean;
  readonly exchange: string | null;
  readonly strict: boolean;
  /** Seconds; null: 20, or 5 where a workspace has only files. */
  readonly timeout: number | null;
  readonly format: Format;
  /** What of the history: values, holdings, trades, flows, income. */
  readonly what: string | null;
  /** Times as epoch ms, UTC where none is named. */
  readonly from: number | null;
  readonly to: number | null;
  /** Id of one account. */
  readonly account: string | null;
  /** Path of a file to write. */
  readonly output: string | null;
  readonly force: boolean;
  /** A duration such as 1min. */
  readonly interval: string | null;
  readonly once: boolean;
  /** Column of a file. */
  readonly column: string | null;
  /** What to compare with: FILE:COLUMN, or a symbol. */
  readonly benchmark: string | null;
  readonly periodsPerYear: number | null;
  /** Annual, as a fraction. */
  readonly riskFree: number | null;
  /** "7d", "30d", "ytd", "all" … as it was written. */
  readonly period: string | null;
  readonly strategy: string | null;
  readonly asset: string | null;
  /** How correlation is measured. */
  readonly method: CorrelationMethod;
  /** Days to look back. */
  readonly window: number | null;
  /** Epoch ms, UTC where no zone is named. */
  readonly date: number | null;
  /** How lots are matched: `--method` of the commands whose `methods` are those of the cost basis. */
  readonly costBasis: CostBasis | null;
  readonly year: number | null;
  /** As a fraction: 5 % is 0.05. */
  readonly threshold: number | null;
  /** How a rebalance trades. */
  readonly mode: RebalanceMode | null;
  /** Decimals of an order, each above 0. */
  readonly quantity: string | null;
  readonly notional: string | null;
  readonly limit: string | null;
  readonly all: boolean;
  /** Plans and prints, sends nothing. */
  readonly dryRun: boolean;
  /** What cannot be taken back is meant. */
  readonly yes: boolean;
  /** Name of a table. */
  readonly table: string | null;
}

export const rebalanceModes = ['full', 'buyOnly', 'cashFirst'] as const;
export type RebalanceMode = (typeof rebalanceModes)[number];

export interface Invocation {
  readonly options: Options;
  readonly positionals: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly output: Output;
}

/**
 * CLI-3: 0 OK, 1 warning (with --strict), 2 breach or unknown, or orders that are refused, 3 could not evaluate, or an order that
 * nobody knows the end of.
 */
export type ExitCode = 0 | 1 | 2 | 3;

export type OptionName =
  | 'config'
  | 'json'
  | 'no-risk'
  | 'starting-cash'
  | 'detailed'
  | 'exchange'
  | 'strict'
  | 'timeout'
  | 'format'
  | 'what'
  | 'from'
  | 'to'
  | 'account'
  | 'output'
  | 'force'
  | 'interval'
  | 'once'
  | 'column'
  | 'benchmark'
  | 'periods-per-year'
  | 'risk-free'
  | 'period'
  | 'strategy'
  | 'asset'
  | 'method'
  | 'window'
  | 'date'
  | 'year'
  | 'threshold'
  | 'mode'
  | 'quantity'
  | 'notional'
  | 'limit'
  | 'all'
  | 'dry-run'
  | 'yes'
  | 'table';

/** The shape of a sub-command: one file each, one line in commands/index.ts. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments in the usage line, "" for none. */
  readonly usage: string;
  readonly maxPositionals: number;
  /** What its arguments can be, line by line, in its help. */
  readonly about?: readonly string[];
  /** What an option means here, where that is not what it means elsewhere. */
  readonly says?: Readonly<Partial<Record<OptionName, string>>>;
  readonly options: readonly OptionName[];
  /** Values of --format, the default first; absent: `formats`. */
  readonly formats?: readonly Format[];
  /** What --method names; absent: how correlation is measured. */
  readonly methods?: 'costBasis';
  run(invocation: Invocation): Promise<ExitCode>;
}
