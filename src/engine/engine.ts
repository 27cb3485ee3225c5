import type { AccountConfig, Config } from '../config/schema.ts';
import type { Reading } from '../core/model/reading.ts';
import type { PortfolioState } from '../core/model/state.ts';
import type { Clock, Closable, History, HostApproval, Log, PriceSource, Secrets, Source } from '../core/ports.ts';
import type { EngineRequests } from '../protocol/engine.ts';

/** What an engine is made from: everything outside comes in here. */
export interface EnginePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly hosts: HostApproval;
  /** Connects an account; cheap, touches no network until the first read. */
  openSource(context: SourceContext, account: AccountConfig): Reading<Source>;
  /** Opens one link of the price chain, by its name in the configuration. */
  openPriceSource(context: SourceContext, link: string): Reading<PriceSource>;
  openHistory(folder: string): Promise<Reading<History>>;
  /** QUANTFOLIO_EXCHANGE_BASE_URL, loopback only; null when not set. */
  readonly redirectedTo: string | null;
}

export interface SourceContext {
  readonly folder: string;
  /** The account's id, or "prices". */
  readonly account: string;
  readonly config: Config;
}

/** One core for the window's forked process and the CLI. */
export interface Engine extends Closable {
  /** Answers any request of the protocol; rejects with an Error in words. */
  request<N extends keyof EngineRequests>(name: N, argument: EngineRequests[N][0]): Promise<EngineRequests[N][1]>;
  onState(listener: (state: PortfolioState) => void): Closable;
}
