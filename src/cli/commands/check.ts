import { relative, sep } from 'node:path';
import { assertNever } from '../../core/assertNever.ts';
import type { RiskResult } from '../../core/model/risk.ts';
import { checkRecord } from '../../present/records/checkRecord.ts';
import { junitReport } from '../../present/records/junitReport.ts';
import { sarifReport } from '../../present/records/sarifReport.ts';
import type { FoundConfig } from '../../process/findConfig.ts';
import { versions } from '../../process/versions.ts';
import type { Command, ExitCode, Invocation } from '../command.ts';
import { nothingRead, readPortfolio } from '../readPortfolio.ts';
import { limitLines } from '../riskLines.ts';

/** Evaluates the risk limits, for CI and cron: CLI-3. */
export const checkCommand: Command = {
  name: 'check',
  summary: 'evaluate the risk limits; exit 0 OK, 1 warning with --strict, 2 breach or unknown, 3 not evaluated',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'format', 'strict', 'starting-cash', 'timeout'],
  async run(invocation) {
    const read = await readPortfolio(invocation, false);
    if (read?.state.snapshot == null || read.state.risk === null) return 3;
    const { risk, snapshot } = read.state;
    const { output, options } = invocation;
    // Without limits an unread book is neither OK nor unknown: there was nothing to evaluate.
    if (risk.findings.length === 0 && nothingRead(snapshot)) {
      output.err('quantfolio: no limits are set and no account could be read: nothing was evaluated');
      return 3;
    }
    output.out(printed(risk, snapshot.baseCurrency, read.found, invocation));
    return exitCodeOf(risk.state, options.strict);
  },
};

function printed(risk: RiskResult, currency: string, found: FoundConfig, { options, output, cwd }: Invocation): string {
  const format = options.json ? 'json' : options.format;
  switch (format) {
    case 'text':
      return limitLines(risk, output.style).join('\n');
    case 'json':
      return JSON.stringify(checkRecord(risk, currency), null, 2);
    case 'csv':
      throw new Error('--format csv was refused when the arguments were parsed');
    case 'junit':
      return junitReport(risk, options.strict);
    case 'sarif': {
      const path = relative(cwd, found.configPath).split(sep).join('/');
      return JSON.stringify(sarifReport(risk, { ...found, path }, versions()['quantfolio'] ?? 'unknown'), null, 2);
    }
    default:
      return assertNever(format);
  }
}

export function exitCodeOf(state: RiskResult['state'], strict: boolean): ExitCode {
  switch (state) {
    case 'OK':
      return 0;
    case 'WARNING':
      return strict ? 1 : 0;
    case 'UNKNOWN':
    case 'BREACH':
      return 2;
    default:
      return assertNever(state);
  }
}
