import type { LimitBar } from '../../src/protocol/panelView.ts';
import { Icon, type IconName } from '../kit/icon.tsx';

const barEnd = 1.25;
const icons: Readonly<Record<LimitBar['state'], IconName>> = {
  OK: 'pass',
  WARNING: 'warning',
  UNKNOWN: 'question',
  BREACH: 'error',
};

/** A limit as it stands and as it would stand after the orders: an outline for now, the bar for then. */
export function BeforeAfter(props: { readonly before: LimitBar; readonly after: LimitBar }) {
  const { before, after } = props;
  const name = after.subject ? `${after.title}, ${after.subject}` : after.title;
  const place = (ratio: number) => `${(Math.min(barEnd, Math.max(0, ratio)) / barEnd) * 100}%`;
  const change = before.value === after.value ? after.value : `${before.value} → ${after.value}`;
  const spoken = `${change}, ${after.stateText}, ${after.used}, ${after.headroom}`;
  const inside = (
    <>
      {after.ratio === null ? null : <i class="fill" style={{ width: place(after.ratio) }} />}
      {before.ratio === null ? null : <i class="now-mark" style={{ width: place(before.ratio) }} title="Now" />}
      <i class="tick warning-tick" style={{ left: place(after.warningAt) }} title="Warning" />
      <i class="tick limit-tick" style={{ left: place(1) }} title="Limit" />
    </>
  );
  return (
    <li class={`limit state-${after.state.toLowerCase()}`} title={after.message}>
      <div class="limit-head">
        <span class="limit-name">
          {after.title}
          {after.subject ? <span class="muted"> {after.subject}</span> : null}
        </span>
        <span class="limit-value">{change}</span>
      </div>
      {after.ratio === null ? (
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
          aria-valuenow={Math.min(barEnd * 100, Math.round(after.ratio * 1000) / 10)}
          aria-valuetext={spoken}
        >
          {inside}
        </div>
      )}
      <div class="limit-foot">
        <span class="state">
          <Icon name={icons[after.state]} size={14} /> {after.stateText}
        </span>
        <span class="muted">{after.used}</span>
        <span class="muted headroom">{after.headroom}</span>
      </div>
    </li>
  );
}
