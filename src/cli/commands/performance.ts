import type { MetricValue } from '../../core/model/analytics.ts';
import type { Performance } from '../../core/model/performance.ts';
import { formatDate, formatMoney, formatPercent } from '../../present/format.ts';
import { performanceRecord } from '../../present/records/performanceRecord.ts';
import { askPerformance } from '../askPerformance.ts';
import type { Command } from '../command.ts';
import type { Style } from '../style.ts';
import { plain, plainTable } from '../table.ts';
import { simulatedMark, tinted } from '../words.ts';
import { yearTable } from '../yearTable.ts';

/** PERF-1: value, time-weighted and money-weighted return, months and years of a period. */
export const performanceCommand: Command = {
  name: 'performance',
  summary: 'value, deposits, time-weighted and money-weighted return over a period, by month and year',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'period', 'from', 'to', 'account', 'strategy', 'asset', 'exchange', 'timeout'],
  async run(invocation) {
    const asked = await askPerformance(invocation, 'all');
    if (asked === null) return 3;
    const { performance, at } = asked;
    const { output, options } = invocation;
    if (options.json) output.out(JSON.stringify(performanceRecord(performance, at), null, 2));
    else output.out(text(performance, output.style));
    return 0;
  },
};

function text(performance: Performance, style: Style): string {
  const { currency, periods, notes } = performance;
  const total = performance.metrics.find(({ id }) => id === 'totalReturn')?.result;
  const money = (value: MetricValue, sign = false) =>
    'value' in value
      ? tinted(sign ? value.value : null, formatMoney(value.value, currency, { sign }), style)
      : style.dim(`n/a (${plain(value.reason)})`);
  const percent = (value: MetricValue | undefined) =>
    value !== undefined && 'value' in value
      ? tinted(value.value, formatPercent(value.value, { sign: true }), style)
      : style.dim(`n/a (${plain(value?.reason ?? performance.reason ?? 'not known')})`);
  const rest = performance.moneyWeightedNote === null ? '' : style.dim(` ${plain(performance.moneyWeightedNote)}`);
  const count = periods === null ? '' : ` · ${periods.count} periods, ${periods.perYear} a year`;
  return [
    style.bold(plain(performance.title)) + simulatedMark(performance.simulated, style),
    `${formatDate(performance.from)} to ${formatDate(performance.to)}${count}`,
    '',
    plainTable(
      [
        { title: '', align: 'start' },
        { title: '', align: 'end' },
      ],
      [
        ['Value', money(performance.worth)],
        ['Deposits and withdrawals', money(performance.netFlow)],
        ['Profit', money(performance.pnl, true)],
        ['Return, time-weighted', percent(total)],
        ['Return a year, money-weighted', percent(performance.moneyWeighted) + rest],
        ['Today', percent(performance.todayReturn)],
      ],
    ),
    ...(performance.yearly.length === 0 ? [] : ['', yearTable(performance.yearly)]),
    ...notes.map((note) => style.dim(plain(note))),
  ].join('\n');
}
