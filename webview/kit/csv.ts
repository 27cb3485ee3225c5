import type { TableCell, TableColumn, TableRow } from '../../src/protocol/panelView.ts';

/** A table as CSV (RFC 4180). Numbers are plain numbers, so that a spreadsheet can calculate; in privacy the shown text. */
export function csvOf(
  columns: readonly TableColumn[],
  rows: readonly (readonly TableCell[])[],
  privacy: boolean,
): string {
  const lines = [columns.map((column) => field(column.title))];
  for (const cells of rows) {
    lines.push(
      cells.map((cell, index) => {
        const numeric = columns[index]?.align === 'end' && typeof cell.sort === 'number' && !privacy;
        // Fifteen digits are what a double holds for sure; the rest is noise.
        return numeric ? String(Number(Number(cell.sort).toPrecision(15))) : field(cell.text === '–' ? '' : cell.text);
      }),
    );
  }
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** As tab-separated text for the clipboard, as shown. */
export function tsvOf(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]): string {
  const clean = (text: string) => neutral(text.replace(/[\t\r\n]+/g, ' '));
  return [columns.map((column) => column.title), ...rows.map((cells) => cells.map((cell) => clean(cell.text)))]
    .map((line) => line.join('\t'))
    .join('\n');
}

/** Cells of a row in the order of the shown columns. */
export function pick(row: TableRow, indexes: readonly number[]): readonly TableCell[] {
  return indexes.flatMap((index) => row.cells[index] ?? []);
}

function field(text: string): string {
  const safe = neutral(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet runs what starts like a formula; a quote before it makes it text. Percentages and money stay as they are. */
function neutral(text: string): string {
  return /^[=@\t\r]/.test(text) || /^[+-](?![$€£¥₹₩]?[\d.,]+%?$)/.test(text) ? `'${text}` : text;
}
