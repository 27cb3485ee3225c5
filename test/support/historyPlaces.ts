import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reading } from '../../src/core/model/reading.ts';
import type { Log } from '../../src/core/ports.ts';
import type { StoredHistory } from '../../src/storage/history.ts';
import { openPostgres } from '../../src/storage/postgres/openPostgres.ts';
import { openSqlite } from '../../src/storage/sqlite/openSqlite.ts';
import { startPostgres } from './postgres.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

export interface HistoryPlace {
  /** A file, or a PostgreSQL's URL: what a process of a test is given. */
  readonly at: string;
  open(): Promise<Reading<StoredHistory>>;
  remove(): Promise<void>;
}

/** The history at a place as `HistoryPlace.at` names it. */
export function openHistoryAt(at: string): Promise<Reading<StoredHistory>> {
  return at.startsWith('postgresql:') ? openPostgres(at, quiet, 'Main book') : openSqlite(at, quiet);
}

/** Every database that keeps a history: a place of its own for each test, opened as often as wanted. */
export const historyPlaces: readonly {
  readonly name: string;
  /** null: the database is absent here. */
  place(): Promise<HistoryPlace | null>;
}[] = [
  {
    name: 'SQLite inside Node',
    place: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'quantfolio-history-'));
      const at = join(folder, 'history.db');
      return { at, open: () => openHistoryAt(at), remove: () => rm(folder, { recursive: true, force: true }) };
    },
  },
  {
    name: 'PostgreSQL',
    place: async () => {
      const server = await startPostgres();
      if (server === null) return null;
      const { url, drop } = await server.database();
      return { at: url, open: () => openHistoryAt(url), remove: drop };
    },
  },
];
