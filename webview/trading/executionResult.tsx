import { useEffect, useRef } from 'preact/hooks';
import type { ExecutionView } from '../../src/protocol/tradingView.ts';
import { Icon, type IconName } from '../kit/icon.tsx';
import { Words } from './words.tsx';

const icons: Readonly<Record<ExecutionView['state'], IconName>> = {
  running: 'refresh',
  done: 'pass',
  partly: 'warning',
  failed: 'error',
  interrupted: 'warning',
};
/** What became of each order, and what remains. */
export function ExecutionResult(props: {
  readonly execution: ExecutionView;
  onRemaining(): void;
  onLog(): void;
  onClose(): void;
}) {
  const { execution } = props;
  const box = useRef<HTMLDivElement>(null);
  // It is much shorter than the orders it stands for: what was in sight may have moved away, the focus with its button.
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} tabIndex={-1} class={`execution execution-${execution.state}`} role="status">
      <h3>
        <Icon name={icons[execution.state]} /> {execution.text}
      </h3>
      <ol class="orders">
        {execution.orders.map((order, index) => (
          <li key={index}>
            <div class="order-line">
              <span>{order.text}</span>
              <b class={`tone-${order.tone}`}>{order.state}</b>
            </div>
            {order.detail === '' ? null : <p class="muted small">{order.detail}</p>}
          </li>
        ))}
      </ol>
      {execution.remains.length > 0 ? <h4>What remains</h4> : null}
      <Words icon="warning" tone="warning" name="What remains" lines={execution.remains} />
      <div class="review-actions">
        <button type="button" class={execution.remains.length > 0 ? 'secondary' : 'primary'} onClick={props.onClose}>
          Close
        </button>
        {execution.remains.length > 0 && execution.state !== 'running' ? (
          <button type="button" class="primary" onClick={props.onRemaining}>
            Plan what remains
          </button>
        ) : null}
        <button type="button" class="secondary" onClick={props.onLog}>
          Show order log
        </button>
      </div>
    </div>
  );
}
