import type { Big } from '../decimal.ts';
import type { Plan, PlanPurpose, RebalanceLeg } from '../model/trading.ts';
import type { PlanMarket } from './planInput.ts';

/** An order that is decided but not yet numbered and priced. */
export interface OrderDraft {
  readonly market: PlanMarket;
  readonly side: 'buy' | 'sell';
  /** On the market's step, > 0. */
  readonly quantity: Big;
  /** On the price step; null: at the market. */
  readonly limit: Big | null;
  readonly reduceOnly: boolean;
  readonly strategy: string | null;
  readonly notes: readonly string[];
}

/** What a kind of request comes to, before the pre-trade check. */
export interface PlanDraft {
  readonly purpose: PlanPurpose;
  readonly title: string;
  readonly orders: readonly OrderDraft[];
  readonly legs: readonly RebalanceLeg[];
  readonly refused: string | null;
  readonly notExecutable: Plan['notExecutable'];
  readonly notes: readonly string[];
  /** What the legs' shares are of, where that is not the equity. */
  readonly total?: number;
}

export function refusedDraft(purpose: PlanPurpose, title: string, refused: string): PlanDraft {
  return { purpose, title, orders: [], legs: [], refused, notExecutable: [], notes: [] };
}

export function tradeDraft(title: string, orders: readonly OrderDraft[], more: Partial<PlanDraft> = {}): PlanDraft {
  return { purpose: 'trade', title, orders, legs: [], refused: null, notExecutable: [], notes: [], ...more };
}
