/**
 * The tables of a history, the same in every database. Times are epoch ms (BIGINT), chart series are doubles,
 * quantities stay decimal text because binary floating point loses digits.
 */
export interface Schema {
  readonly points: PointRow;
  readonly holdings: HoldingRow;
  readonly closes: ClosesRow;
  readonly notes: NoteRow;
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

/** Tiers by number, finest first. */
export const tiers = { raw: 0, hour: 1, day: 2 } as const;
