import type { PlannedOrder } from '../model/trading.ts';
import type { RiskFacts } from '../risk/limit.ts';

/** The facts as they would be once all orders are filled at their expected prices; `orders` are the orders. */
export function projectBook(facts: RiskFacts, orders: readonly PlannedOrder[]): RiskFacts {
  return { ...facts, orders: orders.map(({ ticket, notional }) => ({ symbol: ticket.symbol, notional })) };
}
