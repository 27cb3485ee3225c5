import { askPerformance } from './askPerformance.ts';
import { fixedChart } from './fixedCard.tsx';
import { PlainTable } from './plainTable.tsx';

/** The worst falls, numbered as they are in the chart. */
export const drawdowns = fixedChart({
  id: 'drawdowns',
  title: 'Worst drawdowns',
  section: 'performance',
  choices: [],
  name: 'performance',
  question: askPerformance,
  subtitle: () => 'falls that began in this period',
  empty: (answer) =>
    answer.reason ?? (answer.drawdowns.rows.length > 0 ? null : answer.drawdowns.empty || 'No fall below a peak yet.'),
  canvas: false,
  isTable: true,
  table: (answer) => answer.drawdowns,
  Plot: ({ answer }) => <PlainTable table={answer.drawdowns} />,
});
