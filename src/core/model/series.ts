/** Whether a value was seen as it happened, rebuilt from trades and closes, or comes from a simulated market. */
export type PointOrigin = 'recorded' | 'reconstructed' | 'simulated';

/** Value of an account or portfolio at one time, in base currency, with the net external flow since the previous point. */
export interface ValuePoint {
  readonly at: number;
  readonly equity: number;
  /** Net deposits (+) and withdrawals (−) since the previous point; null: not known, so no return can be computed across it. */
  readonly flow: number | null;
  readonly origin: PointOrigin;
}

/** A chart series after decimation: parallel arrays, epoch ms and values. */
export interface Curve {
  readonly at: readonly number[];
  readonly value: readonly number[];
}
