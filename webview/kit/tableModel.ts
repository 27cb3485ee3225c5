import type { TableColumn, TableRow, TableView } from '../../src/protocol/panelView.ts';
import type { Sort } from './uiState.ts';

/** Indexes of the columns to show, in the table's own order. */
export function shownColumns(
  table: Pick<TableView, 'columns'>,
  chosen: readonly string[] | undefined,
): readonly number[] {
  const shown = (column: TableColumn) => (chosen ? chosen.includes(column.id) : column.hidden !== true);
  const indexes = table.columns.flatMap((column, index) => (shown(column) ? [index] : []));
  return indexes.length > 0 ? indexes : [0];
}

/** Rows that contain every word of the search, sorted; what is missing comes last either way. */
export function arrange(table: TableView, search: string, sort: Sort | undefined): readonly TableRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length === 0
      ? table.rows
      : table.rows.filter((row) => {
          const text = row.cells
            .map((cell) => cell.text)
            .join(' ')
            .toLowerCase();
          return words.every((word) => text.includes(word));
        });
  const column = sort ? table.columns.findIndex((candidate) => candidate.id === sort.column) : -1;
  if (!sort || column < 0) return found;
  const direction = sort.descending ? -1 : 1;
  return [...found].sort((a, b) => {
    const x = a.cells[column]?.sort ?? null;
    const y = b.cells[column]?.sort ?? null;
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    if (typeof x === 'number' && typeof y === 'number') return (x - y) * direction;
    return String(x).localeCompare(String(y), 'en', { numeric: true }) * direction;
  });
}

/** The next sort after a click on a column: numbers start with the largest, text with A; the third click undoes it. */
export function nextSort(current: Sort | undefined, column: TableColumn): Sort | undefined {
  const first = column.align === 'end';
  if (current?.column !== column.id) return { column: column.id, descending: first };
  return current.descending === first ? { column: column.id, descending: !first } : undefined;
}
