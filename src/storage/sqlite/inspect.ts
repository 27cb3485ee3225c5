import { access, rm, stat } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { retryBusy } from './retryBusy.ts';
import { faultOf } from './sqliteFault.ts';

/** A thorough check reads the whole file, so above this size only the structure is looked at. */
const thoroughBytes = 64 * 1024 * 1024;

/** What is at `path`, looked at without writing: a newer version's database must stay untouched. */
export async function inspect(
  Database: typeof DatabaseSync,
  path: string,
  known: readonly string[],
): Promise<'absent' | 'good' | 'newer' | 'corrupt'> {
  const size = await stat(path).then(
    (file) => (file.isFile() ? file.size : null),
    () => null,
  );
  if (size === null || size === 0) return 'absent';
  const suspect = suspectMark(path);
  const suspected = await access(suspect).then(
    () => true,
    () => false,
  );
  return retryBusy(async () => {
    let database: DatabaseSync | undefined;
    try {
      database = new Database(path, { readOnly: true });
      database.exec('pragma busy_timeout = 250');
      const table = database.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get();
      const applied = table === undefined ? [] : database.prepare('select name from kysely_migration').all();
      if (applied.some((row) => !known.includes(String(row['name'])))) return 'newer';
      if (size > thoroughBytes && !suspected) return 'good';
      const check = database.prepare('pragma quick_check(1)').get();
      if (check?.['quick_check'] !== 'ok') return 'corrupt';
      await rm(suspect, { force: true });
      return 'good';
    } catch (error) {
      if (faultOf(error) === 'corrupt') return 'corrupt';
      throw error;
    } finally {
      database?.close();
    }
  });
}

/** Lies beside a database that was found damaged while it was used: the next start reads all of it, however large. */
export function suspectMark(path: string): string {
  return `${path}.suspect`;
}
