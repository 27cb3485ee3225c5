import type { RebalanceLeg } from '../model/trading.ts';
import type { PlanBasis } from '../trading/planInput.ts';

/** What a rebalance wants, before it is turned into orders. */
export interface Rebalance {
  readonly legs: readonly RebalanceLeg[];
  readonly refused: string | null;
  readonly notes: readonly string[];
}

/** REB-1: current and target shares, and the trade of each asset. */
export function rebalance(_basis: PlanBasis): Rebalance {
  return { legs: [], refused: 'rebalancing is not planned yet', notes: [] };
}
