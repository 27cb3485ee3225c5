import { type CsvRow, csvText, neutralText } from '../../src/present/csv.ts';
import type { TableCell, TableColumn, TableRow } from '../../src/protocol/panelView.ts';

/** A table as CSV (RFC 4180). Numbers are plain numbers, so that a spreadsheet can calculate; in privacy the shown text. */
export function csvOf(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  privacy: boolean,
): string {
  const lines = rows.map(
    (cells): CsvRow =>
      cells.map((cell, index) => {
        const numeric = columns[index]?.align === 'end' && typeof cell.sort === 'number' && !privacy;
        // Fifteen digits are what a double holds for sure; the rest is noise.
        return numeric ? Number(Number(cell.sort).toPrecision(15)) : cell.text === '–' ? null : cell.text;
      }),
  );
  return csvText(
    columns.map((column) => column.title),
    lines,
  );
}

/** As tab-separated text for the clipboard, as shown. */
export function tsvOf(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]): string {
  const clean = (text: string) => neutralText(text.replace(/[\t\r\n]+/g, ' '));
  return [columns.map((column) => column.title), ...rows.map((cells) => cells.map((cell) => clean(cell.text)))]
    .map((line) => line.join('\t'))
    .join('\n');
}

/** Cells of a row in the order of the shown columns. */
export function pick(row: TableRow, indexes: readonly number[]): readonly TableCell[] {
  return indexes.flatMap((index) => row.cells[index] ?? []);
}
