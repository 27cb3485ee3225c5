import { columnName, type Row } from './csvTable.ts';
import { csvRows, htmlRows } from './reportRows.ts';

/** A table of MetaTrader 5's "Trade History Report", with the number of its first row in the file. */
export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export interface MetaTraderReport {
  /** Of the account ("123456 (USD, Broker-Demo, real, Hedge)"), where the report says it. */
  readonly currency: string | null;
  /** By their headings: deals, positions, orders, open_positions. */
  readonly tables: ReadonlyMap<string, ReportTable>;
}

const headings = new Set([
  'positions',
  'orders',
  'deals',
  'open_positions',
  'working_orders',
  'results',
  'history',
  'summary',
]);

export function isMetaTraderReport(text: string): boolean {
  const head = text.slice(0, 4000);
  if (/trade\s+history\s+report|strategy\s+tester\s+report/i.test(head)) return true;
  // In other languages its title is another one, the program's name is not.
  return /<html|<table/i.test(head) && /metaquotes|metatrader|content="client terminal"/i.test(head);
}

/** The tables of a report, whether it was saved as HTML or as CSV. */
export function metaTraderReport(text: string): MetaTraderReport {
  const rows = /<tr\b/i.test(text) ? htmlRows(text) : csvRows(text);
  const tables = new Map<string, ReportTable>();
  let currency: string | null = null;
  let name: string | null = null;
  let columns: readonly string[] | null = null;
  let read: Row[] = [];
  for (const cells of rows) {
    const filled = cells.filter((cell) => cell !== '');
    const [first = ''] = filled;
    currency ??= currencyOf(filled);
    if (filled.length === 1 && headings.has(columnName(first))) {
      name = columnName(first);
      columns = null;
      read = [];
      continue;
    }
    if (name === null) continue;
    if (columns === null) {
      columns = columnsOf(cells);
      tables.set(name, { columns, rows: read });
    } else read.push(rowOf(columns, cells));
  }
  return { currency, tables };
}

/** "Account: 123 (USD, Broker, real, Hedge)", or a cell "Currency:" and the one after it. */
function currencyOf(cells: readonly string[]): string | null {
  const label = cells[0]?.toLowerCase();
  if (label === 'account:') return /\(([A-Z]{3,5})[,)]/.exec(cells[1] ?? '')?.[1] ?? null;
  if (label === 'currency:') return /^[A-Z]{3,5}$/.exec(cells[1] ?? '')?.[0] ?? null;
  return null;
}

/** Positions have two columns Time and two Price: of the opening and of the closing. */
function columnsOf(cells: readonly string[]): readonly string[] {
  const columns: string[] = [];
  for (const cell of cells) {
    const name = columnName(cell);
    columns.push(columns.includes(name) && name !== '' ? `close_${name}` : name);
  }
  return columns;
}

function rowOf(columns: readonly string[], cells: readonly string[]): Row {
  return Object.fromEntries(
    columns.flatMap((column, index) => (column === '' ? [] : [[column, spaced(cells[index] ?? '')]])),
  );
}

/** "10 020.31" and "- 2.50" as MetaTrader writes numbers. */
function spaced(cell: string): string {
  return /^[+-]?[\d\s.,\u00a0]+$/.test(cell) && /^[+-]?\s*\d[\d\s\u00a0]*(\.\d+)?$/.test(cell)
    ? cell.replace(/[\s\u00a0]/g, '')
    : cell;
}
