import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
}

/** The one that the whole test run built; the sources where tests run by themselves. */
export const cliMain = process.env['QUANTFOLIO_TEST_CLI'] ?? join(import.meta.dirname, '../../src/cli/main.ts');

/** Runs the command line as a user does: a process of its own, its answer and exit code. */
export function runCli(
  args: readonly string[],
  options: { readonly cwd?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<CliRun> {
  const began = performance.now();
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('QUANTFOLIO_')));
  const child = spawn(process.execPath, [cliMain, ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...inherited, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err, ms: performance.now() - began }));
  });
}
