import type { Decimal } from '../decimal.ts';
import type { AccountKind, Scope, Side } from './account.ts';
import type { LedgerCoverage } from './ledger.ts';

/**
 * The state of a number's data, worst last. `stale`: the last good value is shown with its age. `unpriced`: there is a
 * quantity but no price; the value is null, never zero. `failed`: nothing was ever read.
 */
export type DataState = 'ok' | 'stale' | 'unpriced' | 'failed';

/** The price that valued something, in base currency, and how it came about. */
export interface PriceUse {
  readonly price: number;
  /** "binance BTC/USDT → kraken USDT/USD" */
  readonly source: string;
  /** Epoch ms of the oldest quote on the path. */
  readonly at: number;
}

/** A change over a period; null with a reason where it cannot be known. */
export interface Change {
  readonly abs: number | null;
  /** As a fraction: 0.05 is 5 %. */
  readonly pct: number | null;
  /** `flows`: change of value net of cash flows. `heldNow`: price change of what is held now. */
  readonly basis: 'flows' | 'heldNow' | null;
  readonly reason: string | null;
}

/** One asset in one pocket of one account, valued. Spot, cash, wallet balances of derivatives. */
export interface Holding {
  /** Stable across refreshes: `account/scope/code`. */
  readonly id: string;
  readonly account: string;
  readonly scope: Scope;
  readonly asset: string;
  readonly code: string;
  readonly quantity: Decimal;
  /** What of it no working order holds back; absent: all of it, or the source does not tell. */
  readonly free?: Decimal;
  readonly borrowed: Decimal;
  /** Cash is fiat and stablecoins on their peg; everything else is a position too (POS-2a). */
  readonly kind: 'cash' | 'asset';
  readonly price: PriceUse | null;
  /** (quantity − borrowed) × price, base currency. */
  readonly value: number | null;
  /** Of the portfolio's total, as a fraction. */
  readonly share: number | null;
  readonly change24h: Change;
  readonly state: DataState;
  readonly reason: string | null;
  /** Of the balance, else of its account. */
  readonly strategy?: string | null;
}

/**
 * A position: derivative, position-file row, or spot holding (POS-1, POS-2a). Fields named like POS-1 are in `currency`;
 * the `base…` fields are in the portfolio's base currency.
 */
export interface Position {
  readonly id: string;
  readonly symbol: string;
  readonly asset: string;
  readonly account: string;
  readonly instrument: 'spot' | 'swap' | 'future' | 'option' | 'cfd';
  readonly side: Side;
  readonly size: Decimal;
  readonly currency: string;
  readonly entryPrice: number | null;
  readonly markPrice: number | null;
  readonly notional: number | null;
  readonly unrealizedPnl: number | null;
  readonly realizedPnl: number | null;
  /** Unrealised P&L / margin (leveraged) or / cost, as a fraction. */
  readonly roi: number | null;
  readonly leverage: number | null;
  readonly margin: number | null;
  readonly liquidationPrice: number | null;
  readonly fundingPaid: number | null;
  readonly openedAt: number | null;
  readonly strategy: string | null;
  readonly baseNotional: number | null;
  readonly baseUnrealizedPnl: number | null;
  readonly baseRealizedPnl: number | null;
  /** Signed value in the book: spot value; unrealised P&L for derivatives. */
  readonly share: number | null;
  readonly change24h: Change;
  readonly price: PriceUse | null;
  readonly state: DataState;
  readonly reason: string | null;
  /** Why single fields are null, by field name: "entryPrice": "no trades known". */
  readonly missing: Readonly<Record<string, string>>;
}

export interface AccountView {
  readonly id: string;
  readonly kind: AccountKind;
  /** "Binance · main"; paper says "(simulated)". */
  readonly title: string;
  readonly exchange: string | null;
  readonly simulated: boolean;
  /** Equity contribution in base currency; null with a reason. */
  readonly value: number | null;
  /** The part of the value that is known although something is unpriced. */
  readonly knownValue: number;
  readonly share: number | null;
  readonly state: DataState;
  readonly reason: string | null;
  /** Epoch ms of the data; null if nothing was ever read. */
  readonly at: number | null;
  readonly retryAt: number | null;
  readonly card: AccountCard;
  readonly notes: readonly string[];
  /** How far its stored ledger reaches; absent where its source tells everything at once. */
  readonly ledger?: LedgerCoverage;
}

/** VAL-3, in base currency; null with a reason under the same key of `missing`. */
export interface AccountCard {
  readonly projected: number | null;
  /** As a fraction: 0.05 is 5 %. */
  readonly todayReturnPct: number | null;
  readonly todayIncome: number | null;
  /** What `todayReturnPct` is a fraction of: the value at the start of the day, so that several accounts can be one. Absent: not known. */
  readonly dayStart?: number;
  readonly openPnl: number | null;
  readonly available: number | null;
  readonly marginUsed: number | null;
  readonly missing: Readonly<Record<string, string>>;
}

/** What makes a derived number incomplete. */
export interface Gap {
  readonly account: string;
  readonly asset: string | null;
  readonly state: Exclude<DataState, 'ok'>;
  readonly reason: string;
}

export interface AssetView {
  readonly asset: string;
  readonly quantity: Decimal;
  readonly price: PriceUse | null;
  readonly value: number | null;
  readonly share: number | null;
  readonly change24h: Change;
  readonly kind: 'cash' | 'asset';
  readonly state: DataState;
  readonly reason: string | null;
}

/** The valued book at one time: what every surface shows. All money in `baseCurrency` unless a field says otherwise. */
export interface Snapshot {
  readonly asOf: number;
  readonly baseCurrency: string;
  readonly accounts: readonly AccountView[];
  readonly holdings: readonly Holding[];
  readonly positions: readonly Position[];
  readonly assets: readonly AssetView[];
  /** VAL-0; null with a reason where an account's equity is unknown or nothing is priced. Incomplete where `gaps` is not empty. */
  readonly equity: number | null;
  readonly equityReason: string | null;
  /** What is known of the equity: priced parts, last values of stale accounts included. */
  readonly knownEquity: number;
  readonly cash: number | null;
  readonly marginUsed: number | null;
  readonly totalNotional: number | null;
  readonly knownNotional: number;
  readonly totalUnrealizedPnl: number | null;
  readonly totalRealizedPnl: number | null;
  /** Gross notional per symbol, known parts. */
  readonly symbolNotional: Readonly<Record<string, number>>;
  readonly openPositions: number;
  /** Total in each display currency; null where no price leads there. */
  readonly display: Readonly<Record<string, number | null>>;
  readonly change24h: Change;
  readonly monthToDate: Change;
  readonly allTime: Change;
  readonly gaps: readonly Gap[];
  readonly simulated: boolean;
  /** VAL-5 over 24 h; `pct` is a fraction: 0.05 is 5 %. */
  readonly best: { readonly asset: string; readonly pct: number } | null;
  readonly worst: { readonly asset: string; readonly pct: number } | null;
}

/** One slice of an allocation: VAL-2. */
export interface Slice {
  readonly key: string;
  readonly value: number;
  readonly share: number;
}

export type AllocationBy = 'asset' | 'exchange' | 'account' | 'strategy' | 'sector' | 'instrument';

export interface Allocation {
  readonly by: AllocationBy;
  readonly slices: readonly Slice[];
  /** `gross`: by |notional| where there is no equity, or where something owed or lost would make a slice negative. */
  readonly basis: 'value' | 'gross';
  readonly incomplete: readonly Gap[];
}
