import { assertNever } from '../assertNever.ts';
import type { Plan } from '../model/trading.ts';
import { rebalancePlan } from '../rebalance/rebalancePlan.ts';
import { reducePlan } from '../rebalance/reducePlan.ts';
import { finishPlan } from './finishPlan.ts';
import { orderPlan } from './orderPlan.ts';
import type { PlanDraft } from './planDraft.ts';
import type { PlanInput } from './planInput.ts';
import { positionPlan } from './positionPlan.ts';
import { remainingPlan } from './remainingPlan.ts';

/**
 * Makes exact orders of what somebody wants (REB-1, REB-3): on the market's steps, fees left for, sells first, with the
 * pre-trade check (RISK-8), the book before and after, and a digest of exactly these orders. Pure; sends nothing. The last of
 * three steps: `marketsFor` and `pricesFor` say what `input.markets` has to hold. A plan may be sent only where `refused` is
 * null and `check.allowed`.
 */
export function planOrders(input: PlanInput): Plan {
  return finishPlan(input, draftOf(input));
}

function draftOf(input: PlanInput): PlanDraft {
  const { request } = input;
  switch (request.kind) {
    case 'order':
      return orderPlan(input, request);
    case 'close':
    case 'adjust':
      return positionPlan(input, request);
    case 'rebalance':
      return rebalancePlan(input, request);
    case 'reduce':
      return reducePlan(input, request);
    case 'remaining':
      return remainingPlan(input, request);
    default:
      return assertNever(request);
  }
}
