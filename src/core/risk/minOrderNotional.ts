import type { Limit } from './limit.ts';
import { measureOrders } from './orders.ts';
import { amount } from './settings.ts';

/** Notional of each proposed order, base currency. Judged on orders only, not on the book. RISK-1, RISK-8. */
export const minOrderNotional: Limit<number> = {
  id: 'minOrderNotional',
  title: 'Order size',
  unit: 'money',
  settings: amount(
    'Smallest notional of an order, in the base currency; judged when an order is proposed. Breach below it.',
  ),
  boundary: 'below',
  additive: false,
  ofOrders: true,
  measure: (facts, threshold) => measureOrders(facts, threshold),
};
