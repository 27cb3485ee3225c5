import type { z } from 'zod';
import type { Reading } from '../core/model/reading.ts';
import type { Clock, HostApproval, Journal, Log, PriceSource, Secrets, Source } from '../core/ports.ts';

/** What a connector is given: the outside, as ports. */
export interface ConnectorContext {
  /** Absolute path of the workspace folder; no path of a config may leave it (realpath). */
  readonly folder: string;
  /** Account id, or "prices". */
  readonly account: string;
  readonly baseCurrency: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly hosts: HostApproval;
  /** Folder for caches that survive restarts (markets, currencies). */
  readonly cacheDir: string;
  /** QUANTFOLIO_EXCHANGE_BASE_URL (loopback only) or null. */
  readonly redirectedTo: string | null;
  /** What happened to a paper account in Quantfolio; null: nothing is kept (connection tests, prices). */
  readonly journal: Journal | null;
  /** Opens another link of the price chain (a paper account that fills at an exchange's tickers). */
  openPrices(link: string): Reading<PriceSource>;
}

/** The shape of a kind of account: one folder, one line in index.ts, one settings schema in settings/. */
export interface Connector<S> {
  readonly kind: string;
  readonly settings: z.ZodType<S>;
  /** Cheap; touches no network and no file before the first read. */
  open(context: ConnectorContext, settings: S): Reading<Source>;
}

/** The shape of a kind of price source: which links of the chain it serves, and how. */
export interface PriceConnector {
  readonly id: string;
  serves(link: string): boolean;
  open(context: ConnectorContext, link: string): Reading<PriceSource>;
}
