import type { CellValue, ColumnInfo, ColumnKind, TablePage } from '../../core/model/tables.ts';
import { csvLines, csvText } from '../csv.ts';

export interface TableTextOptions {
  /** Amounts and quantities are left empty. */
  readonly privacy: boolean;
}

export type TableFormat = 'csv' | 'json';

export interface TableParts {
  begin(page: TablePage): string;
  /** In the order of their offsets, without a gap. */
  rows(page: TablePage): string;
  end(page: TablePage): string;
}

type Raw = string | number | null;

/** Columns whose numbers are in a currency say which, beside them. */
const inCurrency: ReadonlySet<ColumnKind> = new Set(['money', 'pnl', 'price']);

/**
 * A table for other programs: RFC 4180 with formulas neutralised, or a versioned JSON of records. Times are ISO 8601 in UTC,
 * quantities and prices the exact decimals of their source, percentages fractions, names in snake_case; of the JSON, what is
 * null says why in `missing`.
 */
export function tableText(page: TablePage, format: TableFormat, options: TableTextOptions): string {
  const parts = tableParts(format, options);
  return parts.begin(page) + parts.rows(page) + parts.end(page);
}

/** The same in parts, for tables that come page by page: begin, the rows of each page in turn, end. */
export function tableParts(format: TableFormat, { privacy }: TableTextOptions): TableParts {
  if (format === 'csv') {
    return {
      begin: ({ columns }) => csvText(csvHeader(columns), []),
      rows: (page) => csvLines(page.rows.map(({ cells }) => csvRow(page, cells, privacy))),
      end: () => '',
    };
  }
  return {
    begin: ({ table, baseCurrency, total, matching }) => {
      const head = { version: 1, table: snake(table), base_currency: baseCurrency, total, matching };
      return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [`;
    },
    rows: ({ columns, rows, baseCurrency, offset }) =>
      rows
        .map(({ cells }, index) => {
          const text = JSON.stringify(record(columns, cells, baseCurrency, privacy));
          return `${offset + index === 0 ? '' : ','}\n    ${text}`;
        })
        .join(''),
    end: ({ matching, notes }) =>
      `${matching === 0 ? '' : '\n  '}],\n  "notes": ${JSON.stringify(privacy ? [] : notes)}\n}\n`,
  };
}

function csvHeader(columns: readonly ColumnInfo[]): readonly string[] {
  return columns.flatMap(({ id, kind }) => (inCurrency.has(kind) ? [snake(id), `${snake(id)}_currency`] : [snake(id)]));
}

function csvRow(
  { columns, baseCurrency }: Pick<TablePage, 'columns' | 'baseCurrency'>,
  cells: readonly CellValue[],
  privacy: boolean,
): readonly Raw[] {
  return columns.flatMap((column, index): readonly Raw[] => {
    const cell = cells[index] ?? { value: null };
    const value = rawOf(cell, column, privacy);
    return inCurrency.has(column.kind) ? [value, value === null ? null : (cell.currency ?? baseCurrency)] : [value];
  });
}

function record(
  columns: readonly ColumnInfo[],
  cells: readonly CellValue[],
  baseCurrency: string,
  privacy: boolean,
): Readonly<Record<string, Raw | Readonly<Record<string, string>>>> {
  const fields: Record<string, Raw> = {};
  const missing: Record<string, string> = {};
  for (const [index, column] of columns.entries()) {
    const name = snake(column.id);
    const cell = cells[index] ?? { value: null };
    const value = rawOf(cell, column, privacy);
    fields[name] = value;
    if (inCurrency.has(column.kind))
      fields[`${name}_currency`] = value === null ? null : (cell.currency ?? baseCurrency);
    if (value !== null) continue;
    missing[name] = privacy && column.amount ? 'hidden' : (cell.note ?? 'not known');
  }
  return Object.keys(missing).length === 0 ? fields : { ...fields, missing };
}

function rawOf({ value }: CellValue, { kind, amount }: ColumnInfo, privacy: boolean): Raw {
  if (privacy && amount) return null;
  return kind === 'time' && typeof value === 'number' ? new Date(value).toISOString() : value;
}

/** "netNotional" → "net_notional", "change24h" stays. */
function snake(id: string): string {
  return id.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
