import { formatPercent } from '../../src/present/format.ts';
import type { HistogramView } from '../../src/protocol/performanceView.ts';
import { askPerformance } from './askPerformance.ts';
import { fixedChart } from './fixedCard.tsx';
import { HistogramPlot } from './histogramPlot.tsx';

const none: HistogramView = { edges: [0], counts: [], subtitle: '', marks: [] };

/** How often the book made or lost how much in a period; the tail beyond VaR in red. */
export const histogram = fixedChart({
  id: 'histogram',
  title: 'Distribution of returns',
  section: 'performance',
  choices: [],
  name: 'performance',
  question: askPerformance,
  subtitle: () => '',
  empty: (answer) =>
    answer.reason ?? (answer.histogram ? null : 'Too few returns for a distribution: it needs some weeks of them.'),
  canvas: true,
  table: ({ histogram: shown }) => {
    const { edges, counts } = shown ?? none;
    const total = counts.reduce((sum, count) => sum + count, 0);
    return {
      id: 'histogram',
      title: 'Distribution of returns',
      columns: [
        { id: 'from', title: 'From', align: 'end' },
        { id: 'to', title: 'To', align: 'end' },
        { id: 'count', title: 'Periods', align: 'end' },
        { id: 'share', title: 'Share', align: 'end' },
      ],
      rows: counts.map((count, index) => {
        const [from, to] = [edges[index] ?? 0, edges[index + 1] ?? 0];
        return {
          id: String(index),
          cells: [
            { text: formatPercent(from), sort: from },
            { text: formatPercent(to), sort: to },
            { text: String(count), sort: count },
            {
              text: formatPercent(total > 0 ? count / total : null, { digits: 1 }),
              sort: total > 0 ? count / total : null,
            },
          ],
        };
      }),
      empty: '',
      incomplete: null,
    };
  },
  Plot: ({ answer }) => <HistogramPlot histogram={answer.histogram ?? none} />,
  Notes: ({ answer }) => <p class="muted small">{answer.histogram?.subtitle}</p>,
});
