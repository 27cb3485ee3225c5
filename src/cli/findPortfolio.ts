import { relative } from 'node:path';
import { type FoundConfig, findConfig } from '../process/findConfig.ts';
import { redirectTarget } from '../process/redirectTarget.ts';
import type { Invocation } from './command.ts';
import { problemLines } from './problemLines.ts';
import { plain } from './table.ts';

/** A configuration that can be evaluated, its problems said on stderr. null: there is none, and stderr says why. */
export async function findPortfolio({
  options,
  environment,
  cwd,
  output,
}: Invocation): Promise<(FoundConfig & { readonly config: NonNullable<FoundConfig['config']> }) | null> {
  const fail = (reason: string): null => {
    output.err(`quantfolio: ${plain(reason)}`);
    return null;
  };
  const redirect = redirectTarget(environment);
  if (!redirect.ok) return fail(redirect.failure.reason);
  if (redirect.value !== null) {
    output.err(`note: exchange traffic goes to ${redirect.value} (QUANTFOLIO_EXCHANGE_BASE_URL)`);
  }
  const found = await findConfig(options.config, cwd);
  if (!found.ok) return fail(found.failure.reason);
  const { configPath, text, problems, config } = found.value;
  const shownPath = relative(cwd, configPath).startsWith('..') ? configPath : relative(cwd, configPath) || configPath;
  for (const line of problemLines(shownPath, text, problems)) output.err(line);
  if (config === null) {
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    return fail(`${errors === 1 ? 'one error' : `${errors} errors`} in ${shownPath}: nothing was evaluated`);
  }
  return { ...found.value, config };
}
