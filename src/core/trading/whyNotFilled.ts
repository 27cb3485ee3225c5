import type { PlannedOrder } from '../model/trading.ts';
import { broker } from '../paper/broker.ts';
import { giveOrder } from '../paper/giveOrder.ts';
import type { SimulatedBroker } from '../paper/simulatedBroker.ts';
import { titleOf } from './planContext.ts';
import type { PlanInput } from './planInput.ts';

/**
 * Why the simulated broker would reject one of these orders, sent one after the other at the prices of the plan; null: it fills all.
 * It is the broker itself that is asked, so that a plan that passes here is never rejected there for what was known before.
 */
export function whyNotFilled(input: PlanInput, orders: readonly PlannedOrder[]): string | null {
  const brokers = new Map<string, SimulatedBroker>((input.brokers ?? []).map((one) => [one.account, one]));
  for (const { ticket } of orders) {
    const { account, symbol, side } = ticket;
    const own = brokers.get(account);
    if (own === undefined) continue;
    const market = input.markets.find((one) => one.account === account && one.rules.symbol === symbol);
    const filled = giveOrder(own, ticket, input.now, market?.[side]?.price ?? null);
    if (!filled.ok) return `${titleOf(input, account)}: ${filled.failure.reason}`;
    brokers.set(account, { ...own, book: broker(own.book, { type: 'fill', fill: filled.value }) });
  }
  return null;
}
