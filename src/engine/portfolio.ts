import type { Config } from '../config/schema.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Closable } from '../core/ports.ts';
import type { RiskFacts } from '../core/risk/limit.ts';
import type { PortfolioInput } from '../protocol/engine.ts';
import type { ClosesKeeper } from './closesKeeper.ts';
import type { Connections } from './connections.ts';
import type { LedgerKeeper } from './ledgerKeeper.ts';
import type { Memory } from './memory.ts';
import type { Book } from './readBook.ts';
import type { Desk } from './trading/desk.ts';

/** One portfolio: one folder, one configuration, one history, one state. */
export interface Portfolio extends Closable {
  readonly folder: string;
  config(): Config | null;
  connections(): Connections;
  memory(): Memory;
  facts(): RiskFacts | null;
  /** What was read last; null before the first answer. */
  book(): Book | null;
  /** The value now, as the end of the past; null where it is not known whole. */
  live(): ValuePoint | null;
  closes(): ClosesKeeper;
  ledgers(): LedgerKeeper;
  /** Why the pasts of accounts do not reach further, in words, by account. */
  pastNotes(): ReadonlyMap<string, readonly string[]>;
  /** What a unit was worth in base currency at a time; null: not known. */
  readonly rateAt: RateAt;
  /** The text changed (null: the file is gone). */
  configure(input: PortfolioInput): void;
  refresh(): Promise<void>;
  /** Reads these accounts alone, now. */
  refreshOnly(accounts: Iterable<string>): Promise<void>;
  /** Plans and executions: REB-3. */
  desk(): Desk;
  /** Keys or approvals changed: reconnect this account (null: all). */
  reconnect(account: string | null): void;
  /** Whether any window shows anything. */
  attend(visible: boolean): void;
  close(): Promise<void>;
}
