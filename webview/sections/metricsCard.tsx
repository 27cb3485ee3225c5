import { useId, useState } from 'preact/hooks';
import { Card } from '../kit/card.tsx';
import { usePage } from '../kit/page.ts';

/** Key metrics; each explains itself (convention, or why there is no number) on hover and on focus. */
export function MetricsCard() {
  const { view } = usePage();
  const [chosen, setChosen] = useState<string | null>(null);
  const id = useId();
  const { rows, subtitle } = view.metrics;
  const explained = rows.find((row) => row.id === chosen);
  return (
    <Card title="Key metrics" subtitle={subtitle} area="metrics">
      {rows.length === 0 ? (
        <p class="empty">Metrics need a few days of history.</p>
      ) : (
        <ul class="metrics">
          {rows.map((row) => (
            <li key={row.id}>
              <button
                type="button"
                title={row.explain}
                aria-describedby={chosen === row.id ? id : undefined}
                onFocus={() => setChosen(row.id)}
                onBlur={() => setChosen(null)}
                onPointerEnter={() => setChosen(row.id)}
                onPointerLeave={() => setChosen(null)}
              >
                <span>{row.title}</span>
                <b class={`tone-${row.tone}`}>{row.value}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 ? (
        <p class="explain muted small" id={id} role="note">
          {explained
            ? `${explained.title}: ${explained.explain}`
            : 'Point at a metric, or tab to it, to see how it is computed.'}
        </p>
      ) : null}
    </Card>
  );
}
