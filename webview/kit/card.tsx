import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** A titled box; `area` places it in the section's grid. */
export function Card(props: {
  readonly title: string;
  readonly subtitle?: string;
  /** Why the numbers in here are not whole. The banner says it once; here it is a mark. */
  readonly incomplete?: string | null;
  /** Why all in here is older than it should be. */
  readonly stale?: string | null;
  readonly area: string;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={`card area-${props.area}`} aria-labelledby={id}>
      <header class="card-head">
        <h2 id={id}>{props.title}</h2>
        {props.subtitle ? (
          <span class="muted subtitle" title={props.subtitle}>
            {props.subtitle}
          </span>
        ) : null}
        {props.incomplete ? (
          <span class="mark" title={props.incomplete}>
            <Icon name="warning" size={14} /> incomplete
          </span>
        ) : null}
        {props.stale ? (
          <span class="mark" title={props.stale}>
            <Icon name="warning" size={14} /> stale
          </span>
        ) : null}
        {props.tools ? <div class="tools">{props.tools}</div> : null}
      </header>
      {props.children}
    </section>
  );
}
