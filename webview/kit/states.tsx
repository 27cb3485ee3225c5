import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface Action {
  readonly title: string;
  run(): void;
}

/** A centred message with what to do about it: nothing yet, or nothing could be read. */
export function Message(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ComponentChildren;
  readonly actions: readonly Action[];
  readonly alert?: boolean;
}) {
  return (
    <div class="message" role={props.alert ? 'alert' : undefined}>
      <Icon name={props.icon} size={40} />
      <h2>{props.title}</h2>
      <p>{props.children}</p>
      <div class="actions">
        {props.actions.map((action, index) => (
          <button key={action.title} type="button" class={index === 0 ? 'primary' : 'secondary'} onClick={action.run}>
            {action.title}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Grey shapes in the final layout, so that nothing jumps when the values come. */
export function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label="Loading the portfolio">
      <div class="kpis">
        {Array.from({ length: 7 }, (_, index) => (
          <div class="kpi" key={index}>
            <span class="bone short" />
            <span class="bone tall" />
            <span class="bone short" />
          </div>
        ))}
      </div>
      <div class="tabs">
        <span class="bone tab-bone" />
        <span class="bone tab-bone" />
        <span class="bone tab-bone" />
      </div>
      <div class="grid">
        <div class="card area-value">
          <span class="bone short" />
          <span class="bone block" />
        </div>
        <div class="card area-metrics">
          <span class="bone short" />
          <span class="bone block" />
        </div>
        <div class="card area-accounts">
          <span class="bone short" />
          <span class="bone block low" />
        </div>
        <div class="card area-allocation">
          <span class="bone short" />
          <span class="bone block low" />
        </div>
      </div>
    </div>
  );
}
