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
          <dd class={`sub tone-${kpi.tone}`}>{lines(kpi.sub)}</dd>
          <dd class="hidden">{kpi.title}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A narrow column breaks between the parts ("2.76 BTC · 16 assets"), never inside one. */
function lines(sub: string): string {
  if (sub === '') return '\u00a0';
  return sub
    .split(' · ')
    .map((part) => part.replaceAll(' ', '\u00a0'))
    .join('\u00a0· ');
}
