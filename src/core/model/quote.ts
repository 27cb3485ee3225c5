import type { Decimal } from '../decimal.ts';

/** A price of one market: one `base` costs `price` `quote`. Only active markets become quotes. */
export interface Quote {
  readonly base: string;
  readonly quote: string;
  readonly price: Decimal;
  /** Epoch ms of the price itself. */
  readonly at: number;
  /** Who said so: "binance BTC/USDT", "prices.csv", "simulated market". */
  readonly source: string;
  /** Price 24 h before `at`, where the source tells it. */
  readonly open24h?: Decimal;
}

/** Daily closes of one asset in one currency, oldest first, days as epoch ms of their UTC midnight (start of the day). */
export interface DailyCloses {
  readonly asset: string;
  readonly currency: string;
  readonly source: string;
  readonly closes: readonly { readonly day: number; readonly close: number }[];
}
