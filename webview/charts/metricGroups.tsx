import type { MetricRow, TableView } from '../../src/protocol/panelView.ts';
import { askPerformance } from './askPerformance.ts';
import { Explained } from './explained.tsx';
import { fixedChart } from './fixedCard.tsx';

/** Every metric of the tear sheet. */
export const metricGroups = fixedChart({
  id: 'metricGroups',
  title: 'Metrics',
  section: 'performance',
  choices: [],
  name: 'performance',
  question: askPerformance,
  subtitle: () => '',
  empty: (answer) => answer.reason ?? (answer.groups.length > 0 ? null : 'No metrics for this period.'),
  canvas: false,
  isTable: true,
  table: (answer) =>
    metricTable(
      'metrics',
      'Metrics',
      answer.groups.flatMap((group) => group.rows.map((row) => ({ group: group.title, row }))),
    ),
  Plot: ({ answer }) => <Explained groups={answer.groups} />,
});

/** Metrics as rows for CSV. */
export function metricTable(
  id: string,
  title: string,
  rows: readonly { readonly group: string; readonly row: MetricRow }[],
): TableView {
  return {
    id,
    title,
    columns: [
      { id: 'group', title: 'Group', align: 'start' },
      { id: 'metric', title: 'Metric', align: 'start' },
      { id: 'value', title: 'Value', align: 'end' },
      { id: 'explain', title: 'Convention', align: 'start' },
    ],
    rows: rows.map(({ group, row }) => ({
      id: `${group}.${row.id}`,
      cells: [
        { text: group, sort: group },
        { text: row.title, sort: row.title },
        { text: row.value, sort: row.value },
        { text: row.explain, sort: row.explain },
      ],
    })),
    empty: '',
    incomplete: null,
  };
}
