import type { Limit } from './limit.ts';
import { measureOrders } from './orders.ts';
import { amount } from './settings.ts';

/** Notional of each proposed order, base currency. Judged on orders only, not on the book. RISK-1, RISK-8. */
export const maxOrderNotional: Limit<number> = {
  id: 'maxOrderNotional',
  title: 'Order size',
  unit: 'money',
  settings: amount(
    'Largest notional of an order, in the base currency; judged when an order is proposed. Breach at or above it.',
  ),
  boundary: 'atOrAbove',
  additive: false,
  ofOrders: true,
  measure: (facts, threshold) => measureOrders(facts, threshold),
};
