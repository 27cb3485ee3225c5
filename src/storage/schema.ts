/**
 * The tables of a history, the same in every database. Times are epoch ms (BIGINT), chart series are doubles,
 * quantities stay decimal text because binary floating point loses digits.
 */
export interface Schema {
  readonly points: PointRow;
  readonly holdings: HoldingRow;
  readonly closes: ClosesRow;
  readonly notes: NoteRow;
  readonly trades: TradeRow;
  readonly flows: FlowRow;
  readonly income: IncomeRow;
  readonly orders: OrderRow;
  readonly ledgers: LedgerRow;
  readonly journal: JournalRow;
  readonly executions: ExecutionRow;
}

/** One value of an account; `account` is '' for the portfolio, so that it can be part of the key. */
export interface PointRow {
  readonly account: string;
  readonly tier: number;
  readonly at: number;
  /** Base currency at the time of writing; '' until it is known. */
  readonly currency: string;
  readonly equity: number;
  /** Net external flow since the previous point; null: not known. */
  readonly flow: number | null;
  readonly origin: string;
  /** Extremes inside a bucket and when they were; null in the raw tier. */
  readonly low: number | null;
  readonly low_at: number | null;
  readonly high: number | null;
  readonly high_at: number | null;
}

/** `asset` is '' in the one row of an account that held nothing. */
export interface HoldingRow {
  readonly account: string;
  readonly at: number;
  readonly asset: string;
  readonly quantity: string;
  readonly price: number | null;
  readonly value: number | null;
}

/** `closes` is JSON: days and closes are always read and written together. */
export interface ClosesRow {
  readonly asset: string;
  readonly currency: string;
  readonly fetched_at: number;
  readonly source: string;
  readonly closes: string;
}

export interface NoteRow {
  readonly name: string;
  readonly value: string;
}

interface EntryRow {
  readonly account: string;
  /** The source's own, unique within account and table. */
  readonly id: string;
  readonly at: number;
}

export interface TradeRow extends EntryRow {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly side: string;
  readonly quantity: string;
  readonly price: string;
  readonly fee: string | null;
  readonly fee_currency: string | null;
  readonly strategy: string | null;
  readonly realized_pnl: string | null;
  readonly realized_reason: string | null;
  readonly order_id: string | null;
  readonly client_order_id: string | null;
  readonly scope: string | null;
  readonly contract: string | null;
  readonly contract_size: string | null;
}

export interface FlowRow extends EntryRow {
  readonly asset: string;
  readonly quantity: string;
  readonly kind: string;
}

export interface IncomeRow extends EntryRow {
  readonly asset: string;
  readonly quantity: string;
  readonly kind: string;
  readonly symbol: string | null;
  readonly scope: string | null;
}

export interface OrderRow extends EntryRow {
  readonly updated_at: number;
  readonly client_order_id: string | null;
  readonly symbol: string;
  readonly side: string;
  readonly type: string;
  readonly quantity: string;
  readonly filled: string;
  readonly price: string | null;
  readonly average_price: string | null;
  readonly stop_price: string | null;
  /** 0 or 1: SQLite has no booleans. */
  readonly reduce_only: number;
  readonly status: string;
  readonly scope: string | null;
}

/** How far an account's ledger goes; `coverage` is JSON. */
export interface LedgerRow {
  readonly account: string;
  readonly cursor: string;
  readonly coverage: string;
}

/** One thing that happened to a paper account; `body` is JSON: the fill, or the cash of a reset. */
export interface JournalRow {
  readonly account: string;
  readonly seq: number;
  readonly id: string;
  readonly at: number;
  readonly kind: string;
  readonly body: string;
}

/** `body` is the whole execution as JSON; `owner` and `updated_at` beside it are the ones in force. */
export interface ExecutionRow {
  readonly plan: string;
  readonly at: number;
  readonly updated_at: number;
  readonly owner: string;
  readonly state: string;
  readonly body: string;
}

/** Tiers by number, finest first. */
export const tiers = { raw: 0, hour: 1, day: 2 } as const;
