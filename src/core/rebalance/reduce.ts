import type { PlannedOrder } from '../model/trading.ts';

/** The smallest orders that clear the breaches, and what orders cannot clear, in words. */
export interface Reduction {
  readonly orders: readonly PlannedOrder[];
  readonly cannot: readonly string[];
}
