import type { CellValue, ColumnInfo, ColumnKind, TablePage } from '../../core/model/tables.ts';
import { csvText } from '../csv.ts';

export interface TableTextOptions {
  /** Amounts and quantities are left empty. */
  readonly privacy: boolean;
}

type Raw = string | number | null;

/** Columns whose numbers are in a currency say which, beside them. */
const inCurrency: ReadonlySet<ColumnKind> = new Set(['money', 'pnl', 'price']);

/**
 * A table for other programs: RFC 4180 with formulas neutralised, or a versioned JSON of records. Times are ISO 8601 in UTC,
 * quantities and prices the exact decimals of their source, percentages fractions, names in snake_case; of the JSON, what is
 * null says why in `missing`.
 */
export function tableText(page: TablePage, format: 'csv' | 'json', { privacy }: TableTextOptions): string {
  const { columns, rows, baseCurrency } = page;
  if (format === 'csv') {
    const header = columns.flatMap(({ id, kind }) =>
      inCurrency.has(kind) ? [snake(id), `${snake(id)}_currency`] : [snake(id)],
    );
    const lines = rows.map(({ cells }) =>
      columns.flatMap((column, index): readonly Raw[] => {
        const cell = cells[index] ?? { value: null };
        const value = rawOf(cell, column, privacy);
        return inCurrency.has(column.kind) ? [value, value === null ? null : (cell.currency ?? baseCurrency)] : [value];
      }),
    );
    return csvText(header, lines);
  }
  const records = rows.map(({ cells }) => record(columns, cells, baseCurrency, privacy));
  const text = {
    version: 1,
    table: snake(page.table),
    base_currency: baseCurrency,
    total: page.total,
    matching: page.matching,
    rows: records,
    notes: privacy ? [] : page.notes,
  };
  return `${JSON.stringify(text, null, 2)}\n`;
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
