import type { Decimal } from '../decimal.ts';
import type { CostBasis } from '../ledger/costBasis.ts';
import type { Income } from './ledger.ts';

/** One lot, or part of one, that was disposed of: LED-3. Money in base currency at the rates of its own day. */
export interface TaxDisposal {
  readonly account: string;
  readonly asset: string;
  /** null: pooled (average cost) or not known. */
  readonly acquired: number | null;
  readonly disposed: number;
  readonly quantity: Decimal;
  /** Before its fee. */
  readonly proceeds: number;
  /** With the fees of the purchase, where `includeFees`. */
  readonly cost: number;
  /** Of the disposal. */
  readonly fee: number;
  /** proceeds − cost − fee (fee where `includeFees`). */
  readonly gain: number;
  readonly holdingDays: number | null;
  readonly method: CostBasis;
  readonly side: 'long' | 'short';
  /** Of the fill. */
  readonly trade: string;
}

/** A disposal, or part of one, whose gain cannot be known; never given cost 0. */
export interface UnmatchedDisposal {
  readonly account: string;
  readonly asset: string;
  readonly disposed: number;
  readonly quantity: Decimal;
  readonly proceeds: number | null;
  readonly reason: string;
}

export interface TaxIncome {
  readonly account: string;
  readonly at: number;
  readonly asset: string;
  readonly kind: Income['kind'];
  readonly quantity: Decimal;
  /** Base currency at its time; null with a reason. */
  readonly value: number | null;
  readonly reason: string | null;
}

export interface TaxReport {
  readonly year: number;
  /** The year by `risk.dayBoundary`'s zone. */
  readonly from: number;
  readonly to: number;
  readonly method: CostBasis;
  readonly currency: string;
  readonly disposals: readonly TaxDisposal[];
  readonly income: readonly TaxIncome[];
  readonly totals: { readonly proceeds: number; readonly cost: number; readonly fee: number; readonly gain: number };
  /** Of the known values. */
  readonly incomeTotal: number;
  readonly unmatched: readonly UnmatchedDisposal[];
  /** Why it may not be whole ("binance-main: trades are known from 3 Nov 2024"). */
  readonly notes: readonly string[];
}

/** LED-4: what trading and moving money cost over a span, base currency, positive is paid. */
export interface CostCategory {
  readonly id: 'trading' | 'network' | 'funding' | 'interest' | 'other';
  readonly title: string;
  readonly amount: number;
  readonly count: number;
  /** Entries without a price on their day are in no sum. */
  readonly unpriced: number;
}

/** A position from flat to flat: LED-2, POS-4. */
export interface RoundTrip {
  readonly id: string;
  readonly account: string;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly side: 'long' | 'short';
  readonly strategy: string | null;
  readonly openedAt: number | null;
  readonly closedAt: number;
  /** Largest size held, units of base or contracts. */
  readonly size: Decimal;
  readonly entryPrice: number | null;
  readonly exitPrice: number | null;
  /** In quote; null with a reason. `net`: fees (in quote, at their day's rate) taken off. */
  readonly realizedPnl: number | null;
  readonly net: number | null;
  /** `net` in base currency at the day of closing. */
  readonly baseNet: number | null;
  readonly fees: number | null;
  /** net / cost of entry, as a fraction. */
  readonly roi: number | null;
  readonly fills: number;
  readonly reason: string | null;
}

/** Of closed round trips, base currency, net of fees. A number that has too few trips is null with a reason in `notes`. */
export interface TradeStats {
  /** null: all together. */
  readonly strategy: string | null;
  readonly trips: number;
  readonly wins: number;
  readonly losses: number;
  readonly winRate: number | null;
  readonly profitFactor: number | null;
  /** Mean net result of a trip. */
  readonly expectancy: number | null;
  readonly averageWin: number | null;
  readonly averageLoss: number | null;
  readonly payoff: number | null;
  readonly net: number;
  readonly meanHoldingMs: number | null;
  /** Trips whose result is not known: in no number. */
  readonly unknown: number;
  readonly notes: readonly string[];
}

/** LED-5: what the ledger implies against what the account reports. */
export interface BalanceDifference {
  readonly account: string;
  readonly asset: string;
  /** From the entries since they are complete; null: they do not reach back to the account's beginning. */
  readonly implied: Decimal;
  readonly reported: Decimal;
  /** reported − implied. */
  readonly difference: Decimal;
  /** Base currency, absolute; null: unpriced. */
  readonly value: number | null;
  readonly cause:
    | 'rounding'
    | 'staking'
    | 'transfer'
    | 'fee'
    | 'missingTrades'
    | 'missingDeposit'
    | 'pending'
    | 'unknown';
  readonly causeText: string;
  readonly action: { readonly command: string; readonly argument: string | null; readonly title: string } | null;
}

export interface Reconciliation {
  readonly at: number;
  readonly differences: readonly BalanceDifference[];
  /** Accounts that agree in every asset, and how many assets were compared. */
  readonly agreed: readonly { readonly account: string; readonly assets: number }[];
  /** Accounts that cannot be compared, and why. */
  readonly notCompared: readonly { readonly account: string; readonly reason: string }[];
}
