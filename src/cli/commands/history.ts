import { periodBounds } from '../../core/performance/periods.ts';
import { formatMoney, formatTime } from '../../present/format.ts';
import { historyRecord, type ValuesRecord } from '../../present/records/historyRecord.ts';
import type { Command } from '../command.ts';
import { periodAsked } from '../periodOf.ts';
import { readPortfolio } from '../readPortfolio.ts';
import type { Style } from '../style.ts';
import { plain, plainTable } from '../table.ts';

/** Lines of text that a person still reads; `--json` and `export` have them all. */
const mostLines = 60;

/** HIST-1: values as they were recorded. */
export const historyCommand: Command = {
  name: 'history',
  summary: 'values as they were recorded, of the book or an account',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'period', 'from', 'to', 'account', 'timeout'],
  async run(invocation) {
    const { options, output } = invocation;
    const now = Date.now();
    const asked = periodAsked(options, now, '1M');
    // The same spans as `performance` tells, to the day.
    const span = 'reason' in asked ? asked : { account: options.account, ...periodBounds(asked.period, now, 0, 'UTC') };
    if ('reason' in span) {
      output.err(`quantfolio: ${span.reason}`);
      return 3;
    }
    const read = await readPortfolio(invocation, false, (put, portfolio) => put('history', { portfolio, ...span }));
    if (read === null) return 3;
    const accounts = Object.keys(read.found.config?.accounts ?? {});
    if (span.account !== null && !accounts.includes(span.account)) {
      output.err(plain(`quantfolio: no account '${span.account}' is configured; there is ${accounts.join(', ')}`));
      return 3;
    }
    if (read.answer === null) {
      output.err('quantfolio: the engine told no history');
      return 3;
    }
    const record = historyRecord(read.answer, span);
    if (options.json) output.out(JSON.stringify(record, null, 2));
    else output.out(text(record, output.style));
    return 0;
  },
};

function text(record: ValuesRecord, style: Style): string {
  const { values, base_currency: currency } = record;
  if (record.reason !== null) return style.dim(record.reason);
  // The last value of each day where all would be too many.
  const daily = values.filter((point, index) => point.at.slice(0, 10) !== values[index + 1]?.at.slice(0, 10));
  const some = values.length <= mostLines ? values : daily;
  const shown = some.slice(-mostLines);
  const table = plainTable(
    [
      { title: 'Time (UTC)', align: 'start' },
      { title: 'Value', align: 'end' },
      ...(some === values ? [{ title: 'Flow', align: 'end' as const }] : []),
      { title: '', align: 'start' },
    ],
    shown.map((point) => [
      formatTime(Date.parse(point.at)),
      formatMoney(point.value, currency),
      ...(some === values ? [point.flow === 0 ? '' : formatMoney(point.flow, currency, { sign: true })] : []),
      point.origin === 'recorded' ? '' : style.dim(point.origin),
    ]),
  );
  const left = values.length - shown.length;
  return left === 0 ? table : `${table}\n${style.dim(`${left} more values: --json, or 'quantfolio export'`)}`;
}
