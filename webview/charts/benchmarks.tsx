import { askPerformance } from './askPerformance.ts';
import { fixedChart } from './fixedCard.tsx';
import { metricTable } from './metricGroups.tsx';
import { Versus } from './versus.tsx';

/** What the returns are beside those of each benchmark: PERF-6. */
export const benchmarks = fixedChart({
  id: 'benchmarks',
  title: 'Against benchmarks',
  section: 'performance',
  choices: [],
  name: 'performance',
  question: askPerformance,
  subtitle: () => '',
  empty: (answer) =>
    answer.reason ??
    (answer.benchmarks.length > 0 ? null : 'No benchmark is chosen: its returns beside these are shown here.'),
  action: ({ view, run }) =>
    view.mode === 'tearSheet'
      ? { title: 'Choose benchmark…', run: () => run('chooseBenchmark') }
      : { title: 'Open configuration', run: () => run('openConfiguration') },
  canvas: false,
  isTable: true,
  table: (answer) =>
    metricTable(
      'benchmarks',
      'Against benchmarks',
      answer.benchmarks.flatMap((entry) => entry.rows.map((row) => ({ group: entry.title, row }))),
    ),
  Plot: ({ answer }) => <Versus benchmarks={answer.benchmarks} />,
  Notes: ({ answer }) => (
    <>
      {answer.benchmarks.map((entry) => (
        <p key={entry.id} class="muted small">
          {`${entry.title}: ${entry.reason ?? entry.subtitle}`}
        </p>
      ))}
    </>
  ),
});
