import type { PlannedOrder, PreTradeCheck } from '../model/trading.ts';
import { bookGaps } from '../risk/gaps.ts';
import type { RiskFacts } from '../risk/limit.ts';
import { onlyLessens } from './onlyLessens.ts';
import { overdraft } from './overdraft.ts';

/** Why these orders are refused whatever the limits say: money that is not there, or a book not known well enough; else null. */
export function whyNotCovered(facts: RiskFacts, orders: readonly PlannedOrder[], check: PreTradeCheck): string | null {
  return overdraft(facts, orders) ?? unknownShares(facts, orders, check);
}

/** A limit that rests on a part of the book that is stale or has no price cannot be held: only lessening passes then. */
function unknownShares(facts: RiskFacts, orders: readonly PlannedOrder[], check: PreTradeCheck): string | null {
  const gaps = bookGaps(facts.snapshot);
  if (gaps.length === 0 || onlyLessens(facts, orders)) return null;
  const finding = check.after.findings.find(
    ({ state, incomplete }) => state === 'UNKNOWN' && incomplete.some((reason) => gaps.includes(reason)),
  );
  return finding ? finding.message : null;
}
