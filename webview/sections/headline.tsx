import type { PerformanceView } from '../../src/protocol/performanceView.ts';

/** The figures that are read first, and what they are of. */
export function Headline(props: { readonly answer: PerformanceView | null }) {
  const { answer } = props;
  return (
    <>
      <p class="muted headline-words">
        {answer ? (
          <>
            <b>{answer.title}</b> {answer.subtitle}
            {answer.simulated ? <span class="pill">Simulated</span> : null}
          </>
        ) : (
          '\u00a0'
        )}
      </p>
      {answer ? (
        <dl class="kpis headline">
          {answer.headline.map((row) => (
            <div class="kpi" key={row.id} title={row.explain}>
              <dt>{row.title}</dt>
              <dd class={`figure tone-${row.tone}`}>{row.value}</dd>
              <dd class="hidden">{row.explain}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <div class="kpis headline" role="status" aria-label="Loading figures">
          {Array.from({ length: 6 }, (_, index) => (
            <div class="kpi" key={index}>
              <span class="bone short" />
              <span class="bone tall" />
            </div>
          ))}
        </div>
      )}
    </>
  );
}
