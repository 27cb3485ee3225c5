import type { TableRow } from '../../src/protocol/panelView.ts';
import type { GridColumn } from './tableGrid.tsx';

/** Left and right of a cell's text, and the arrow of a sorted head. */
const padding = 18;
const arrow = 16;
const widest = 320;
const narrowest = 56;

/**
 * Pixels that the columns need for their heads and for the rows that have come, never less than before: rows that come later
 * while somebody scrolls must not move the columns. `measure` gives the width of a text, bold or not.
 */
export function columnWidths(
  before: Readonly<Record<string, number>>,
  columns: readonly GridColumn[],
  indexes: readonly number[],
  rows: Iterable<TableRow>,
  measure: (text: string, bold: boolean) => number,
): Readonly<Record<string, number>> {
  const known: Record<string, number> = { ...before };
  for (const column of columns) {
    known[column.id] = Math.max(known[column.id] ?? narrowest, measure(column.title, true) + padding + arrow);
  }
  // Most cells of a column are as long as others: only longer texts than any before are measured.
  const longest = columns.map(() => 0);
  for (const row of rows) {
    indexes.forEach((place, at) => {
      const text = row.cells[place]?.text ?? '';
      if (text.length < (longest[at] ?? 0)) return;
      longest[at] = text.length;
      const id = columns[at]?.id ?? '';
      known[id] = Math.max(known[id] ?? narrowest, Math.min(widest, measure(text, false) + padding));
    });
  }
  return known;
}

/** Measures in the page's own font. */
export function textMeasure(): (text: string, bold: boolean) => number {
  const context = document.createElement('canvas').getContext('2d');
  const style = getComputedStyle(document.body);
  return (text, bold) => {
    if (!context) return text.length * 8;
    context.font = `${bold ? 600 : 400} ${style.fontSize} ${style.fontFamily}`;
    return Math.ceil(context.measureText(text).width);
  };
}
