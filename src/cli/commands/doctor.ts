import { recordVersion } from '../../present/records.ts';
import { environmentLines } from '../../process/environmentLines.ts';
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
    if (read === null) return 3;
    const lines = [...read.diagnosis, ...environmentLines(environment, read.found)].map(plain);
    if (options.json) output.out(JSON.stringify({ version: recordVersion, lines }, null, 2));
    else output.out(lines.join('\n'));
    return 0;
  },
};
