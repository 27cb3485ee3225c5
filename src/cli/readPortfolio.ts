import type { Snapshot } from '../core/model/snapshot.ts';
import type { PortfolioState } from '../core/model/state.ts';
import type { FoundConfig } from '../process/findConfig.ts';
import { onlyFiles, type Put, readOnce } from '../process/readOnce.ts';
import type { Invocation } from './command.ts';
import { findPortfolio } from './findPortfolio.ts';
import { stderrLog } from './stderrLog.ts';
import { plain } from './table.ts';
import { within } from './within.ts';

export interface ReadPortfolio<T = null> {
  readonly found: FoundConfig;
  readonly state: PortfolioState;
  readonly diagnosis: readonly string[];
  /** What `ask` brought. */
  readonly answer: T | null;
}

/** Kept back from the time-out for starting, printing and closing: a busy machine takes its time for them too. */
const reserveOf = (ms: number): number => Math.min(1000, Math.max(250, ms / 8));

/**
 * What every command begins with: find the configuration, read the book once within the time-out, and say on stderr what
 * a person should know. null: it could not be evaluated, and stderr says why.
 */
export async function readPortfolio<T = null>(
  invocation: Invocation,
  diagnose: boolean,
  ask?: (put: Put, folder: string) => Promise<T>,
): Promise<ReadPortfolio<T> | null> {
  const { options, environment, output } = invocation;
  const found = await findPortfolio(invocation);
  if (found === null) return null;
  const { config } = found;
  const { exchange } = options;
  const exchanges = Object.values(config.accounts).flatMap((each) => (each.kind === 'exchange' ? [each.exchange] : []));
  if (exchange !== null && !exchanges.includes(exchange)) {
    const known = [...new Set(exchanges)].join(', ');
    return fail(output, `no account at '${exchange}' is configured${known === '' ? '' : `; there is ${known}`}`);
  }
  const seconds = options.timeout ?? (onlyFiles(found) ? 5 : 20);
  const spent = performance.now();
  const once = readOnce(found, {
    environment,
    log: stderrLog(environment, output.err),
    budgetMs: Math.max(100, seconds * 1000 - Math.min(spent, 2000) - reserveOf(seconds * 1000)),
    startingCash: options.startingCash,
    exchange,
    diagnose,
    ...(ask === undefined ? {} : { ask }),
  });
  const read = await within(once, seconds * 1000);
  if (read === null) return fail(output, `there was no answer within ${seconds} s; see 'quantfolio doctor'`);
  const { state, diagnosis, answer } = read;
  for (const notice of state.notices) output.err(`note: ${plain(notice)}`);
  if (state.snapshot === null) return fail(output, 'nothing could be read; see the notes above');
  for (const account of state.snapshot.accounts) {
    if (account.state !== 'ok' && account.reason !== null)
      output.err(`${plain(account.id)}: ${account.state}: ${plain(account.reason)}`);
  }
  return { found, state, diagnosis, answer };
}

/** No account could be read, now or before: the answer is printed, but it is no evaluation. */
export function nothingRead(snapshot: Snapshot): boolean {
  return snapshot.accounts.length > 0 && snapshot.accounts.every((account) => account.state === 'failed');
}

function fail(output: Invocation['output'], reason: string): null {
  output.err(`quantfolio: ${plain(reason)}`);
  return null;
}
