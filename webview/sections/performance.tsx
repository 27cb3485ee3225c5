import { askPerformance } from '../charts/askPerformance.ts';
import { charts } from '../charts/index.ts';
import { useScope } from '../charts/useScope.ts';
import { usePage } from '../kit/page.ts';
import { Message } from '../kit/states.tsx';
import { useAnswer } from '../kit/useAnswer.ts';
import { Cards } from './cards.tsx';
import { Headline } from './headline.tsx';
import { Pickers } from './pickers.tsx';

/** PERF-1 to PERF-6 of one subject over one period. Every card asks for itself, and fails for itself. */
export function Performance() {
  const { view, ui, choose, run } = usePage();
  const whole = 'id' in ui.period && ui.period.id === 'all';
  const { scope } = useScope();
  const { value } = useAnswer('performance', scope === null ? null : askPerformance(scope, ui));
  const book = view.mode !== 'tearSheet';
  const shown = charts.filter((chart) => chart.section === 'performance' && (book || !chart.bookOnly));
  return (
    <>
      <Pickers choices={value?.choices ?? null} />
      <Headline answer={value} />
      {value !== null && value.reason !== null ? (
        <Message
          icon="graph"
          title="No returns to show"
          actions={[
            ...(whole ? [] : [{ title: 'Show all', run: () => choose({ period: { id: 'all' } }) }]),
            { title: 'Refresh', run: () => run('refresh') },
          ]}
        >
          {value.reason}
        </Message>
      ) : (
        <div class={`grid performance ${book ? 'of-book' : 'of-file'}`}>
          <Cards list={shown} />
        </div>
      )}
      {value && value.notes.length > 0 ? (
        <ul class="notes muted small" aria-label="Notes">
          {value.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
