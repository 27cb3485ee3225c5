import type { FactView } from '../../src/protocol/tradingView.ts';

/** Labels and values in columns; each value says on hover how it came, or why there is none. */
export function Facts(props: { readonly facts: readonly FactView[]; readonly name: string }) {
  return (
    <dl class="facts" aria-label={props.name}>
      {props.facts.map((fact) => (
        <div key={fact.label} title={fact.title}>
          <dt>{fact.label}</dt>
          <dd class={fact.tone === 'none' ? undefined : `tone-${fact.tone}`}>{fact.value}</dd>
          {fact.title === '' ? null : <dd class="hidden">{fact.title}</dd>}
        </div>
      ))}
    </dl>
  );
}
