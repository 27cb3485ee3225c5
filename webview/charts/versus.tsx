import { useId, useState } from 'preact/hooks';
import type { PerformanceView } from '../../src/protocol/performanceView.ts';

type Benchmark = PerformanceView['benchmarks'][number];

/** Metrics as rows, benchmarks as columns; each number explains itself on hover and on focus. */
export function Versus(props: { readonly benchmarks: readonly Benchmark[] }) {
  const shown = props.benchmarks.filter((entry) => entry.reason === null && entry.rows.length > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const id = useId();
  const metrics = [...new Map(shown.flatMap((entry) => entry.rows.map((row) => [row.id, row.title] as const)))];
  const explained = shown.flatMap((entry) =>
    entry.rows.filter((row) => `${entry.id}.${row.id}` === chosen).map((row) => ({ entry, row })),
  )[0];
  if (shown.length === 0) return <p class="card-state">None of them can be compared with:</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by key */}
      <section class="table-box versus-box" tabIndex={0} aria-label="Metrics against benchmarks">
        <table class="versus">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              {shown.map((entry) => (
                <th key={entry.id} scope="col" class="end">
                  {entry.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {metrics.map(([metric, title]) => (
              <tr key={metric}>
                <th scope="row">{title}</th>
                {shown.map((entry) => {
                  const row = entry.rows.find((candidate) => candidate.id === metric);
                  const key = `${entry.id}.${metric}`;
                  return (
                    <td key={entry.id} class="end">
                      {row ? (
                        <button
                          type="button"
                          class={`plain tone-${row.tone}`}
                          title={row.explain}
                          aria-describedby={chosen === key ? id : undefined}
                          onFocus={() => setChosen(key)}
                          onBlur={() => setChosen(null)}
                          onPointerEnter={() => setChosen(key)}
                          onPointerLeave={() => setChosen(null)}
                        >
                          {row.value}
                        </button>
                      ) : null}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="explain muted small" id={id} role="note">
        {explained
          ? `${explained.row.title}, ${explained.entry.title}: ${explained.row.explain}`
          : 'Point at a number, or tab to it, to see how it is computed.'}
      </p>
    </>
  );
}
