import type { LimitBar } from '../../src/protocol/panelView.ts';
import { LimitRow } from '../kit/limitRow.tsx';

/** A limit as it stands and as it would stand after the orders: an outline for now, the bar for then. */
export function BeforeAfter(props: { readonly before: LimitBar; readonly after: LimitBar }) {
  const { before, after } = props;
  const change = before.value === after.value ? after.value : `${before.value} → ${after.value}`;
  const spoken = `${change}, ${after.stateText}, ${after.used}, ${after.headroom}`;
  return <LimitRow bar={after} now={before} value={change} spoken={spoken} />;
}
