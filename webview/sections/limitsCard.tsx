import type { LimitBar } from '../../src/protocol/panelView.ts';
import { IconButton } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Icon, type IconName } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';

/** The bar shows this much more than the limit, so that a breach is seen to be past it; as in the view's `ratio`. */
const barEnd = 1.25;
const icons: Readonly<Record<LimitBar['state'], IconName>> = {
  OK: 'pass',
  WARNING: 'warning',
  UNKNOWN: 'question',
  BREACH: 'error',
};

export function LimitsCard() {
  const { view, run } = usePage();
  const { bars, summary, empty } = view.limits;
  return (
    <Card
      title="Risk limits"
      subtitle={summary}
      area="limits"
      tools={
        <button type="button" class="secondary" onClick={() => run('evaluateRiskLimits')}>
          Evaluate
        </button>
      }
    >
      {bars.length === 0 ? (
        <div class="empty">
          <p>{empty}</p>
          <button type="button" class="secondary" onClick={() => run('openConfiguration')}>
            Open configuration
          </button>
        </div>
      ) : (
        <ul class="limits">
          {bars.map((bar) => (
            <Limit key={bar.id} bar={bar} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Limit(props: { readonly bar: LimitBar }) {
  const { bar } = props;
  const { run, openDesk } = usePage();
  const name = bar.subject ? `${bar.title}, ${bar.subject}` : bar.title;
  const place = (ratio: number) => `${(Math.min(barEnd, Math.max(0, ratio)) / barEnd) * 100}%`;
  const spoken = `${bar.stateText}, ${bar.value}, ${bar.used}, ${bar.headroom}`;
  const ticks = (
    <>
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
        <span class="limit-value">{bar.value}</span>
        <IconButton
          icon="goTo"
          label={`Show ${name} in the configuration`}
          onClick={() => run('revealLimit', bar.id)}
        />
      </div>
      {bar.ratio === null ? (
        <div class="bullet unknown" role="img" aria-label={`${name}: ${spoken}`}>
          {ticks}
        </div>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: <meter> cannot mark a limit inside its range
        <div
          class="bullet"
          role="meter"
          aria-label={name}
          aria-valuemin={0}
          aria-valuemax={barEnd * 100}
          aria-valuenow={Math.round(bar.ratio * 1000) / 10}
          aria-valuetext={spoken}
        >
          <i class="fill" style={{ width: place(bar.ratio) }} />
          {ticks}
        </div>
      )}
      <div class="limit-foot">
        <span class="state">
          <Icon name={icons[bar.state]} size={14} /> {bar.stateText}
        </span>
        <span class="muted">{bar.used}</span>
        <span class="muted headroom">{bar.headroom}</span>
      </div>
      {bar.state === 'BREACH' ? (
        <button
          type="button"
          class="secondary reduce"
          title="Plans the smallest orders that clear this breach, to review. Nothing is sent."
          onClick={() => openDesk({ kind: 'plan', request: { kind: 'reduce', limit: limitOf(bar) }, back: null })}
        >
          Propose reducing orders…
          <span class="hidden">{` for ${name}`}</span>
        </button>
      ) : null}
      {bar.state === 'UNKNOWN' ? <p class="small muted reason">{bar.message}</p> : null}
    </li>
  );
}

/** A bar is of a limit, or of a limit and its subject: "maxSymbolExposureNotional:BTC". */
function limitOf(bar: LimitBar): string {
  return bar.id.split(':')[0] ?? bar.id;
}
