import type { CostBasis } from '../../core/ledger/costBasis.ts';
import type { TaxDisposal, TaxIncome, TaxReport, UnmatchedDisposal } from '../../core/model/tax.ts';
import type { TableColumn, TableView } from '../../protocol/panelView.ts';
import type { FactView, TaxView } from '../../protocol/tradingView.ts';
import { formatCount, formatDate, missing } from '../format.ts';
import { type Cell, money, quantity, rows, text } from '../panel/cells.ts';
import { toneOf, type Words, wordsFor } from '../panel/words.ts';
import { foreign } from '../redact.ts';
import { plainTitles, type TitleOf } from './orderWords.ts';
import type { TradingOptions } from './tradingOptions.ts';

export const taxMethods: readonly CostBasis[] = ['FIFO', 'LIFO', 'HIFO', 'LOFO', 'average'];

/** More rows are in the file only. */
const shownRows = 500;
const yearsBack = 10;

/** The years a report can be asked for: this one and those before. */
export function taxYears(now: number, also: number | null = null): readonly number[] {
  const current = new Date(now).getUTCFullYear();
  const years = Array.from({ length: yearsBack }, (_, index) => current - index);
  return also === null || years.includes(also) ? years : [...years, also].sort((a, b) => b - a);
}

/** Notes name accounts by their ids: people know them by their titles. */
function titled(note: string, titleOf: TitleOf): string {
  const simulated = 'Simulated accounts are in it: ';
  if (!note.startsWith(simulated)) return note.replace(/^[\w.-]+(?=: )/, titleOf);
  return `${simulated}${note.slice(simulated.length, -1).split(', ').map(titleOf).join(', ')}.`;
}

/** LED-3 in words: disposals, income, and what could not be matched, which is never given a cost of zero. */
export function presentTax(report: TaxReport, options: TradingOptions): TaxView {
  const { privacy, now } = options;
  const titleOf = options.titleOf ?? plainTitles;
  const words = wordsFor(report.currency, privacy, now);
  return {
    year: report.year,
    years: taxYears(now, report.year),
    method: report.method,
    methods: taxMethods,
    totals: totals(report, words),
    disposals: disposals(report, titleOf, words),
    income: income(report, titleOf, words),
    unmatched: unmatched(report, titleOf, words),
    notes: report.notes.map((note) => foreign(titled(note, titleOf), privacy)),
  };
}

function totals(
  { totals: all, incomeTotal, disposals: lines, income: entries, unmatched: open }: TaxReport,
  words: Words,
): readonly FactView[] {
  const fact = (label: string, value: number, title: string, signed = false): FactView => ({
    label,
    value: words.money(value, { sign: signed }),
    tone: signed ? toneOf(value, 0.005) : 'none',
    title,
  });
  const unknown = entries.filter((entry) => entry.value === null).length;
  const gain = `Proceeds less cost and fees, of ${formatCount(lines.length, 'disposal')}`;
  return [
    fact('Gain', all.gain, open.length === 0 ? gain : `${gain}; ${open.length} unmatched are not in it`, true),
    fact('Proceeds', all.proceeds, 'Before fees'),
    fact('Cost', all.cost, 'Of the lots that were disposed of'),
    fact('Fees', all.fee, 'Of the disposals'),
    fact(
      'Income',
      incomeTotal,
      unknown === 0 ? 'At the price of each day' : `${unknown} without a price on their day are not in it`,
      true,
    ),
    {
      label: 'Unmatched',
      value: String(open.length),
      tone: open.length === 0 ? 'none' : 'warning',
      title:
        open.length === 0
          ? 'Every disposal has its lots'
          : 'Disposals whose gain cannot be known; they are in no total',
    },
  ];
}

function table<T>(
  id: string,
  title: string,
  columns: readonly TableColumn[],
  list: readonly T[],
  cells: (row: T) => readonly Cell[],
  words: Words,
  empty: string,
): TableView {
  return {
    id,
    title,
    columns,
    rows: rows(
      list.slice(0, shownRows).map((row, index) => ({ id: `${id}:${index}`, cells: cells(row) })),
      words.privacy,
    ),
    empty,
    incomplete: list.length > shownRows ? `The first ${shownRows} of ${list.length} are shown; the file has all` : null,
  };
}

