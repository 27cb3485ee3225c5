import { parse } from 'csv-parse/sync';
import { failed, ok, type Reading } from '../../core/model/reading.ts';

/** Cells by column name: lower case, words joined by "_" ("Avg. Price" is avg_price); numbers with a decimal point. */
export type Row = Readonly<Record<string, string>>;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** More rows than this are not a book but a data set. */
export const maxRows = 200_000;

/** A CSV with a header; the separator (comma, semicolon, tab) is found in the header. Reasons name lines, never content. */
export function csvTable(text: string, name: string): Reading<Table> {
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [';', '\t'].find((each) => header.split(each).length > header.split(',').length) ?? ',';
  let records: string[][];
  try {
    records = parse(text, {
      delimiter,
      trim: true,
      skip_empty_lines: true,
      comment: '#',
      comment_no_infix: true,
      to: maxRows + 2,
    });
  } catch (error) {
    const line = typeof error === 'object' && error !== null && 'lines' in error ? ` (line ${error.lines})` : '';
    return failed('badResponse', `${name} is not valid CSV${line}; it is read again when it is saved`);
  }
  const [names, ...cells] = records;
  if (names === undefined) return failed('badResponse', `${name} is empty: a header line with column names is needed`);
  if (cells.length > maxRows) return failed('config', `${name} has more than ${maxRows} rows`);
  const columns = uniqueNames(names);
  const rows = cells.map((row) => {
    const named: Record<string, string> = {};
    for (const [index, column] of columns.entries()) named[column] = plainNumber(row[index] ?? '', delimiter);
    return named;
  });
  return ok({ columns, rows });
}

/** MetaTrader names two columns "Price": the first is the open price, the second the current one. */
function uniqueNames(names: readonly string[]): string[] {
  const columns: string[] = [];
  for (const name of names) {
    const plain = columnName(name);
    columns.push(columns.includes(plain) && plain === 'price' ? 'current_price' : plain);
  }
  return columns;
}

/** "Avg. Price", "avgPrice" and "avg_price" are one name. */
export function columnName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

/** "1,234.50" and, in files separated by semicolons or tabs, "1.234,50" as 1234.50; anything else as it is. */
function plainNumber(cell: string, delimiter: string): string {
  if (!cell.includes(',')) return cell;
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(cell) && delimiter === ',') return cell.replaceAll(',', '');
  if (delimiter !== ',' && /^[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+$/.test(cell)) {
    return cell.replaceAll('.', '').replace(',', '.');
  }
  return cell;
}
