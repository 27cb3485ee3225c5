import type { Big } from '../decimal.ts';
import { big } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';

/** A position with its exact numbers in base currency, so that sums are rounded once. */
export interface ValuedPosition {
  /** Its share is filled in when the total is known. */
  readonly view: Position;
  /** What it adds to the book: spot value; unrealised P&L for derivatives. */
  readonly bookValue: Big | null;
  /** The same, rounded once. */
  readonly worth: number | null;
  readonly notional: Big | null;
  readonly unrealized: Big | null;
  readonly realized: Big | null;
  readonly margin: Big | null;
  /** Exposure and open positions count it: POS-2a. */
  readonly counted: boolean;
}

/** |size| up to this is flat: POS-2. */
export const flat = big('1e-10');
