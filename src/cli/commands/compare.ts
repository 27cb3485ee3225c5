import type { Comparison } from '../../core/model/performance.ts';
import { formatMoney, formatQuantity, formatTime } from '../../present/format.ts';
import { comparisonRecord } from '../../present/records/comparisonRecord.ts';
import type { Command } from '../command.ts';
import { readPortfolio } from '../readPortfolio.ts';
import type { Style } from '../style.ts';
import { boxTable, plain, plainTable } from '../table.ts';
import { timeOf } from '../timeOf.ts';
import { tinted } from '../words.ts';

/** HIST-1: what changed since a date, in value terms. */
export const compareCommand: Command = {
  name: 'compare',
  summary: 'what changed since a date: price, currency, deposits, quantity',
  usage: '[DATE]',
  maxPositionals: 1,
  options: ['config', 'json', 'date', 'detailed', 'timeout'],
  async run(invocation) {
    const { options, positionals, output } = invocation;
    const fail = (reason: string): 3 => {
      output.err(`quantfolio: ${plain(reason)}`);
      return 3;
    };
    const [given] = positionals;
    if (given !== undefined && options.date !== null) return fail('name the date once');
    const at = given === undefined ? options.date : timeOf(given, 'start');
    if (at === null)
      return fail('compare needs a date such as 2026-01-31 or 2026-01-31T08:00Z: compare --date 2026-01-31');
    if (at > Date.now()) return fail('the date lies in the future');
    const read = await readPortfolio(invocation, false, (put, portfolio) => put('compare', { portfolio, at }));
    if (read === null) return 3;
    const { answer } = read;
    if (answer === null) return fail('the engine told no comparison');
    if (options.json) output.out(JSON.stringify(comparisonRecord(answer, at), null, 2));
    else output.out(text(answer, options.detailed, output.style));
    return answer.before === null ? 3 : 0;
  },
};

function text(comparison: Comparison, detailed: boolean, style: Style): string {
  const { currency, before, after, totals, rows, reason, notes } = comparison;
  if (before === null) return style.dim(plain(reason ?? 'nothing is recorded at or before that date'));
  const money = (value: number | null) => tinted(value, formatMoney(value, currency, { sign: true }), style);
  const change =
    comparison.valueBefore === null || comparison.valueAfter === null
      ? null
      : comparison.valueAfter - comparison.valueBefore;
  const end = { title: '', align: 'end' as const };
  const start = { title: '', align: 'start' as const };
  return [
    style.bold(`${formatTime(before)} to ${formatTime(after)}`),
    plainTable(
      [start, end],
      [
        ['Value then', formatMoney(comparison.valueBefore, currency)],
        ['Value now', formatMoney(comparison.valueAfter, currency)],
        ['Change', money(change)],
        ['  Price', money(totals.price)],
        ['  Currency', money(totals.fx)],
        ['  Deposits and withdrawals', money(totals.flow)],
        ['  Quantity (trades, fees, funding)', money(totals.quantity)],
      ],
    ),
    '',
    boxTable(
      [
        { title: 'Account', align: 'start' },
        { title: 'Asset', align: 'start' },
        ...(detailed ? ['Quantity then', 'Quantity now'].map((title) => ({ title, align: 'end' as const })) : []),
        ...['Price', 'Currency', 'Flow', 'Quantity'].map((title) => ({ title, align: 'end' as const })),
        { title: '', align: 'start' },
      ],
      rows.map((row) => [
        plain(row.account),
        plain(row.asset),
        ...(detailed ? [formatQuantity(row.quantityBefore), formatQuantity(row.quantityAfter)] : []),
        money(row.priceEffect),
        money(row.fxEffect),
        money(row.flowEffect),
        money(row.quantityEffect),
        style.dim(plain(row.reason ?? '')),
      ]),
    ),
    ...(reason === null ? [] : [style.dim(plain(reason))]),
    ...notes.map((note) => style.dim(plain(note))),
  ].join('\n');
}
