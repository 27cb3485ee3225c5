import type { Decimal } from '../decimal.ts';
import type { Scope } from './account.ts';
import type { CashFlow, Trade } from './trade.ts';

/** What an account earned or paid that is no fill and no flow: P&L (VAL-3). */
export interface Income {
  readonly id: string;
  readonly at: number;
  readonly asset: string;
  /** Signed: received is positive. */
  readonly quantity: Decimal;
  /**
   * `realizedPnl`: booked by a derivative when it closes; its fills then carry none of their own in the ledger. `conversion`:
   * one leg of a dust or coin conversion (two entries, no flow).
   */
  readonly kind:
    | 'funding'
    | 'interest'
    | 'staking'
    | 'rebate'
    | 'dividend'
    | 'fee'
    | 'realizedPnl'
    | 'conversion'
    | 'other';
  readonly symbol: string | null;
  readonly scope?: Scope;
}

/** An order as the account last told it; kept by id, the newest state wins. */
export interface Order {
  readonly id: string;
  readonly clientOrderId: string | null;
  readonly at: number;
  readonly updatedAt: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  /** "limit", "market", "stop" … as ccxt unifies it. */
  readonly type: string;
  readonly quantity: Decimal;
  readonly filled: Decimal;
  readonly price: Decimal | null;
  readonly averagePrice: Decimal | null;
  readonly stopPrice: Decimal | null;
  readonly reduceOnly: boolean;
  readonly status: 'working' | 'filled' | 'cancelled' | 'rejected' | 'expired';
  readonly scope?: Scope;
}

/**
 * A span for which one kind of entry is known without a hole (`from` 0: since the account began), and in words why nothing before
 * it is, where that is known; or why none is.
 */
export type Covered =
  | { readonly from: number; readonly until: number; readonly before?: string }
  | { readonly reason: string };

export interface LedgerCoverage {
  readonly trades: Covered;
  /** Deposits, withdrawals, transfers, their fees, adjustments. */
  readonly flows: Covered;
  readonly income: Covered;
}

/**
 * What one question to a source's ledger brought: LED-1. Any page may come twice and in any order; entries are told apart by
 * their ids within account and kind, so that import twice = import once.
 */
export interface LedgerBatch {
  readonly trades: readonly Trade[];
  readonly flows: readonly CashFlow[];
  readonly income: readonly Income[];
  readonly orders: readonly Order[];
  /** Where the next question goes on; means something only to the connector that wrote it. Stored with the entries or not at all. */
  readonly cursor: string;
  readonly coverage: LedgerCoverage;
  /** More is waiting: ask again with the new cursor (not before `retryAt` of a failure). */
  readonly more: boolean;
  /** Everything new is in: what waits is older than the coverage. Absent: when nothing waits. */
  readonly upToDate?: boolean;
  /** What all pockets that are read held at past times, where the exchange keeps a record of it; once is enough. */
  readonly anchors?: readonly HeldThen[];
  /** What the user should know ("Kraken tells no transfers between its wallets"). */
  readonly notes: readonly string[];
}

export interface HeldThen {
  readonly at: number;
  readonly assets: Readonly<Record<string, Decimal>>;
}

/** Stored entries, each list ascending in time. */
export interface Ledger {
  readonly trades: readonly (Trade & { readonly account: string })[];
  readonly flows: readonly (CashFlow & { readonly account: string })[];
  readonly income: readonly (Income & { readonly account: string })[];
}

/** How far an account's stored ledger goes. */
export interface LedgerState {
  readonly cursor: string;
  readonly coverage: LedgerCoverage;
}
