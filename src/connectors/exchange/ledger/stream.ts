import type { Scope } from '../../../core/model/account.ts';
import type { HeldThen, Income, Order } from '../../../core/model/ledger.ts';
import type { CashFlow, Trade } from '../../../core/model/trade.ts';
import type { LedgerRequest } from '../../../core/ports.ts';
import type { CcxtExchange } from '../ccxtExchange.ts';

/** What one page brought. */
export interface Entries {
  readonly trades: readonly Trade[];
  readonly flows: readonly CashFlow[];
  readonly income: readonly Income[];
  readonly orders: readonly Order[];
}

export const nothing: Entries = { trades: [], flows: [], income: [], orders: [] };

/** Plain JSON: what a stream keeps between its pages; stored in the cursor, so it never grows with the history. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Page {
  readonly entries: Entries;
  readonly state: Json;
  /** Everything since `from` and up to this pass's time is read. */
  readonly done: boolean;
  /** Done, and there is more before `from`: it is asked for when nothing newer waits (`Pass.older`); `last`: after all else. */
  readonly older?: boolean | 'last';
  /** Since when it is known without a hole; 0: since the account began. */
  readonly from: number;
  /** Said while something is missing ("120 of 1,500 asked about"). */
  readonly progress?: string;
  /** Markets that this page told of, for the streams that ask one market at a time. */
  readonly symbols?: readonly string[];
  /** What the user should know. */
  readonly notes?: readonly string[];
}

/** One run over all streams, from the first question to `more: false`. */
export interface Pass {
  /** The exchange's clock at its beginning: entries up to here are asked for. */
  readonly now: number;
  /** When the balances of the request were read, by the exchange's clock. */
  readonly readAt: number;
  /** What is new is read already: the page goes on with what is older. */
  readonly older: boolean;
  readonly request: LedgerRequest;
  /** Markets that occurred in stored entries or were told of by other streams. */
  readonly symbols: readonly string[];
  /** True on the first page that a stream asks in this pass. */
  readonly first: boolean;
  readonly thorough: boolean;
}

export type Kind = 'trades' | 'flows' | 'income' | 'orders';

/** One endpoint of an exchange, read page by page; a page is one request, or two. Throws what ccxt throws. */
export interface Stream {
  /** Stable: the cursor keeps the state under it. */
  readonly key: string;
  readonly kinds: readonly Kind[];
  /** For people: "deposits". */
  readonly title: string;
  page(state: Json, pass: Pass): Promise<Page>;
}

/** What the streams of an account are made from. */
export interface StreamContext {
  readonly exchange: CcxtExchange;
  readonly title: string;
  /** Pockets whose balances are read; `earn` with `spot` where staking codes come with the spot balance. */
  readonly scopes: ReadonlySet<Scope>;
}

/** The streams of an account, and in words what its exchange does not tell at all. */
export interface Plan {
  /** What the pockets that are read held at past times, where the exchange keeps a record of all of them. */
  readonly anchors?: () => Promise<readonly HeldThen[]>;
  readonly streams: readonly Stream[];
  readonly lacking: Readonly<Partial<Record<Kind, string>>>;
  readonly notes: readonly string[];
}
