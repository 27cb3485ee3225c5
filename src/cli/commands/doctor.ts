import { recordVersion } from '../../present/records.ts';
import { environmentLines, versionLine } from '../../process/environmentLines.ts';
import { versions } from '../../process/versions.ts';
import type { Command } from '../command.ts';
import { readPortfolio } from '../readPortfolio.ts';
import { plain } from '../table.ts';

/** What is configured, reachable, priced and stored; never a secret. */
export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'what is configured, reachable, priced and stored; secrets are never shown',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'timeout'],
  async run(invocation) {
    const { output, environment, options } = invocation;
    const read = await readPortfolio(invocation, true);
    // A broken configuration is said on stderr; what runs and where data lives is worth knowing all the same.
    const lines = [
      ...(read?.diagnosis ?? [versionLine(versions())]),
      ...environmentLines(environment, read?.found ?? null),
    ].map(plain);
    if (options.json) output.out(JSON.stringify({ version: recordVersion, lines }, null, 2));
    else output.out(lines.join('\n'));
    return read === null ? 3 : 0;
  },
};
