import type { Big } from '../decimal.ts';
import type { Lot } from '../ledger/lotPool.ts';

/** Something that left an account for money or another asset, or a contract that was closed. Exact, in base currency. */
export interface Disposed {
  readonly account: string;
  readonly asset: string;
  readonly at: number;
  readonly quantity: Big;
  readonly side: 'long' | 'short';
  /** Of the fill or entry that did it. */
  readonly trade: string;
  /**
   * What it brought (of a short: what buying it back cost), for all of `quantity`, before its fee; null: not known, and
   * `reason` says why.
   */
  readonly amount: Big | null;
  readonly fee: Big | null;
  readonly reason: string | null;
  /** The lots it used up. */
  readonly taken: readonly Lot[];
  /** What no lot covers, and why. */
  readonly rest: Big;
  readonly restReason: string;
  /** No lot is told apart: the source itself says what was gained (derivatives). */
  readonly booked: boolean;
}
