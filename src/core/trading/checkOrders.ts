import type { PlannedOrder, PreTradeCheck } from '../model/trading.ts';
import { evaluateRisk } from '../risk/evaluateRisk.ts';
import type { LimitsConfig, RiskFacts } from '../risk/limit.ts';
import { projectBook } from './projectBook.ts';

/** RISK-8: the limits on the book as it would be after the orders. */
export function checkOrders(
  facts: RiskFacts,
  orders: readonly PlannedOrder[],
  limits: LimitsConfig,
  warningThreshold: number,
): PreTradeCheck {
  const before = evaluateRisk(facts, limits, warningThreshold);
  const after = evaluateRisk(projectBook(facts, orders), limits, warningThreshold);
  return { allowed: after.allowed, reasons: after.reasons, warnings: after.warnings, improves: [], before, after };
}
