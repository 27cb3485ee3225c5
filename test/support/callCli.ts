import { commands } from '../../src/cli/commands/index.ts';
import { parse } from '../../src/cli/parse.ts';
import { createStyle } from '../../src/cli/style.ts';
import type { CliRun } from './runCli.ts';

/** As runCli, in this process: the same command, its answer and exit code, without starting Node for each. */
export async function callCli(
  [name, ...args]: readonly string[],
  options: { readonly cwd: string; readonly environment: Readonly<Record<string, string>> },
): Promise<CliRun> {
  const began = performance.now();
  const command = commands.find((each) => each.name === name);
  if (command === undefined) throw new Error(`no command '${name}'`);
  const parsed = parse(command, args);
  if (!parsed.ok) return { code: 3, out: '', err: `quantfolio: ${parsed.reason}\n`, ms: performance.now() - began };
  let out = '';
  let err = '';
  const output = {
    out: (text: string) => {
      out += `${text}\n`;
    },
    err: (text: string) => {
      err += `${text}\n`;
    },
    style: createStyle(false),
  };
  const code = await command.run({ ...parsed, output, ...options });
  return { code, out, err, ms: performance.now() - began };
}
