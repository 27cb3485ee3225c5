import type { PlanRequest } from '../model/trading.ts';
import { type PlanDraft, refusedDraft } from '../trading/planDraft.ts';
import type { PlanInput } from '../trading/planInput.ts';

export function reducePlan(_input: PlanInput, _request: Extract<PlanRequest, { readonly kind: 'reduce' }>): PlanDraft {
  return refusedDraft('reduce', 'Reduce', 'reducing is not planned yet');
}
