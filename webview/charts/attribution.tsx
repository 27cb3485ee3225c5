import type { AttributionView } from '../../src/protocol/performanceView.ts';
import { fixedChart } from './fixedCard.tsx';
import { PlainTable } from './plainTable.tsx';

const ways = ['asset', 'account', 'strategy'] as const;
const most = 12;

/** What each part added to the return: bars that sum to the total, and the table with shares and win rates. */
export const attribution = fixedChart({
  id: 'attribution',
  title: 'Attribution',
  section: 'performance',
  bookOnly: true,
  choices: [{ id: 'by', label: 'Attribution by', options: ways.map((value) => ({ value, title: `by ${value}` })) }],
  name: 'attribution',
  question: (scope, ui, chosen) => ({
    portfolio: scope.portfolio,
    by: ways.find((way) => way === chosen['by']) ?? 'asset',
    period: ui.period,
  }),
  subtitle: (answer, scope) =>
    scope?.subject.kind === 'portfolio' ? answer.subtitle : `Of the whole portfolio. ${answer.subtitle}`,
  empty: (answer) => answer.reason ?? (answer.table.rows.length > 0 ? null : 'Nothing was held in this period.'),
  canvas: false,
  isTable: true,
  table: (answer) => answer.table,
  Plot: ({ answer }) => (
    <div class="beside">
      <Bars answer={answer} />
      <PlainTable table={answer.table} maxHeight={420} />
    </div>
  ),
  Notes: ({ answer }) => (
    <>
      {answer.notes.map((note) => (
        <p key={note} class="muted small">
          {note}
        </p>
      ))}
    </>
  ),
});

function Bars(props: { readonly answer: AttributionView }) {
  const { bars, total } = props.answer;
  const shown = bars.slice(0, most);
  const low = Math.min(0, ...shown.map((bar) => bar.value));
  const high = Math.max(0, ...shown.map((bar) => bar.value));
  const span = high - low || 1;
  const zero = (-low / span) * 100;
  return (
    <ul class="bars-list" aria-label="Contributions to the return">
      {shown.map((bar) => {
        const width = (Math.abs(bar.value) / span) * 100;
        const left = bar.value < 0 ? zero - width : zero;
        return (
          <li key={bar.key}>
            <span class="name" title={bar.title}>
              {bar.title}
            </span>
            <span class="bar-track" aria-hidden="true">
              <i class="bar-zero" style={{ left: `${zero}%` }} />
              <i class={bar.value < 0 ? 'bar loss' : 'bar gain'} style={{ left: `${left}%`, width: `${width}%` }} />
            </span>
            <b class={bar.value < 0 ? 'tone-down' : 'tone-up'}>{bar.text}</b>
          </li>
        );
      })}
      <li class="bar-total">
        <span class="name">Total</span>
        <span class="bar-track" aria-hidden="true" />
        <b>{total}</b>
      </li>
    </ul>
  );
}
