import type { PositionView } from '../../src/protocol/tradingView.ts';
import { PlainTable } from '../charts/plainTable.tsx';
import { CardError, CardLoading, StaleBadge } from '../kit/cardStates.tsx';
import { Icon } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';
import { useAnswer } from '../kit/useAnswer.ts';
import { emptyDraft } from './desk.ts';
import { Facts } from './facts.tsx';
import { Mark } from './mark.tsx';
import { PathChart } from './pathChart.tsx';
import { Sheet } from './sheet.tsx';
import { WhatIf } from './whatIf.tsx';
import { Words } from './words.tsx';

/** POS-5: what a position is, what it earned, what the limits leave, what another size would do, and its orders. */
export function PositionSheet(props: { readonly id: string }) {
  const { view, openDesk } = usePage();
  const { portfolio } = view;
  const { value, error, retry } = useAnswer('position', portfolio === null ? null : { portfolio, position: props.id });
  return (
    <Sheet
      of={props.id}
      title={value?.title ?? 'Position'}
      subtitle={value?.subtitle ?? ''}
      mark={value?.trade.ready ? <Mark live={value.trade.live} /> : null}
      onClose={() => openDesk(null)}
    >
      {value ? (
        <>
          {error ? <StaleBadge error={error} onRetry={retry} /> : null}
          <Details position={value} />
        </>
      ) : error ? (
        <CardError error={error} onRetry={retry} />
      ) : (
        <CardLoading title="The position" />
      )}
    </Sheet>
  );
}

function Details(props: { readonly position: PositionView }) {
  const { position } = props;
  const { openDesk } = usePage();
  const { trade } = position;
  return (
    <>
      <Orders position={position} />
      <Facts facts={position.facts} name="Facts" />
      <Words icon="info" tone="muted" name="Notes" lines={position.notes} />
      <PathChart path={position.path} reason={position.pathReason} />
      <section class="sheet-part" aria-label="Headroom">
        <h3>Headroom to each limit</h3>
        {position.headrooms.length === 0 ? <p class="muted small">No limit depends on it.</p> : null}
        <dl class="facts headrooms">
          {position.headrooms.map((headroom) => (
            <div key={headroom.title} title={headroom.reason ?? ''}>
              <dt>{headroom.title}</dt>
              <dd>{headroom.value}</dd>
              {headroom.reason ? <dd class="muted small why">{headroom.reason}</dd> : null}
            </div>
          ))}
        </dl>
      </section>
      <WhatIf
        position={position}
        onAdjust={
          trade.ready
            ? (request) => openDesk({ kind: 'plan', request, back: { kind: 'position', id: position.id } })
            : null
        }
      />
      <section class="sheet-part" aria-label="Fills">
        <h3>Fills</h3>
        {position.fills.rows.length === 0 ? (
          <p class="muted small">{position.fills.empty}</p>
        ) : (
          <PlainTable table={position.fills} maxHeight={300} />
        )}
      </section>
    </>
  );
}

function Orders(props: { readonly position: PositionView }) {
  const { position } = props;
  const { trade } = position;
  const { openDesk, run } = usePage();
  if (!trade.ready) {
    return (
      <div class="read-only">
        <Icon name="info" />
        <span>{trade.reason ?? 'Orders cannot be given to this account from here.'}</span>
        {trade.switchedOff ? (
          <button type="button" class="link" onClick={() => run('openTradingSetting')}>
            Open the trading setting
          </button>
        ) : (
          <button type="button" class="link" onClick={() => run('openConfiguration')}>
            Open configuration
          </button>
        )}
      </div>
    );
  }
  const back = { kind: 'position', id: position.id } as const;
  const close = (part: number) =>
    openDesk({ kind: 'plan', request: { kind: 'close', position: position.id, part }, back });
  const ticket = (side: 'buy' | 'sell') =>
    openDesk({ kind: 'ticket', draft: { ...emptyDraft, account: trade.account, symbol: trade.symbol, side } });
  return (
    <div class="review-actions">
      <button type="button" class="primary" onClick={() => close(1)}>
        Close…
      </button>
      <button type="button" class="secondary" onClick={() => close(0.5)}>
        Close half…
      </button>
      <button type="button" class="secondary" onClick={() => ticket('buy')}>
        Buy…
      </button>
      <button type="button" class="secondary" onClick={() => ticket('sell')}>
        Sell…
      </button>
    </div>
  );
}
