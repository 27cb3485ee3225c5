import type { CellValue, ColumnKind } from '../model/tables.ts';
import type { Column, TableScene } from './table.ts';

type More<Row> = Partial<Pick<Column<Row>, 'amount' | 'hidden' | 'quick' | 'ranks'>>;

/** One column: what it is called, what it holds, in words how that came about, and its cell of a row. */
export function column<Row>(
  [id, title, kind]: readonly [id: string, title: string, kind: ColumnKind],
  explain: string,
  value: (row: Row, scene: TableScene) => CellValue,
  more: More<Row> = {},
): Column<Row> {
  return { id, title, kind, explain, value, ...more, amount: more.amount ?? false, hidden: more.hidden ?? false };
}

/** A cell; without a value it says why. */
export function cell(value: string | number | null, note?: string | null, currency?: string | null): CellValue {
  return {
    value,
    ...(currency == null || currency === '' ? {} : { currency }),
    ...(note == null || note === '' ? {} : { note }),
  };
}
