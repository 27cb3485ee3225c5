import type { PlanRequest } from '../model/trading.ts';
import { type PlanDraft, refusedDraft } from '../trading/planDraft.ts';
import type { PlanInput } from '../trading/planInput.ts';

export function rebalancePlan(
  _input: PlanInput,
  _request: Extract<PlanRequest, { readonly kind: 'rebalance' }>,
): PlanDraft {
  return refusedDraft('rebalance', 'Rebalance', 'rebalancing is not planned yet');
}
