import { periodBounds } from '../../core/performance/periods.ts';
import { formatTime } from '../../present/format.ts';
import { executionRecord } from '../../present/records/planRecord.ts';
import { recordVersion } from '../../present/records.ts';
import type { Command } from '../command.ts';
import { periodAsked } from '../periodOf.ts';
import { executionLines } from '../planLines.ts';
import { readPortfolio } from '../readPortfolio.ts';
import { plain } from '../table.ts';

/** REB-3: what was ordered through Quantfolio, with check, fill and P&L. */
export const executionsCommand: Command = {
  name: 'executions',
  summary: 'what was ordered through Quantfolio: each order with its check, fill and P&L',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'period', 'from', 'to', 'account', 'timeout'],
  async run(invocation) {
    const { options, output } = invocation;
    const now = Date.now();
    const asked = periodAsked(options, now, '1M');
    if ('reason' in asked) {
      output.err(`quantfolio: ${asked.reason}`);
      return 3;
    }
    const { from, to } = periodBounds(asked.period, now, 0, 'UTC');
    const read = await readPortfolio(invocation, false, (put, portfolio) =>
      put('executions', { portfolio, from, to: Math.max(to, Date.now()) }).then(
        (value) => ({ value, reason: null }),
        (error: unknown) => ({ value: null, reason: error instanceof Error ? error.message : String(error) }),
      ),
    );
    if (read?.answer == null) return 3;
    if (read.answer.value === null) {
      output.err(`quantfolio: ${plain(read.answer.reason)}`);
      return 3;
    }
    const accounts = Object.keys(read.found.config?.accounts ?? {});
    const { account } = options;
    // What an account that has left the configuration ordered is still told.
    const known = accounts.concat(
      read.answer.value.flatMap(({ orders }) => orders.map(({ ticket }) => ticket.account)),
    );
    if (account !== null && !known.includes(account)) {
      output.err(
        `quantfolio: no account '${plain(account)}' is configured; there is ${accounts.map(plain).join(', ')}`,
      );
      return 3;
    }
    const until = options.to ?? Number.POSITIVE_INFINITY;
    const executions = read.answer.value.filter(
      ({ at, orders }) =>
        at <= until && (options.account === null || orders.some(({ ticket }) => ticket.account === options.account)),
    );
    if (options.json) {
      output.out(JSON.stringify({ version: recordVersion, executions: executions.map(executionRecord) }, null, 2));
      return 0;
    }
    const { style } = output;
    const lines = executions.flatMap((execution) => [
      `${style.dim(formatTime(execution.at))} ${style.bold(plain(execution.title))}`,
      ...executionLines(execution, style).map((line) => `  ${line}`),
    ]);
    output.out(
      lines.length === 0 ? style.dim('nothing was ordered through Quantfolio in this time') : lines.join('\n'),
    );
    return 0;
  },
};
