import type { LimitBar } from '../../src/protocol/panelView.ts';
import { IconButton } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { LimitRow, limitName } from '../kit/limitRow.tsx';
import { usePage } from '../kit/page.ts';

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
  const name = limitName(bar);
  const show = (
    <IconButton icon="goTo" label={`Show ${name} in the configuration`} onClick={() => run('revealLimit', bar.id)} />
  );
  const spoken = `${bar.stateText}, ${bar.value}, ${bar.used}, ${bar.headroom}`;
  return (
    <LimitRow bar={bar} value={bar.value} spoken={spoken} tool={show}>
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
    </LimitRow>
  );
}

/** A bar is of a limit, or of a limit and its subject: "maxSymbolExposureNotional:BTC". */
function limitOf(bar: LimitBar): string {
  return bar.id.split(':')[0] ?? bar.id;
}
