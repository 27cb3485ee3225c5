import { formatClock } from '../../src/present/format.ts';
import { sentence } from '../../src/present/words.ts';
import type { PlanView } from '../../src/protocol/tradingView.ts';
import { CardError, CardLoading } from '../kit/cardStates.tsx';
import { Icon } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';
import { CheckView } from './checkView.tsx';
import { ExecutionResult } from './executionResult.tsx';
import { Mark } from './mark.tsx';
import type { Review } from './useReview.ts';
import { Words } from './words.tsx';

/** Orders to look at, what they would do, and the buttons. Nothing is sent before one is pressed; live ones ask once more. */
export function PlanReview(props: {
  readonly review: Review;
  /** Absent: it stands in a section, with nothing to go back to. */
  onClose?(): void;
}) {
  const { review } = props;
  const { plan, error, busy, outcome } = review;
  const { ui, choose, openDesk } = usePage();
  const close = props.onClose ?? review.again;
  const log = () => {
    openDesk(null);
    choose({ section: 'trades', choices: { ...ui.choices, position: '', 'trades.tab': 'tradeLog' } });
  };

  if (outcome?.kind === 'executed') {
    return (
      <ExecutionResult
        execution={outcome.execution}
        onClose={close}
        onLog={log}
        onRemaining={() =>
          openDesk({ kind: 'plan', request: { kind: 'remaining', plan: outcome.execution.plan }, back: null })
        }
      />
    );
  }
  if (outcome?.kind === 'hidden' || (plan === null && busy === 'executing')) {
    return (
      <div role="status">
        <p>
          {outcome
            ? 'The orders were executed. What became of them is in the order log.'
            : 'The orders are being executed. What becomes of them is in the order log.'}
        </p>
        <div class="review-actions">
          <button type="button" class="primary" disabled={busy !== null} onClick={close}>
            Close
          </button>
          <button type="button" class="secondary" onClick={log}>
            Show order log
          </button>
        </div>
      </div>
    );
  }
  if (error) return <CardError error={error} onRetry={review.again} />;
  if (plan === null) return <CardLoading title="Orders" />;
  const changing = busy === 'planning';
  return (
    <div class={changing ? 'review waiting' : 'review'} aria-busy={busy !== null}>
      {plan.refused === null ? null : (
        <div class="banner error" role="alert">
          <Icon name="error" />
          <span>{plan.refused}</span>
        </div>
      )}
      <Orders plan={plan} />
      {plan.check ? <CheckView check={plan.check} /> : null}
      {plan.notExecutable.length > 0 ? <h4>Not by Quantfolio</h4> : null}
      <Words icon="info" tone="muted" name="Not by Quantfolio" lines={plan.notExecutable} />
      <Words icon="info" tone="muted" name="Notes" lines={plan.notes} />
      {outcome?.kind === 'declined' ? (
        <p class="muted" role="status">
          Not confirmed: nothing was sent.
        </p>
      ) : null}
      {outcome?.kind === 'failed' ? (
        <div class="banner error" role="alert">
          <Icon name="error" />
          <span>{failureWords(outcome.words)}</span>
          <button type="button" class="link" onClick={log}>
            Show order log
          </button>
        </div>
      ) : null}
      <Actions review={review} plan={plan} {...(props.onClose ? { onClose: props.onClose } : {})} />
    </div>
  );
}

/** The host says whether anything was sent where it knows; who does not know looks first. */
function failureWords(words: string): string {
  const said = sentence(words);
  return /nothing was sent|order log/i.test(said)
    ? said
    : `${said} What was sent is in the order log: look there before you plan again.`;
}

function Orders(props: { readonly plan: PlanView }) {
  const { plan } = props;
  if (plan.orders.length === 0) return null;
  return (
    <>
      <ol class="orders" aria-label="Orders">
        {plan.orders.map((order) => (
          <li key={order.id}>
            <div class="order-line">
              <span>{order.text}</span>
              <Mark live={order.live} />
            </div>
            <p class="muted small">
              {[order.price, order.notional, order.fee === '' ? '' : `fee ${order.fee}`].filter(Boolean).join(' · ')}
            </p>
            {order.notes.map((note) => (
              <p class="muted small" key={note}>
                {note}
              </p>
            ))}
          </li>
        ))}
      </ol>
      {plan.orders.length > 1 ? (
        <p class="order-sum">
          <span class="muted">{`${plan.orders.length} orders, sent in this order`}</span>
          <span>{`Fees ${plan.fee}`}</span>
        </p>
      ) : null}
    </>
  );
}

function Actions(props: { readonly review: Review; readonly plan: PlanView; onClose?(): void }) {
  const { review, plan } = props;
  const { view, tell } = usePage();
  const { portfolio } = view;
  const busy = review.busy !== null;
  const sendable = plan.ready && plan.orders.length > 0 && plan.refused === null;
  // Said above already, by the refusal or by the check.
  const told = sendable || plan.refused !== null || (plan.check !== null && plan.check.state !== 'allowed');
  const words = plan.live ? 'Review and confirm…' : 'Execute on paper';
  const until = formatClock(plan.expiresAt);
  return (
    <>
      {told || plan.readyReason === null ? null : (
        <Words
          icon={plan.orders.length === 0 ? 'pass' : 'info'}
          tone={plan.orders.length === 0 ? 'up' : 'warning'}
          name="Why not now"
          lines={[plan.readyReason]}
        />
      )}
      <div class="review-actions">
        {sendable && !review.expired && review.outcome?.kind !== 'failed' ? (
          <button
            type="button"
            class={plan.live ? 'primary live-button' : 'primary'}
            disabled={busy}
            onClick={review.execute}
          >
            {review.busy === 'executing' ? (plan.live ? 'Waiting for your confirmation…' : 'Executing…') : words}
          </button>
        ) : (
          <button type="button" class="primary" disabled={busy} onClick={review.again}>
            Plan again
          </button>
        )}
        {plan.orders.length > 0 && portfolio !== null ? (
          <button type="button" class="secondary" onClick={() => tell('planDiff', { portfolio, plan: plan.id })}>
            Show as diff
          </button>
        ) : null}
        {props.onClose ? (
          <button type="button" class="secondary" disabled={review.busy === 'executing'} onClick={props.onClose}>
            Cancel
          </button>
        ) : null}
        {!plan.ready && plan.live ? (
          <button
            type="button"
            class="link"
            onClick={() => tell('command', { command: 'openTradingSetting', argument: null })}
          >
            Open the trading setting
          </button>
        ) : null}
      </div>
      {sendable ? (
        <p class="muted small">
          {review.expired
            ? `These prices were good until ${until}. Plan again for new ones.`
            : `${plan.live ? 'VS Code asks once more, with the exact orders. ' : ''}Prices are good until ${until}.`}
        </p>
      ) : null}
    </>
  );
}
