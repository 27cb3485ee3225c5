import { big } from '../decimal.ts';
import type { Measurement, RiskFacts } from './limit.ts';

/** One measurement an order; without orders one that says there is nothing to judge (no value, nothing missing). */
export function measureOrders(facts: RiskFacts, threshold: number): readonly Measurement[] {
  const common = { threshold, known: null, incomplete: [], ageMs: null };
  if (facts.orders.length === 0) return [{ ...common, subject: null, value: null, contributors: [] }];
  return facts.orders.map((order) => ({
    ...common,
    subject: order.symbol,
    value: big(order.notional).abs(),
    contributors: [order.symbol],
  }));
}