function day(at: number | null, why = 'Not known'): Cell {
  return at === null ? { text: missing, sort: null, title: why } : { text: formatDate(at), sort: at };
}

function disposals({ disposals: list, method, year }: TaxReport, titleOf: TitleOf, words: Words): TableView {
  const cells = (row: TaxDisposal): readonly Cell[] => [
    text(row.asset),
    text(titleOf(row.account)),
    day(row.acquired, method === 'average' ? 'Pooled: average cost has no day' : 'Not known'),
    day(row.disposed),
    quantity(row.quantity, words),
    money(row.proceeds, words, undefined),
    money(row.cost, words, undefined),
    money(row.fee, words, undefined),
    money(row.gain, words, undefined, true),
    row.holdingDays === null
      ? { text: missing, sort: null, title: 'Not known' }
      : { text: formatCount(row.holdingDays, 'day'), sort: row.holdingDays },
    text(row.side === 'short' ? 'Short' : 'Long'),
  ];
  const columns: readonly TableColumn[] = [
    { id: 'asset', title: 'Asset', align: 'start' },
    { id: 'account', title: 'Account', align: 'start' },
    { id: 'acquired', title: 'Acquired', align: 'end' },
    { id: 'disposed', title: 'Disposed', align: 'end' },
    { id: 'quantity', title: 'Quantity', align: 'end' },
    { id: 'proceeds', title: 'Proceeds', align: 'end' },
    { id: 'cost', title: 'Cost', align: 'end' },
    { id: 'fee', title: 'Fee', align: 'end' },
    { id: 'gain', title: 'Gain', align: 'end' },
    { id: 'held', title: 'Held', align: 'end' },
    { id: 'side', title: 'Side', align: 'start', hidden: true },
  ];
  return table('disposals', 'Disposals', columns, list, cells, words, `Nothing was disposed of in ${year}.`);
}

function income({ income: list, year }: TaxReport, titleOf: TitleOf, words: Words): TableView {
  const cells = (row: TaxIncome): readonly Cell[] => [
    day(row.at),
    text(titleOf(row.account)),
    text(incomeWords[row.kind]),
    text(row.asset),
    quantity(row.quantity, words),
    money(row.value, words, row.reason ?? 'It had no price on that day', true),
  ];
  const columns: readonly TableColumn[] = [
    { id: 'time', title: 'Day', align: 'start' },
    { id: 'account', title: 'Account', align: 'start' },
    { id: 'kind', title: 'Kind', align: 'start' },
    { id: 'asset', title: 'Asset', align: 'start' },
    { id: 'quantity', title: 'Quantity', align: 'end' },
    { id: 'value', title: 'Value', align: 'end' },
  ];
  return table('income', 'Income', columns, list, cells, words, `No income is known of ${year}.`);
}

const incomeWords: Readonly<Record<TaxIncome['kind'], string>> = {
  funding: 'Funding',
  interest: 'Interest',
  staking: 'Staking',
  rebate: 'Rebate',
  dividend: 'Dividend',
  fee: 'Fee',
  realizedPnl: 'Realised P&L',
  conversion: 'Conversion',
  other: 'Other',
};

function unmatched({ unmatched: list }: TaxReport, titleOf: TitleOf, words: Words): TableView {
  const cells = (row: UnmatchedDisposal): readonly Cell[] => [
    text(row.asset),
    text(titleOf(row.account)),
    day(row.disposed),
    quantity(row.quantity, words),
    money(row.proceeds, words, 'It had no price on that day'),
    text(foreign(row.reason, words.privacy)),
  ];
  const columns: readonly TableColumn[] = [
    { id: 'asset', title: 'Asset', align: 'start' },
    { id: 'account', title: 'Account', align: 'start' },
    { id: 'disposed', title: 'Disposed', align: 'end' },
    { id: 'quantity', title: 'Quantity', align: 'end' },
    { id: 'proceeds', title: 'Proceeds', align: 'end' },
    { id: 'reason', title: 'Why', align: 'start' },
  ];
  return table('unmatched', 'Unmatched disposals', columns, list, cells, words, 'Every disposal has its lots.');
}
