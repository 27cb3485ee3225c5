import { formatTime } from '../../src/present/format.ts';
import type { TableCell, TableRow, TableView } from '../../src/protocol/panelView.ts';
import type { Pane } from './chart.ts';
import { leading, valueAt } from './readout.tsx';

/** The drawn points as a table, newest first: the same values for those who cannot see the curves. */
export function timeTable(id: string, title: string, panes: readonly Pane[], iso: boolean): TableView {
  const lines = panes.flatMap((pane) => pane.lines);
  const rows = (leading(panes)?.curve.at ?? []).map((time, index): TableRow => {
    const cells = lines.map((line): TableCell => {
      const value = valueAt(line, time);
      return value === null
        ? { text: '–', sort: null }
        : { text: line.text(value), sort: value, tone: line.tone?.(value) ?? 'none' };
    });
    const text = iso ? new Date(time).toISOString() : formatTime(time);
    return { id: `${time}-${index}`, cells: [{ text, sort: time }, ...cells] };
  });
  return {
    id,
    title,
    columns: [
      { id: 'time', title: 'Time', align: 'start' },
      ...lines.map((line) => ({ id: line.id, title: line.title, align: 'end' as const })),
    ],
    rows: rows.reverse(),
    empty: '',
    incomplete: null,
  };
}
