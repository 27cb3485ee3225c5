import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A titled box; `area` places it in the section's grid. */
export function Card(props: {
  readonly title: string;
  readonly subtitle?: string;
  readonly area: string;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={`card area-${props.area}`} aria-labelledby={id}>
      <header class="card-head">
        <h2 id={id}>{props.title}</h2>
        {props.subtitle ? <span class="muted">{props.subtitle}</span> : null}
        {props.tools ? <div class="tools">{props.tools}</div> : null}
      </header>
      {props.children}
    </section>
  );
}
