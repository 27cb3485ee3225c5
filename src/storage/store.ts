import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** An open database, whichever it is; everything above it is shared. */
export interface Store {
  readonly db: Kysely<Schema>;
  /** Where it is, for people. */
  readonly path: string;
  readonly schemaVersion: number;
  /** PostgreSQL: the namespace of the tables. */
  readonly schema?: string;
  bytes(): Promise<number>;
  /** Runs `work` on a connection whose commits are on the disk when they return, power failure or not. */
  durably<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** First in every writing transaction: writers take turns, so that none meets half of another's work. */
  enter(tx: Transaction<Schema>): Promise<void>;
  /** Epoch ms by the clock that all writers of this database share. */
  now(tx: Transaction<Schema>): Promise<number>;
  /** Whether an error says that this user may read only. */
  isReadOnly(error: unknown): boolean;
  /** Runs again what failed because a connection broke; what is written may be written twice. */
  retry<T>(run: () => Promise<T>): Promise<T>;
  /** The HistoryError of what the database threw while doing `what`. */
  fault(what: string, error: unknown): Error;
}
