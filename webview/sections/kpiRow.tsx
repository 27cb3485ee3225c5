import { usePage } from '../kit/page.ts';

/** Seven figures that are read first. Colour repeats what sign and arrow already say. */
export function KpiRow() {
  const { view } = usePage();
  return (
    <dl class="kpis">
      {view.kpis.map((kpi) => (
        <div class="kpi" key={kpi.id} title={kpi.title}>
          <dt>{kpi.label}</dt>
          <dd class="figure">{kpi.value}</dd>
          <dd class={`sub tone-${kpi.tone}`}>{kpi.sub || '\u00a0'}</dd>
          <dd class="hidden">{kpi.title}</dd>
        </div>
      ))}
    </dl>
  );
}
