import type { Subject } from './performance.ts';

/** POS-4. `tradeLog`: orders that Quantfolio sent, with check, fill and P&L (REB-3). */
export type TableName =
  | 'positions'
  | 'positionsBalance'
  | 'assets'
  | 'orders'
  | 'operations'
  | 'closedPositions'
  | 'trades'
  | 'tradeLog';

/** How a cell is shown and ordered. Times are epoch ms; percent and share are fractions; quantity and price decimal strings or numbers. */
export type ColumnKind =
  | 'text'
  | 'side'
  | 'state'
  | 'time'
  | 'quantity'
  | 'price'
  | 'money'
  | 'pnl'
  | 'percent'
  | 'share'
  | 'ratio'
  | 'count'
  | 'duration';

export interface ColumnInfo {
  readonly id: string;
  readonly title: string;
  readonly kind: ColumnKind;
  /** An amount or quantity: hidden in privacy, and not searched in it. */
  readonly amount: boolean;
  /** Not shown until chosen. */
  readonly hidden: boolean;
  /** How it is computed, for the head's tooltip. */
  readonly explain?: string;
}

export interface CellValue {
  readonly value: string | number | null;
  /** Of money, pnl, price: a currency code; absent: the base currency. */
  readonly currency?: string;
  /** Why it is null, or what to know of it. */
  readonly note?: string;
}

export interface TableRecord {
  readonly id: string;
  readonly cells: readonly CellValue[];
}

export interface TableQuery {
  readonly portfolio: string;
  readonly table: TableName;
  /** portfolio, account, strategy or asset. */
  readonly subject: Subject;
  /** Words that must all be found in a row's texts, whatever the case: "NVDA sell". */
  readonly search: string;
  /** null: the table's own order. */
  readonly sort: { readonly column: string; readonly descending: boolean } | null;
  /** Of tables of the past; null: all there is. */
  readonly from: number | null;
  readonly to: number | null;
  readonly offset: number;
  /** null: all rows (export). */
  readonly limit: number | null;
  /** Amounts are neither searched nor sorted by: an order tells them. */
  readonly privacy: boolean;
}

export interface TablePage {
  readonly table: TableName;
  readonly title: string;
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly TableRecord[];
  readonly offset: number;
  /** Rows of the table, and those that the search leaves. */
  readonly total: number;
  readonly matching: number;
  readonly baseCurrency: string;
  /** The column that rows come in the order of by themselves, the largest or newest first; absent: they were sorted. */
  readonly ownOrder?: string;
  /** Size of the book in base currency, of tables of now: in a large one cents are noise. Absent: amounts are written in full. */
  readonly scale?: number;
  /** What is missing in it and why ("binance-main: trades are known from 3 Nov 2024"). */
  readonly notes: readonly string[];
  /** Said where there are no rows. */
  readonly empty: string;
}
