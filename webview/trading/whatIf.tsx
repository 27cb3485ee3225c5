import { useMemo, useState } from 'preact/hooks';
import type { PlanRequest } from '../../src/core/model/trading.ts';
import type { PositionView } from '../../src/protocol/tradingView.ts';
import { usePage } from '../kit/page.ts';
import { CheckView } from './checkView.tsx';
import { decimalText } from './decimalText.ts';
import { Field } from './field.tsx';
import { useReview } from './useReview.ts';
import { Words } from './words.tsx';

/** Typing asks once the hand rests this long. */
const waitMs = 250;

/** Another size of a position, and what that would do to the limits: planned as it is typed, sent never. */
export function WhatIf(props: { readonly position: PositionView; onAdjust: ((request: PlanRequest) => void) | null }) {
  const { position, onAdjust } = props;
  const { view } = usePage();
  const [typed, setTyped] = useState('');
  const read = decimalText(typed);
  const value = read.ok ? read.value : null;
  const request = useMemo<PlanRequest | null>(
    () => (value === null ? null : { kind: 'adjust', position: position.id, size: value }),
    [value, position.id],
  );
  const { plan, error, busy } = useReview(request, waitMs);
  const wrong = typed.trim() !== '' && !read.ok ? read.reason : undefined;
  return (
    <section class="sheet-part" aria-label="What if">
      <h3>What if</h3>
      <Field
        label="New size"
        problem={wrong}
        hint={[view.privacy ? '' : `Now ${position.trade.size}.`, position.trade.rules].filter(Boolean).join(' ')}
      >
        {(field) => (
          <input
            {...field}
            type="text"
            inputMode="decimal"
            autocomplete="off"
            placeholder={view.privacy ? '' : position.trade.size}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class={busy === 'planning' ? 'what-if waiting' : 'what-if'} aria-live="polite" aria-busy={busy !== null}>
        {error ? <Words icon="error" tone="error" name="Why not" lines={[error]} /> : null}
        {plan && request ? (
          <>
            {plan.orders.map((order) => (
              <p key={order.id}>
                {order.text}
                <span class="muted">{` · ${order.notional} · fee ${order.fee}`}</span>
              </p>
            ))}
            {plan.refused ? <Words icon="error" tone="error" name="Why not" lines={[plan.refused]} /> : null}
            <Words icon="info" tone="muted" name="Not by Quantfolio" lines={plan.notExecutable} />
            {plan.check ? <CheckView check={plan.check} /> : null}
            {onAdjust && plan.orders.length > 0 ? (
              <button type="button" class="secondary" onClick={() => onAdjust(request)}>
                Adjust to this size…
              </button>
            ) : null}
          </>
        ) : null}
      </div>
    </section>
  );
}
