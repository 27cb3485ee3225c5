import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** An open database, whichever it is; everything above it is shared. */
export interface Store {
  readonly db: Kysely<Schema>;
  /** Where it is, for people. */
  readonly path: string;
  readonly schemaVersion: number;
  bytes(): Promise<number>;
  /** Runs `work` on a connection whose commits are on the disk when they return, power failure or not. */
  durably(work: (db: Kysely<Schema>) => Promise<void>): Promise<void>;
  /** The HistoryError of what the database threw while doing `what`. */
  fault(what: string, error: unknown): Error;
}
