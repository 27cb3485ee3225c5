import { assertNever } from '../../core/assertNever.ts';
import type { CellValue, ColumnInfo, ColumnKind, TablePage } from '../../core/model/tables.ts';
import { stateWords } from '../../core/tables/stateWords.ts';
import type { TableCell, Tone } from '../../protocol/panelView.ts';
import type { TablePageView } from '../../protocol/tradingView.ts';
import {
  formatAge,
  formatDate,
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatRatio,
  hidden,
  missing,
} from '../format.ts';
import { toneOf } from '../panel/words.ts';
import { foreign } from '../redact.ts';
import { stateTone } from './stateTone.ts';

const textual: ReadonlySet<ColumnKind> = new Set(['text', 'side', 'state']);
/** From here on cents are noise. */
const wholeFrom = 100_000;

/** One page of a table in words. In privacy its amounts and quantities are not in it at all. */
export function presentTable(page: TablePage, { privacy }: { readonly privacy: boolean }): TablePageView {
  const { table, title, columns, rows, offset, total, matching, notes, empty, baseCurrency, scale = 0 } = page;
  const style = { baseCurrency, scale, privacy };
  return {
    table,
    title,
    columns: columns.map(({ id, title: head, kind, hidden: isHidden, explain }) => ({
      id,
      title: head,
      align: textual.has(kind) ? 'start' : 'end',
      hidden: isHidden,
      explain: explain ?? null,
    })),
    rows: rows.map(({ id, cells }) => ({
      id,
      cells: columns.map((column, index) => presentCell(cells[index] ?? { value: null }, column, style)),
    })),
    offset,
    ...(page.ownOrder === undefined ? {} : { ownOrder: page.ownOrder }),
    total,
    matching,
    notes: notes.map((note) => foreign(note, privacy)),
    empty,
  };
}

interface CellStyle {
  readonly baseCurrency: string;
  /** Size of the book, in base currency. */
  readonly scale: number;
  readonly privacy: boolean;
}

/** One cell in words: "–" where there is no value, with the reason as its title. */
export function presentCell(
  cell: CellValue,
  { kind, amount }: Pick<ColumnInfo, 'kind' | 'amount'>,
  style: CellStyle,
): TableCell {
  const { privacy } = style;
  const { value, note } = cell;
  const title = note === undefined ? {} : { title: foreign(sentence(note), privacy) };
  if (value === null || value === '') return { text: missing, sort: null, tone: 'muted', ...title };
  // What realised nothing because it opened is no result: the note says so.
  if (kind === 'pnl' && note !== undefined && Number(value) === 0)
    return { text: missing, sort: null, tone: 'muted', ...title };
  const tone = toneOfCell(kind, value);
  const words = privacy && amount ? hidden : textOf(kind, value, cell.currency ?? style.baseCurrency, style);
  const currency =
    kind === 'price' && note === undefined && cell.currency !== undefined ? { title: cell.currency } : title;
  return { text: words, sort: null, ...(tone === 'none' ? {} : { tone }), ...currency };
}

function textOf(kind: ColumnKind, value: string | number, currency: string, style: CellStyle): string {
  const number = Number(value);
  switch (kind) {
    case 'text':
      return String(value);
    case 'side':
    case 'state':
      return stateWords(String(value));
    case 'time':
      return `${formatDate(number)} ${new Date(number).toISOString().slice(11, 16)}`;
    case 'quantity':
      return formatQuantity(value);
    case 'price':
      return formatPrice(number);
    case 'money':
      return money(number, currency, style, false);
    case 'pnl':
      return money(number, currency, style, true);
    case 'percent':
      return formatPercent(number, { sign: true });
    case 'share':
      return formatPercent(number);
    case 'ratio':
      return `${formatRatio(number)}×`;
    case 'count':
      return formatQuantity(number);
    case 'duration':
      return formatAge(number);
    default:
      return assertNever(kind);
  }
}

/** In a large book cents are noise, but below a unit they are all there is; another currency has a scale of its own. */
function money(value: number, currency: string, { baseCurrency, scale }: CellStyle, sign: boolean): string {
  const size = Math.abs(value);
  const isLarge = currency === baseCurrency && scale >= wholeFrom && (size >= 1 || size === 0);
  // A file may say no currency.
  return formatMoney(value, currency, { sign, ...(isLarge || size >= wholeFrom ? { digits: 0 } : {}) }).trimEnd();
}

function toneOfCell(kind: ColumnKind, value: string | number): Tone {
  if (kind === 'state') return stateTone(String(value));
  if (kind === 'pnl') return toneOf(Number(value), 1e-12);
  return kind === 'percent' ? toneOf(Number(value)) : 'none';
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
