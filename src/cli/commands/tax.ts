import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TaxReport } from '../../core/model/tax.ts';
import { formatDate, formatMoney, formatQuantity } from '../../present/format.ts';
import { taxCsv, taxRecord } from '../../present/records/taxRecord.ts';
import type { Command } from '../command.ts';
import { readPortfolio } from '../readPortfolio.ts';
import type { Style } from '../style.ts';
import { plain, plainTable } from '../table.ts';
import { tinted } from '../words.ts';

/** LED-3: gains and income of a year, lot by lot. */
export const taxCommand: Command = {
  name: 'tax',
  summary: 'gains of a year lot by lot, income, and what has no known cost, as a table, CSV or JSON',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'year', 'method', 'format', 'output', 'force', 'timeout'],
  formats: ['text', 'csv', 'json'],
  methods: 'costBasis',
  says: {
    year: 'the year to report; default: the last one that is over',
    method: 'FIFO, LIFO, HIFO, LOFO or average; default: costBasis of the configuration',
  },
  async run(invocation) {
    const { options, output, cwd } = invocation;
    const fail = (reason: string): 3 => {
      output.err(`quantfolio: ${plain(reason)}`);
      return 3;
    };
    const at = Date.now();
    const year = options.year ?? new Date(at).getUTCFullYear() - 1;
    const read = await readPortfolio(invocation, false, (put, portfolio) =>
      put('tax', { portfolio, year, method: options.costBasis }).catch((error: unknown) => ({
        reason: error instanceof Error ? error.message : String(error),
      })),
    );
    if (read === null) return 3;
    const { answer: report } = read;
    if (report === null) return fail('the engine told no taxes');
    if ('reason' in report) return fail(report.reason);
    const csv = options.format === 'csv';
    const made = csv
      ? taxCsv(report).text
      : options.json
        ? `${JSON.stringify(taxRecord(report, at), null, 2)}\n`
        : null;
    // What keeps a report from being whole is said where a person looks, whatever it is written as.
    if (made !== null) for (const note of warningsOf(report)) output.err(`note: ${plain(note)}`);
    const printed = made ?? `${text(report, output.style)}\n`;
    if (options.output === null) {
      output.out(printed.replace(/\r?\n$/, ''));
      return 0;
    }
    const path = resolve(cwd, options.output);
    try {
      // The file may hold the only copy of something else.
      await writeFile(path, printed, { flag: options.force ? 'w' : 'wx' });
    } catch (error) {
      return fail(wordsOf(error, options.output));
    }
    output.err(`${report.disposals.length} disposals of ${year} in ${path}`);
    return 0;
  },
};

function warningsOf({ unmatched, notes, income }: TaxReport): readonly string[] {
  const unpriced = income.filter(({ value }) => value === null).length;
  return [
    ...(unmatched.length === 0
      ? []
      : [
          `${unmatched.length} ${unmatched.length === 1 ? 'disposal has' : 'disposals have'} no known cost or proceeds: no gain of them is in the totals`,
        ]),
    ...(unpriced === 0
      ? []
      : [`${unpriced} income ${unpriced === 1 ? 'entry has' : 'entries have'} no price of the day`]),
    ...notes,
  ];
}

function text(report: TaxReport, style: Style): string {
  const { year, method, currency, totals, disposals, unmatched, income } = report;
  const money = (value: number | null) => (value === null ? '–' : formatMoney(value, currency));
  const gain = (value: number) => tinted(value, formatMoney(value, currency, { sign: true }), style);
  const columns = (...titles: readonly string[]) =>
    titles.map((title, index) => ({ title, align: index < 3 ? ('start' as const) : ('end' as const) }));
  const lines = [style.bold(`Taxes of ${year}`) + style.dim(` ${method}, in ${currency}`), ''];
  if (disposals.length === 0) lines.push('No disposals with a known cost.');
  else {
    lines.push(
      plainTable(columns('Asset', 'Acquired', 'Disposed', 'Quantity', 'Proceeds', 'Cost', 'Fee', 'Gain', 'Days'), [
        ...disposals.map((each) => [
          `${plain(each.asset)}${each.side === 'short' ? ' (short)' : ''}`,
          each.acquired === null ? '–' : formatDate(each.acquired),
          formatDate(each.disposed),
          formatQuantity(each.quantity),
          money(each.proceeds),
          money(each.cost),
          money(each.fee),
          gain(each.gain),
          each.holdingDays === null ? '–' : String(each.holdingDays),
        ]),
        ['Total', '', '', '', money(totals.proceeds), money(totals.cost), money(totals.fee), gain(totals.gain), ''],
      ]),
    );
  }
  if (unmatched.length > 0) {
    lines.push('', style.warning('Without a known cost or proceeds (in no total)'));
    lines.push(
      plainTable(
        [...columns('Asset', 'Disposed', 'Account', 'Quantity', 'Proceeds'), { title: 'Why', align: 'start' as const }],
        unmatched.map((each) => [
          plain(each.asset),
          formatDate(each.disposed),
          plain(each.account),
          formatQuantity(each.quantity),
          money(each.proceeds),
          plain(each.reason),
        ]),
      ),
    );
  }
  if (income.length > 0) {
    lines.push('', 'Income');
    lines.push(
      plainTable(columns('Asset', 'Time', 'Kind', 'Quantity', 'Value'), [
        ...income.map((each) => [
          plain(each.asset),
          formatDate(each.at),
          each.kind,
          formatQuantity(each.quantity),
          money(each.value),
        ]),
        ['Total', '', '', '', money(report.incomeTotal)],
      ]),
    );
  }
  return [...lines, '', ...report.notes.map((note) => style.dim(plain(note)))].join('\n');
}

function wordsOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EEXIST') return `${path} exists already; write --force to replace it`;
  if (code === 'ENOENT') return `${path} cannot be written: its folder does not exist`;
  return `${path} cannot be written`;
}
