import { stat } from 'node:fs/promises';
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
  return retryBusy(async () => {
    let database: DatabaseSync | undefined;
    try {
      database = new Database(path, { readOnly: true });
      database.exec('pragma busy_timeout = 250');
      const table = database.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get();
      const applied = table === undefined ? [] : database.prepare('select name from kysely_migration').all();
      if (applied.some((row) => !known.includes(String(row['name'])))) return 'newer';
      if (size > thoroughBytes) return 'good';
      const check = database.prepare('pragma quick_check(1)').get();
      return check?.['quick_check'] === 'ok' ? 'good' : 'corrupt';
    } catch (error) {
      if (faultOf(error) === 'corrupt') return 'corrupt';
      throw error;
    } finally {
      database?.close();
    }
  });
}
