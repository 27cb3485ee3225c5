import type { Style } from './style.ts';

/** Where a command writes: stdout is the answer, stderr is for people. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  readonly style: Style;
}

/** CLI-3: how a result can be printed. */
export const formats = ['text', 'json', 'sarif', 'junit'] as const;
export type Format = (typeof formats)[number];

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
}

export interface Invocation {
  readonly options: Options;
  readonly positionals: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly output: Output;
}

/** CLI-3: 0 OK, 1 warning (with --strict), 2 breach or unknown, 3 could not evaluate. */
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
  | 'format';

/** The shape of a sub-command: one file each, one line in commands/index.ts. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments in the usage line, "" for none. */
  readonly usage: string;
  readonly maxPositionals: number;
  readonly options: readonly OptionName[];
  run(invocation: Invocation): Promise<ExitCode>;
}
