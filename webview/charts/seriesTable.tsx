import { useMemo, useState } from 'preact/hooks';
import { formatPercent, formatTime } from '../../src/present/format.ts';
import type { TableColumn, TableRow } from '../../src/protocol/panelView.ts';
import { TableGrid } from '../kit/tableGrid.tsx';
import { nearest } from './curve.ts';
import type { PanelSeries } from './useSeries.ts';

const columnsOf = (value: string): readonly TableColumn[] => [
  { id: 'time', title: 'Time', align: 'start' },
  { id: 'value', title: value, align: 'end' },
  { id: 'drawdown', title: 'Drawdown', align: 'end' },
];
const amounts = columnsOf('Value');
const changes = columnsOf('Change');

/** The drawn points as a table, newest first: the same values for those who cannot see the curve. */
export function SeriesTable(props: { readonly series: PanelSeries; money(value: number): string }) {
  const { series, money } = props;
  const [active, setActive] = useState<string | null>(null);
  const rows = useMemo<readonly TableRow[]>(() => {
    const { at, value } = series.value.curve;
    const list = at.map((time, index): TableRow => {
      const shown = value[index] ?? null;
      const drop = series.drawdown.curve.value[nearest(series.drawdown.curve.at, time)] ?? null;
      const written = shown === null ? '–' : series.percent ? formatPercent(shown, { sign: true }) : money(shown);
      return {
        id: `${time}-${index}`,
        cells: [
          { text: formatTime(time), sort: time },
          { text: written, sort: shown },
          { text: formatPercent(drop), sort: drop, tone: drop !== null && drop < -0.00005 ? 'down' : 'none' },
        ],
      };
    });
    return list.reverse();
  }, [series, money]);
  return (
    <TableGrid
      title="Portfolio value and drawdown"
      columns={series.percent ? changes : amounts}
      rows={rows}
      indexes={[0, 1, 2]}
      sort={undefined}
      active={active}
      maxHeight={380}
      onActive={setActive}
      onCopy={() => undefined}
      onSort={() => undefined}
    />
  );
}
