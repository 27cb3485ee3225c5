import type { ComponentChildren } from 'preact';
import type { LimitBar } from '../../src/protocol/panelView.ts';
import { Icon, type IconName } from './icon.tsx';

/** The bar shows this much more than the limit, so that a breach is seen to be past it; as in the view's `ratio`. */
const barEnd = 1.25;
const icons: Readonly<Record<LimitBar['state'], IconName>> = {
  OK: 'pass',
  WARNING: 'warning',
  UNKNOWN: 'question',
  BREACH: 'error',
};

/** One limit as a bullet bar with its state in words; `now` outlines how it stands where `bar` is how it would stand. */
export function LimitRow(props: {
  readonly bar: LimitBar;
  readonly value: string;
  readonly spoken: string;
  readonly now?: LimitBar;
  readonly tool?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  const { bar, now, value, spoken, tool, children } = props;
  const name = limitName(bar);
  const place = (ratio: number) => `${(Math.min(barEnd, Math.max(0, ratio)) / barEnd) * 100}%`;
  const nowRatio = now?.ratio ?? null;
  const inside = (
    <>
      {bar.ratio === null ? null : <i class="fill" style={{ width: place(bar.ratio) }} />}
      {nowRatio === null ? null : <i class="now-mark" style={{ width: place(nowRatio) }} title="Now" />}
      <i class="tick warning-tick" style={{ left: place(bar.warningAt) }} title="Warning" />
      <i class="tick limit-tick" style={{ left: place(1) }} title="Limit" />
    </>
  );
  return (
    <li class={`limit state-${bar.state.toLowerCase()}`} title={bar.message}>
      <div class="limit-head">
        <span class="limit-name">
          {bar.title}
          {bar.subject ? <span class="muted"> {bar.subject}</span> : null}
        </span>
        <span class="limit-value">{value}</span>
        {tool}
      </div>
      {bar.ratio === null ? (
        <div class="bullet unknown" role="img" aria-label={`${name}: ${spoken}`}>
          {inside}
        </div>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: <meter> cannot mark a limit inside its range
        <div
          class="bullet"
          role="meter"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={barEnd * 100}
          aria-valuenow={Math.min(barEnd * 100, Math.round(bar.ratio * 1000) / 10)}
          aria-valuetext={spoken}
        >
          {inside}
        </div>
      )}
      <div class="limit-foot">
        <span class="state">
          <Icon name={icons[bar.state]} size={14} /> {bar.stateText}
        </span>
        <span class="muted">{bar.used}</span>
        <span class="muted headroom">{bar.headroom}</span>
      </div>
      {children}
    </li>
  );
}

export function limitName({ title, subject }: LimitBar): string {
  return subject ? `${title}, ${subject}` : title;
}
