import { mkdir, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Kysely, Migrator, sql } from 'kysely';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { Log } from '../../core/ports.ts';
import { history, type StoredHistory } from '../history.ts';
import { HistoryError } from '../historyError.ts';
import { migrations } from '../migrations.ts';
import type { Schema } from '../schema.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { inspect, suspectMark } from './inspect.ts';
import { retryBusy } from './retryBusy.ts';
import { setAside } from './setAside.ts';
import { faultOf, faultWords } from './sqliteFault.ts';

/** Blocks the thread while it waits, so it is short; `retryBusy` waits longer without blocking. */
const busyTimeoutMs = 250;
/**
 * File systems where write-ahead logging shares no memory between machines: NFS, SMB, CIFS, SMB2 (Linux statfs). 9p is not
 * one of them: containers have it as the drive of one machine.
 */
const networkDrives = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42]);

/**
 * Opens the history at `path` on the SQLite inside Node, making it and its folder where there is none. A damaged file is
 * set aside as `<path>.corrupt-<time>`, said in the log and in the note `setAside` of the new history. Fails in words
 * (`unavailable`, or `refused` for a newer version and network drives) and then touches nothing.
 * Nothing else in this process may open the file: closing any descriptor of it drops SQLite's locks (POSIX).
 */
export async function openSqlite(path: string, log: Log): Promise<Reading<StoredHistory>> {
  let DatabaseSync: typeof import('node:sqlite').DatabaseSync;
  try {
    ({ DatabaseSync } = await import('node:sqlite'));
  } catch {
    return failed(
      'unavailable',
      `this Node (${process.version}) has no SQLite inside, so no history is kept; Node 22.13 or newer has it`,
    );
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    const drive = await statfs(dirname(path));
    if ((process.platform === 'linux' && networkDrives.has(drive.type)) || /^\\\\[^?.]/.test(path)) {
      return failed('refused', `the history cannot be kept at ${path}: a network drive loses data; use a local folder`);
    }
    const known = Object.keys(migrations({ withoutRowid: true }));
    const state = await inspect(DatabaseSync, path, known);
    if (state === 'newer') {
      return failed(
        'refused',
        `the history at ${path} was written by a newer version of Quantfolio; update Quantfolio, or use another folder`,
      );
    }
    const aside = state === 'corrupt' ? await setAside(DatabaseSync, path, known) : null;
    const database = new DatabaseSync(path);
    const opened = await prepare(database, path);
    if (opened.ok && aside !== null) {
      log.warn(`The history at ${path} was damaged. It was set aside as ${aside}, and a new one was begun.`);
      await opened.value.saveNote('setAside', aside);
    }
    return opened;
  } catch (error) {
    return failed('unavailable', faultWords(path, error));
  }
}

async function prepare(database: DatabaseSync, path: string): Promise<Reading<StoredHistory>> {
  try {
    database.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
    const mode = await retryBusy(async () => database.prepare('pragma journal_mode = wal').get());
    if (mode?.['journal_mode'] !== 'wal') {
      database.close();
      return failed(
        'refused',
        `the history cannot be kept at ${path}: this drive does not allow write-ahead logging; use a local folder`,
      );
    }
    // Every commit survives a killed process. Waiting for the disk at each blocks the thread for 10 to 50 ms, so only what
    // cannot be rebuilt or fetched again does: see `durably`.
    database.exec('pragma synchronous = normal; pragma foreign_keys = on');
    const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(database) });
    const all = migrations({ withoutRowid: true });
    const migrator = new Migrator({ db, provider: { getMigrations: async () => all } });
    await retryBusy(async () => {
      const { error } = await migrator.migrateToLatest();
      if (error !== undefined) throw error;
    });
    const schemaVersion = Object.keys(all).length;
    return ok(
      history({
        db,
        path,
        schemaVersion,
        durably: (work) =>
          db.connection().execute(async (own) => {
            // The disk keeps a write-ahead log in order: what was committed before is safe with it.
            await sql`pragma synchronous = full`.execute(own);
            try {
              return await work(own);
            } finally {
              await sql`pragma synchronous = normal`.execute(own);
            }
          }),
        // BEGIN IMMEDIATE was the turn already.
        enter: async () => {},
        now: async () => Date.now(),
        isReadOnly: (error) => faultOf(error) === 'readOnly',
        retry: (run) => run(),
        bytes: async () => (await sizeOf(path)) + (await sizeOf(`${path}-wal`)),
        fault: (what, error) => {
          if (faultOf(error) === 'corrupt') void writeFile(suspectMark(path), '').catch(() => {});
          return new HistoryError(`${faultWords(path, error)} (${what})`, { cause: error });
        },
      }),
    );
  } catch (error) {
    database.close();
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
