import { versions } from '../process/versions.ts';
import type { Command, ExitCode, Output } from './command.ts';
import { commandHelp, generalHelp } from './help.ts';
import { nearest } from './nearest.ts';
import { parse } from './parse.ts';
import { createStyle, wantsColour } from './style.ts';

/** Commands that need no engine, of which only their own module is loaded: the rest takes longer than they do. */
const alone: Readonly<Record<string, () => Promise<Command>>> = {
  tearsheet: async () => (await import('./commands/tearsheet.ts')).tearsheetCommand,
};
const listed = async () => (await import('./commands/index.ts')).commands;

/** The command line: the same engine in this process, once. */
async function main(args: readonly string[], output: Output): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v' || name === 'version') {
    output.out(versions()['quantfolio'] ?? 'unknown');
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    (name === undefined ? output.err : output.out)(generalHelp(await listed()));
    return name === undefined ? 3 : 0;
  }
  const wanted = name === 'help' ? (rest[0] ?? '') : name;
  const own = Object.hasOwn(alone, wanted) ? await alone[wanted]?.() : undefined;
  const command = own ?? (await listed()).find((each) => each.name === wanted);
  if (command === undefined) {
    const close = nearest(
      wanted,
      (await listed()).map((each) => each.name),
    );
    output.err(
      `quantfolio: unknown command '${wanted}': ${close === null ? "see 'quantfolio help'" : `did you mean '${close}'?`}`,
    );
    return 3;
  }
  const parsed = parse(command, name === 'help' ? ['--help'] : rest);
  if (!parsed.ok) {
    output.err(`quantfolio: ${parsed.reason}`);
    return 3;
  }
  if (parsed.help) {
    output.out(commandHelp(command));
    return 0;
  }
  const { options, positionals } = parsed;
  return command.run({ options, positionals, output, environment: process.env, cwd: process.cwd() });
}

const output: Output = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  style: createStyle(wantsColour(process.stdout, process.env)),
};

/** A pipe that was closed early (`| head`) is no failure of ours. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));

function leave(code: ExitCode): void {
  process.exitCode = code;
  // What an account left open must not keep the process; what was written must still get out.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

main(process.argv.slice(2), output).then(leave, (error: unknown) => {
  const detail = error instanceof Error ? error : new Error(String(error));
  output.err(`quantfolio: internal error: ${detail.message}`);
  if (process.env['QUANTFOLIO_LOG']) output.err(detail.stack ?? '');
  leave(3);
});
