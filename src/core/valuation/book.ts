import type { AccountKind, AccountReading } from '../model/account.ts';
import type { Quote } from '../model/quote.ts';
import type { Failure } from '../model/reading.ts';
import type { ValuePoint } from '../model/series.ts';

/** One account after `mergeReadings`: its newest reading, or its last good one marked stale. */
export interface BookAccount {
  readonly id: string;
  readonly kind: AccountKind;
  readonly title: string;
  readonly exchange: string | null;
  readonly strategy: string | null;
  readonly reading: AccountReading | null;
  /** `failed`: nothing was ever read. */
  readonly state: 'ok' | 'stale' | 'failed';
  readonly reason: string | null;
  readonly retryAt: number | null;
  /** The last failure as it came, while the account fails: its kind decides what helps. */
  readonly failure?: Failure;
  /** The account's value and time at the last day boundary, from history: VAL-3. */
  readonly boundary: ValuePoint | null;
}

export interface BookSettings {
  readonly baseCurrency: string;
  readonly displayCurrencies: readonly string[];
  readonly stablecoins: readonly string[];
  readonly countSpot: boolean;
  /** A price older than this is stale. */
  readonly priceMaxAgeMs: number;
  /** Start of the current day by `risk.dayBoundary`, epoch ms. */
  readonly dayStart: number;
}

/** Everything `valueBook(input): Snapshot` needs; pure. */
export interface BookInput {
  readonly at: number;
  readonly settings: BookSettings;
  readonly accounts: readonly BookAccount[];
  /** By link of the price chain, first answer wins; the accounts' own marks are taken from their readings. */
  readonly quotes: readonly (readonly Quote[])[];
  /** The portfolio's past values from history, ascending: enough for 24 h, month start and all time. */
  readonly past: readonly ValuePoint[];
  /** What the last of them covers; absent: the accounts of now. */
  readonly lastPoint?: LastPoint;
}

export interface LastPoint {
  /** Accounts it counts that are still in the book; any other has joined since, with all it holds. */
  readonly accounts: ReadonlySet<string>;
  /** What it counted of accounts that have left since, in base currency. */
  readonly left: number;
}
