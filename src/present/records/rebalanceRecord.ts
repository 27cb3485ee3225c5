import type { Execution, Plan, RebalanceLeg } from '../../core/model/trading.ts';
import { type PlanRecord, planRecord } from './planRecord.ts';

export interface LegRecord {
  readonly asset: string;
  readonly side: RebalanceLeg['side'];
  /** Fractions, as are target and drift; drift = current − target. */
  readonly current_share: number;
  readonly target_share: number;
  readonly drift: number;
  /** Base currency; of money: what the other trades leave, before fees. */
  readonly notional: number;
  readonly quantity: string | null;
  readonly fee: number | null;
  /** Money has no order of its own. */
  readonly cash: boolean;
  /** Why it is held, or what keeps orders from doing all of it. */
  readonly reason: string | null;
}

/** `quantfolio rebalance --json`: CLI-4. */
export interface RebalanceRecord extends PlanRecord {
  /** Worth of everything owned, base currency; null where it is not known. */
  readonly total: number | null;
  readonly legs: readonly LegRecord[];
}

/** `refused` is the caller's last word where it has one. */
export function rebalanceRecord(plan: Plan, refused: string | null, execution: Execution | null): RebalanceRecord {
  const { version, as_of, ...rest } = planRecord(plan, refused, execution);
  return {
    version,
    as_of,
    total: plan.total,
    legs: plan.legs.map(({ asset, side, currentShare, targetShare, drift, notional, quantity, fee, cash, reason }) => ({
      asset,
      side,
      current_share: currentShare,
      target_share: targetShare,
      drift,
      notional,
      quantity,
      fee,
      cash,
      reason,
    })),
    ...rest,
  };
}
