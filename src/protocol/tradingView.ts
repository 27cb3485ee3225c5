import type { Subject } from '../core/model/performance.ts';
import type { Curve } from '../core/model/series.ts';
import type { TableName } from '../core/model/tables.ts';
import type { LimitBar, TableRow, TableView, Tone } from './panelView.ts';

/** View models of tables, plans, executions, tax and reconciliation, in words; in privacy they hold no amount and no quantity. */

export interface PageTableQuery {
  readonly portfolio: string;
  readonly table: TableName;
  readonly subject: Subject;
  readonly search: string;
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly offset: number;
  readonly limit: number;
}

export interface TableColumnView {
  readonly id: string;
  readonly title: string;
  readonly align: 'start' | 'end';
  readonly hidden: boolean;
  readonly explain: string | null;
}

export interface TablePageView {
  readonly table: TableName;
  readonly title: string;
  readonly columns: readonly TableColumnView[];
  /** From `offset` on; `cells` in the order of `columns`. `sort` of a cell is unused here. */
  readonly rows: readonly TableRow[];
  readonly offset: number;
  /** Not sorted by anybody: the column whose largest or newest values come first. */
  readonly ownOrder?: string;
  readonly total: number;
  readonly matching: number;
  readonly notes: readonly string[];
  readonly empty: string;
}

/** A label, its value in words and what it means. */
export interface FactView {
  readonly label: string;
  readonly value: string;
  readonly tone: Tone;
  readonly title: string;
}

export interface PositionView {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly FactView[];
  readonly fills: TableView;
  readonly path: Curve;
  readonly pathReason: string | null;
  readonly headrooms: readonly { readonly title: string; readonly value: string; readonly reason: string | null }[];
  /** For close, adjust and what-if; `step` and `min` as decimal text, in words beside them. */
  readonly trade: {
    readonly account: string;
    readonly symbol: string;
    readonly live: boolean;
    readonly ready: boolean;
    readonly reason: string | null;
    /** Nothing but the user's own setting stands in the way. */
    readonly switchedOff?: boolean;
    readonly size: string;
    readonly step: string | null;
    readonly rules: string;
  };
  readonly notes: readonly string[];
}

export interface TradeStatsView {
  readonly columns: readonly TableColumnView[];
  /** All first, then by strategy. */
  readonly rows: readonly TableRow[];
  readonly costs: readonly FactView[];
  readonly notes: readonly string[];
}

export interface TaxView {
  readonly year: number;
  readonly years: readonly number[];
  readonly method: string;
  readonly methods: readonly string[];
  readonly totals: readonly FactView[];
  /** At most 500 rows of each; the file has all. */
  readonly disposals: TableView;
  readonly income: TableView;
  readonly unmatched: TableView;
  readonly notes: readonly string[];
}

export interface ReconciliationView {
  readonly differences: TableView;
  readonly agreed: string;
  readonly notCompared: readonly string[];
}

export interface OrderView {
  readonly id: string;
  /** "Sell 0.0348 BTC at the market on Binance · main". */
  readonly text: string;
  readonly account: string;
  readonly live: boolean;
  readonly notional: string;
  readonly price: string;
  readonly fee: string;
  readonly notes: readonly string[];
}

export interface PlanView {
  readonly id: string;
  readonly digest: string;
  readonly purpose: 'trade' | 'rebalance' | 'reduce' | 'remaining';
  readonly title: string;
  readonly expiresAt: number;
  /** REB-1 as a table; null of plans that do not rebalance. */
  readonly legs: TableView | null;
  /** Shares of legs for the picture: current and target as fractions, by asset. */
  readonly shares: readonly { readonly asset: string; readonly current: number; readonly target: number }[];
  readonly orders: readonly OrderView[];
  readonly fee: string;
  readonly check: {
    readonly state: 'allowed' | 'refused' | 'unknown';
    readonly text: string;
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
    readonly improves: readonly string[];
    /** Limits before and after, those that the orders move. */
    readonly bars: readonly { readonly before: LimitBar; readonly after: LimitBar }[];
  } | null;
  readonly refused: string | null;
  readonly notExecutable: readonly string[];
  readonly notes: readonly string[];
  /** It can be executed now; else why not, in words. */
  readonly ready: boolean;
  readonly readyReason: string | null;
  readonly live: boolean;
}

export interface ExecutionView {
  readonly plan: string;
  readonly title: string;
  readonly state: 'running' | 'done' | 'partly' | 'failed' | 'interrupted';
  readonly text: string;
  readonly orders: readonly {
    readonly text: string;
    readonly state: string;
    readonly tone: Tone;
    readonly detail: string;
  }[];
  readonly remains: readonly string[];
}
