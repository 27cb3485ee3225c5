import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** An open database, whichever it is; everything above it is shared. */
export interface Store {
  readonly db: Kysely<Schema>;
  /** Where it is, for people. */
  readonly path: string;
  readonly schemaVersion: number;
  bytes(): Promise<number>;
  /** The HistoryError of what the database threw while doing `what`. */
  fault(what: string, error: unknown): Error;
}
