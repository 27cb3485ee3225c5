import type { Decimal } from '../decimal.ts';
import type { Income, LedgerCoverage } from './ledger.ts';
import type { Quote } from './quote.ts';
import type { Failure } from './reading.ts';
import type { CashFlow, Trade } from './trade.ts';

export type AccountKind = 'exchange' | 'paper' | 'file' | 'http';

/** Which pocket of an account: SRC-1. `earn` covers staking and savings codes folded to their underlying. */
export type Scope = 'spot' | 'margin' | 'swap' | 'future' | 'funding' | 'earn';

/** A quantity of one asset in one pocket. `quantity` is everything owned there (free and locked), never a value. */
export interface Balance {
  readonly asset: string;
  /** The exchange's own code where it differs (`LDBTC`, `ETH.S`). */
  readonly code?: string;
  readonly scope: Scope;
  readonly quantity: Decimal;
  readonly free?: Decimal;
  /** Owed, positive; subtracted in equity. */
  readonly borrowed?: Decimal;
  /** Average entry price and its currency, where the source knows it (files, paper). */
  readonly entryPrice?: Decimal;
  readonly entryCurrency?: string;
  readonly strategy?: string;
}

export type Side = 'long' | 'short';

/** A derivative position, or a row of a position file, as its source tells it: POS-1. Unknown fields are null. */
export interface PositionReading {
  readonly symbol: string;
  /** The asset whose price moves it (`BTC` of `BTC/USDT:USDT`). */
  readonly asset: string;
  /** Currency of prices, notional and P&L of this row. */
  readonly currency: string;
  readonly scope: Scope;
  readonly side: Side;
  /** Contracts, or units; always ≥ 0. */
  readonly size: Decimal;
  readonly contractSize: Decimal;
  /** How P&L follows price: POS-1. `quanto` and `option` are unpriced with a reason. */
  readonly contract: 'linear' | 'inverse' | 'quanto' | 'option';
  readonly entryPrice: Decimal | null;
  readonly markPrice: Decimal | null;
  readonly realizedPnl: Decimal | null;
  readonly leverage: Decimal | null;
  readonly margin: Decimal | null;
  readonly liquidationPrice: Decimal | null;
  readonly fundingPaid: Decimal | null;
  readonly openedAt: number | null;
  readonly strategy: string | null;
  /** Epoch ms of the mark price. */
  readonly at: number | null;
}

/** The `account` block of a position file, or what a broker says of itself. In `currency`. */
export interface AccountBlock {
  readonly currency: string;
  readonly equity: Decimal | null;
  readonly cash: Decimal | null;
  readonly marginUsed: Decimal | null;
}

/** Realised in one market and strategy since the ledger's trades are known, in `quote`, fees not taken off. */
export interface MarketPnl {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly strategy: string | null;
  /** null: one of its fills realised an amount that is not known. */
  readonly amount: Decimal | null;
  readonly reason: string | null;
}

/** Everything one account answered at one time. */
export interface AccountReading {
  /** Age counts from here: the exchange's answer, `as_of` of a file, else its modification. */
  readonly at: number;
  readonly balances: readonly Balance[];
  readonly positions: readonly PositionReading[];
  readonly block: AccountBlock | null;
  /** A positions-only file has no equity unless its block gives it: VAL-0. */
  readonly hasEquity: boolean;
  /** The account's own marks, best first in the default price chain. */
  readonly marks: readonly Quote[];
  /** Pockets that could not be read; the others stand. `lastGoodAt`: values carried over from an earlier reading (mergeReadings). */
  readonly failedScopes: readonly { readonly scope: Scope; readonly failure: Failure; readonly lastGoodAt?: number }[];
  /** Complete trades and flows where the source has them (paper, trade files); null: not known (exchanges, until the ledger). */
  readonly trades: readonly Trade[] | null;
  readonly flows: readonly CashFlow[] | null;
  /** P&L entries that are no fills (funding, interest, staking), where they are known. */
  readonly income?: readonly Income[];
  /**
   * Where trades, flows and income come from a stored ledger (LED-1): the spans for which these lists are complete. Absent: they
   * are complete for all time. A number that needs a span outside of its coverage is not known.
   */
  readonly ledger?: LedgerCoverage;
  /** What all trades of a stored ledger realised, by market; `trades` are then only the recent ones. */
  readonly realized?: readonly MarketPnl[];
  /** P&L realised since the day boundary, where the source itself tells it (position files). In `realizedCurrency`. */
  readonly realizedToday: Decimal | null;
  readonly realizedCurrency: string | null;
  /** Values are simulated: said wherever they are shown. */
  readonly simulated: boolean;
  /** What the user should know (permissions, codes left unmapped), in words. */
  readonly notes: readonly string[];
}
