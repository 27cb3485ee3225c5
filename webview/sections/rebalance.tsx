import { useId, useMemo, useState } from 'preact/hooks';
import type { PlanRequest } from '../../src/core/model/trading.ts';
import { formatPercent } from '../../src/present/format.ts';
import type { PlanView } from '../../src/protocol/tradingView.ts';
import { PlainTable } from '../charts/plainTable.tsx';
import { Card } from '../kit/card.tsx';
import { CardEmpty, CardError, CardLoading } from '../kit/cardStates.tsx';
import { usePage } from '../kit/page.ts';
import { staleWords } from '../kit/staleWords.ts';
import { Message } from '../kit/states.tsx';
import { decimalText } from '../trading/decimalText.ts';
import { Segments } from '../trading/field.tsx';
import { Mark } from '../trading/mark.tsx';
import { PlanReview } from '../trading/planReview.tsx';
import { type Review, useReview } from '../trading/useReview.ts';

const modes = [
  { value: 'configured', title: 'As configured' },
  { value: 'full', title: 'Full' },
  { value: 'buyOnly', title: 'Buy only' },
  { value: 'cashFirst', title: 'Cash first' },
] as const;

/** REB-1: targets against what is held, the orders that lead there, and what they would do to the limits. */
export function Rebalance() {
  const { view, run } = usePage();
  if (view.rebalanceReason) {
    return (
      <Message
        icon="graph"
        title="No targets to rebalance to"
        actions={[{ title: 'Open configuration', run: () => run('openConfiguration') }]}
      >
        {view.rebalanceReason}
      </Message>
    );
  }
  return <Plan />;
}

function Plan() {
  const { view, ui, choose } = usePage();
  const mode = modes.find(({ value }) => value === ui.choices['rebalance.mode']) ?? modes[0];
  const [typed, setTyped] = useState(ui.choices['rebalance.threshold'] ?? '');
  const id = useId();
  const read = typed.trim() === '' ? null : decimalText(typed);
  const percent = read?.ok ? Number(read.value) : null;
  const wrong =
    read && !read.ok ? read.reason : percent !== null && percent > 100 ? 'A threshold is at most 100 %.' : null;
  const request = useMemo<PlanRequest>(
    () => ({
      kind: 'rebalance',
      threshold: percent === null || wrong !== null ? null : percent / 100,
      mode: mode.value === 'configured' ? null : mode.value,
    }),
    [percent, wrong, mode.value],
  );
  const review = useReview(request, 150);
  const keep = (name: string, value: string) => choose({ choices: { ...ui.choices, [name]: value } });
  return (
    <>
      <div class="pickers">
        <Segments
          label="Mode"
          quiet
          value={mode.value}
          options={modes}
          onChange={(value) => keep('rebalance.mode', value)}
        />
        <label class="muted" for={id}>
          Threshold %
        </label>
        <input
          id={id}
          class="short-input"
          type="text"
          inputMode="decimal"
          placeholder="as configured"
          autocomplete="off"
          value={typed}
          aria-invalid={wrong !== null}
          aria-describedby={wrong ? `${id}-words` : undefined}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onChange={(event) => keep('rebalance.threshold', event.currentTarget.value)}
        />
        {wrong ? (
          <span id={`${id}-words`} class="field-problem small" role="alert">
            {wrong}
          </span>
        ) : null}
        <span class="spring" />
        <button type="button" class="secondary" disabled={review.busy !== null} onClick={review.again}>
          Plan again
        </button>
      </div>
      <div class="grid rebalance">
        <Card title="Targets" subtitle="share of the total, now and wanted" area="targets" stale={staleWords(view)}>
          <Targets review={review} />
        </Card>
        <Card
          title={review.plan?.title ?? 'Orders'}
          area="plan"
          stale={staleWords(view)}
          tools={review.plan && review.plan.orders.length > 0 ? <Mark live={review.plan.live} /> : null}
        >
          <PlanReview review={review} />
        </Card>
      </div>
    </>
  );
}

function Targets(props: { readonly review: Review }) {
  const { plan, error, again } = props.review;
  if (plan === null) return error ? <CardError error={error} onRetry={again} /> : <CardLoading title="Targets" />;
  if (plan.shares.length === 0) return <CardEmpty>{plan.refused ?? 'There are no targets.'}</CardEmpty>;
  return (
    <>
      <Shares shares={plan.shares} />
      {plan.legs ? <PlainTable table={plan.legs} maxHeight={460} /> : null}
    </>
  );
}

/** Bars of what is held, with a tick where it should be. The table under it has the same numbers. */
function Shares(props: { readonly shares: PlanView['shares'] }) {
  const { shares } = props;
  const most = Math.max(0.01, ...shares.flatMap((share) => [share.current, share.target])) * 1.08;
  const place = (share: number) => `${(Math.min(most, Math.max(0, share)) / most) * 100}%`;
  const text = (share: number) => formatPercent(share, { digits: 1 });
  return (
    <ul class="shares" aria-label="Shares now and targets">
      {shares.map(({ asset, current, target }) => (
        <li key={asset}>
          <span class="share-name">{asset}</span>
          <span class="bullet" aria-hidden="true">
            <i class="fill" style={{ width: place(current) }} />
            <i class="tick limit-tick" style={{ left: place(target) }} />
          </span>
          <span class="share-words">
            {text(current)}
            <span class="muted">{` → ${text(target)}`}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
