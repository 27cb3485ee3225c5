import type { Decimal } from '../decimal.ts';
import type { Scope } from './account.ts';
import type { LimitHeadroom, RiskResult } from './risk.ts';
import type { Curve } from './series.ts';
import type { Position } from './snapshot.ts';
import type { Trade } from './trade.ts';

/** What an exchange or the paper broker demands of orders in one market. */
export interface MarketRules {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly scope: Scope;
  /** Absent: spot. */
  readonly contract?: 'linear' | 'inverse';
  /** Units of base (inverse: of quote) in one contract; "1" of spot. */
  readonly contractSize: Decimal;
  /** Quantities are multiples of it (of contracts, where there are contracts). */
  readonly quantityStep: Decimal;
  readonly priceStep: Decimal | null;
  readonly minQuantity: Decimal | null;
  readonly maxQuantity: Decimal | null;
  /** Smallest quantity × price, in quote. */
  readonly minNotional: Decimal | null;
  /** Taker fee as a fraction: 0.001 is 10 basis points; null: not known. */
  readonly takerFee: number | null;
  /** Smallest fee of a fill, in quote (paper). */
  readonly minFee?: Decimal;
  /** Expected slippage of a market order as a fraction (paper); absent: none is assumed. */
  readonly slippage?: number;
  /** Of the quote currency, where purchases cannot be paid from all that is held of it (paper: what was bought is a position). */
  readonly spendable?: Decimal;
  /** What is bought beyond what is held opens, what is sold beyond it is a short (paper, derivatives). */
  readonly allowsShort: boolean;
}

/** An order exactly as it is sent. */
export interface OrderTicket {
  /** Made from its plan's id and its place in it, so that the same order is never placed twice: 16 letters and digits. */
  readonly clientOrderId: string;
  readonly account: string;
  /** `BTC/USDT`, `BTC/USDT:USDT`. */
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit';
  /** Units of base, or contracts; > 0, on the market's step. */
  readonly quantity: Decimal;
  /** Of a limit order. */
  readonly price: Decimal | null;
  readonly reduceOnly: boolean;
  readonly scope: Scope;
  readonly strategy: string | null;
}

export interface PlannedOrder {
  readonly ticket: OrderTicket;
  /** Expected, in the market's quote currency, slippage included; its age and source beside it. */
  readonly price: Decimal;
  readonly priceAt: number;
  readonly priceSource: string;
  readonly quote: string;
  /** Absolute, base currency. */
  readonly notional: number;
  /** Estimated, base currency; null with `feeReason`. */
  readonly fee: number | null;
  readonly feeReason: string | null;
  /** Real money: needs the setting, the account's mode and a confirmation. */
  readonly live: boolean;
  /** What was done to what was asked: "rounded down to the step 0.001". */
  readonly notes: readonly string[];
}

/** RISK-8: the limits on the book as it would be after the orders. */
export interface PreTradeCheck {
  /** No limit breaks, gets worse or becomes unknown by these orders. */
  readonly allowed: boolean;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  /** Breaches and warnings of before that the orders clear or lessen, in words. */
  readonly improves: readonly string[];
  readonly before: RiskResult;
  readonly after: RiskResult;
}

/** REB-1: one target. Shares and drift as fractions; drift = current − target. */
export interface RebalanceLeg {
  readonly asset: string;
  /** `hold`: within the threshold or below the minimum (`reason` says which). */
  readonly side: 'buy' | 'sell' | 'hold';
  readonly currentShare: number;
  readonly targetShare: number;
  readonly drift: number;
  /** Of the trade, absolute, base currency; 0 of a hold. Of cash: what is left over for it. */
  readonly notional: number;
  /** Of the trade, on the market's step; null of cash and holds. */
  readonly quantity: Decimal | null;
  readonly fee: number | null;
  /** Money: it changes by what the other legs leave, there is no order of its own. */
  readonly cash: boolean;
  readonly reason: string | null;
}

/** One line of the book before and after a plan. Values in base currency, shares of the total as fractions. */
export interface BookLine {
  readonly account: string;
  readonly asset: string;
  readonly before: { readonly quantity: Decimal; readonly value: number | null; readonly share: number | null };
  readonly after: { readonly quantity: Decimal; readonly value: number | null; readonly share: number | null };
}

export type PlanPurpose = 'trade' | 'rebalance' | 'reduce' | 'remaining';

/** Orders to review; nothing of it is sent until it is executed by its id and digest. REB-1, REB-3, RISK-8. */
export interface Plan {
  readonly id: string;
  readonly portfolio: string;
  readonly purpose: PlanPurpose;
  /** "Sell all BTC on Paper", "Rebalance to 3 targets". */
  readonly title: string;
  readonly at: number;
  /** Older, its prices are too old: plan again. */
  readonly expiresAt: number;
  readonly baseCurrency: string;
  /** Equity that shares are of; null where not known. */
  readonly total: number | null;
  /** Of rebalancing only. */
  readonly legs: readonly RebalanceLeg[];
  /** In the order in which they are sent: sells first. */
  readonly orders: readonly PlannedOrder[];
  /** Sum of the known fees; null where one is not known. */
  readonly fee: number | null;
  readonly lines: readonly BookLine[];
  /** null where the book is not known well enough to check; then `refused` says so. */
  readonly check: PreTradeCheck | null;
  /** Why nothing of it may be sent ("ETHW has no price", "no order is needed"); null: it may, where `check` allows it. */
  readonly refused: string | null;
  /** Parts that cannot be traded by Quantfolio and what to do about them ("bot is a file: trade there yourself"). */
  readonly notExecutable: readonly {
    readonly account: string | null;
    readonly what: string;
    readonly reason: string;
  }[];
  readonly notes: readonly string[];
  /** Of the exact orders; an execution names it, so that what is sent is what was confirmed. */
  readonly digest: string;
}

