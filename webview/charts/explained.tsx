import { useId, useState } from 'preact/hooks';
import type { MetricRow } from '../../src/protocol/panelView.ts';

/** Metrics in groups, each explaining itself (convention, or why there is no number) on hover and on focus. */
export function Explained(props: {
  readonly groups: readonly { readonly title: string | null; readonly rows: readonly MetricRow[] }[];
}) {
  const [chosen, setChosen] = useState<string | null>(null);
  const id = useId();
  const explained = props.groups
    .flatMap((group, index) => group.rows.map((row) => ({ key: `${index}.${row.id}`, row })))
    .find(({ key }) => key === chosen)?.row;
  return (
    <>
      <div class="metric-groups">
        {props.groups.map((group, index) => (
          <section key={group.title ?? index} class="metric-group">
            {group.title ? <h3>{group.title}</h3> : null}
            <ul class="metrics">
              {group.rows.map((row) => {
                const key = `${index}.${row.id}`;
                return (
                  <li key={row.id}>
                    <button
                      type="button"
                      title={row.explain}
                      aria-describedby={chosen === key ? id : undefined}
                      onFocus={() => setChosen(key)}
                      onBlur={() => setChosen(null)}
                      onPointerEnter={() => setChosen(key)}
                      onPointerLeave={() => setChosen(null)}
                    >
                      <span>{row.title}</span>
                      <b class={`tone-${row.tone}`}>{row.value}</b>
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
      <p class="explain muted small" id={id} role="note">
        {explained
          ? `${explained.title}: ${explained.explain}`
          : 'Point at a metric, or tab to it, to see how it is computed.'}
      </p>
    </>
  );
}
