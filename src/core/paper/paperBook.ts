import type { Decimal } from '../decimal.ts';
import type { CashFlow, Trade } from '../model/trade.ts';

/** A position of the simulated broker: average-price accounting, per symbol and strategy. */
export interface PaperPosition {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly strategy: string | null;
  /** Negative when short. Zero once closed; the row stays for what it realised. */
  readonly quantity: Decimal;
  /** Of what is open now, in quote, before fees; "0" when flat. */
  readonly averagePrice: Decimal;
  /** Of everything ever closed, in quote, before fees. */
  readonly realizedPnl: Decimal;
  /** Paid on it, in quote. */
  readonly fees: Decimal;
  /** Since it was last flat; null when flat. */
  readonly openedAt: number | null;
}

/**
 * A paper account. Spot-like: a buy pays from cash, a sale pays into it; a short is a negative position whose proceeds are in
 * cash. Equity = Σ cash × price + Σ signed quantity × price.
 */
export interface PaperBook {
  /** Money and deposited assets by name; may be negative only where a cover had to be paid. */
  readonly cash: Readonly<Record<string, Decimal>>;
  /** By `symbol`, or `symbol/strategy`. */
  readonly positions: Readonly<Record<string, PaperPosition>>;
}

/** What happens to a paper account. */
export type PaperEvent =
  | { readonly type: 'flow'; readonly flow: CashFlow }
  | { readonly type: 'fill'; readonly fill: Trade }
  /** Everything leaves and this cash comes in: `resetEntries` tells both as flows. */
  | { readonly type: 'reset'; readonly cash: Readonly<Record<string, Decimal>> };

export const emptyPaperBook: PaperBook = { cash: {}, positions: {} };