export type OrderSize = { readonly quantity: Decimal } | { readonly notional: Decimal } | { readonly all: true };

/** What somebody wants; the engine makes exact orders of it. */
export type PlanRequest =
  | {
      readonly kind: 'order';
      readonly account: string;
      /** `BTC/USD`, or an asset (`BTC`): then in the account's best market for it. */
      readonly symbol: string;
      readonly side: 'buy' | 'sell';
      /** `notional` in the market's quote currency; `all`: all of the cash, or all that is held. */
      readonly size: OrderSize;
      /** Of a limit order; null: at the market. */
      readonly price: Decimal | null;
      readonly strategy: string | null;
    }
  /** A position of the snapshot by its id: all of it, or a part (0.5 is half). */
  | { readonly kind: 'close'; readonly position: string; readonly part: number }
  /** To a new size ≥ 0 on the same side. */
  | { readonly kind: 'adjust'; readonly position: string; readonly size: Decimal }
  /** REB-1; null: as the configuration says. */
  | {
      readonly kind: 'rebalance';
      readonly threshold: number | null;
      readonly mode: 'full' | 'buyOnly' | 'cashFirst' | null;
    }
  /** The smallest orders that clear the breaches (of one limit, or of all). */
  | { readonly kind: 'reduce'; readonly limit: string | null }
  /** What a half-executed plan has left. */
  | { readonly kind: 'remaining'; readonly plan: string };

/**
 * `pending`: not sent yet. `sending`: written down, the answer is not. `unknown`: sent, and whether it was placed could not
 * be found out (never sent again by itself). `notSent`: stopped before it.
 */
export type OrderState =
  | 'pending'
  | 'sending'
  | 'working'
  | 'partlyFilled'
  | 'filled'
  | 'cancelled'
  | 'rejected'
  | 'unknown'
  | 'notSent';

/** What became of an order: the log of REB-3. */
export interface OrderRecord {
  readonly ticket: OrderTicket;
  readonly live: boolean;
  readonly state: OrderState;
  /** Last change, epoch ms. */
  readonly at: number;
  /** The exchange's own id. */
  readonly orderId: string | null;
  readonly filled: Decimal;
  readonly averagePrice: Decimal | null;
  readonly fee: Decimal | null;
  readonly feeCurrency: string | null;
  /** In quote, before fees; null with a reason (an opening order realises nothing: "0"). */
  readonly realizedPnl: Decimal | null;
  readonly realizedReason: string | null;
  /** Expected notional in base currency, of the plan. */
  readonly notional: number;
  /** Why it is in a state that nobody wanted, in words. */
  readonly reason: string | null;
}

export interface Execution {
  readonly plan: string;
  readonly portfolio: string;
  readonly purpose: PlanPurpose;
  readonly title: string;
  readonly at: number;
  readonly updatedAt: number;
  /** The process that runs it; another one takes it for interrupted when `updatedAt` is a minute old. */
  readonly owner: string;
  /** `partly`: ended, something remains. `interrupted`: its process died; what was sent was asked for. */
  readonly state: 'running' | 'done' | 'partly' | 'failed' | 'interrupted';
  /** The pre-trade check it was sent under: its findings' state and words. */
  readonly check: { readonly state: string; readonly reasons: readonly string[]; readonly warnings: readonly string[] };
  readonly orders: readonly OrderRecord[];
  /** What is left to do, in words; empty when done. */
  readonly remains: readonly string[];
  /** The plan whose remainder this one ordered: it is not ordered a second time. */
  readonly continues?: string;
}

/** What a source says of an order it was given. */
export interface OrderOutcome {
  readonly state: Extract<OrderState, 'working' | 'partlyFilled' | 'filled' | 'cancelled' | 'rejected'>;
  readonly orderId: string | null;
  readonly filled: Decimal;
  readonly averagePrice: Decimal | null;
  readonly fee: Decimal | null;
  readonly feeCurrency: string | null;
  /** Where the source knows it (paper). */
  readonly realizedPnl?: Decimal;
  readonly at: number;
  readonly reason: string | null;
}

/** Whether orders can be given to an account, and if not why. */
export interface TradableAccount {
  readonly account: string;
  /** Real money. */
  readonly live: boolean;
  readonly ready: boolean;
  /** Why not ("read-only: set mode to trade in its block"). */
  readonly reason: string | null;
}

/** POS-5. Amounts in base currency unless named otherwise. */
export interface PositionDetails {
  readonly position: Position;
  /** Its fills, newest first, at most 500; the tables have all. */
  readonly fills: readonly (Trade & { readonly account: string })[];
  /** Cumulative realised + unrealised P&L of the symbol in this account over time; empty with a reason. */
  readonly path: Curve;
  readonly pathReason: string | null;
  /** Of the gross exposure of the book, as a fraction. */
  readonly shareOfBook: number | null;
  readonly headrooms: readonly LimitHeadroom[];
  /** The market's rules, where the account is tradable; null otherwise. */
  readonly rules: MarketRules | null;
  readonly tradable: TradableAccount;
  readonly notes: readonly string[];
}
