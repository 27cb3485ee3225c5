import type { Plan } from '../model/trading.ts';
import { digestOf } from './digestOf.ts';
import type { PlanInput } from './planInput.ts';

/** Makes exact orders of what somebody wants (REB-1, REB-3), with the pre-trade check (RISK-8). Pure; sends nothing. */
export function planOrders(input: PlanInput): Plan {
  const { id, portfolio, now, facts } = input;
  return {
    id,
    portfolio,
    purpose: 'trade',
    title: input.request.kind,
    at: now,
    expiresAt: now,
    baseCurrency: facts.snapshot.baseCurrency,
    total: facts.snapshot.equity,
    legs: [],
    orders: [],
    fee: 0,
    lines: [],
    check: null,
    refused: 'this kind of plan is not made yet',
    notExecutable: [],
    notes: [],
    digest: digestOf(portfolio, []),
  };
}
