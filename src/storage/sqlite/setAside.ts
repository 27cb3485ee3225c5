import { mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect, suspectMark } from './inspect.ts';

/** A process that died while setting aside leaves its mark behind; after this it counts for nothing. */
const staleMs = 10_000;

/**
 * Renames a damaged database and its log. Two processes may find the damage at once: only one may rename, or the second
 * would set the new database aside. Returns the new name, or null where another process was first.
 */
export async function setAside(
  Database: typeof DatabaseSync,
  path: string,
  known: readonly string[],
): Promise<string | null> {
  const mark = `${path}.setting-aside`;
  await hold(mark);
  try {
    if ((await inspect(Database, path, known)) !== 'corrupt') return null;
    const aside = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
    await rename(path, aside);
    for (const part of ['-wal', '-shm']) await rename(path + part, aside + part).catch(absent);
    await rm(suspectMark(path), { force: true });
    return aside;
  } finally {
    await rmdir(mark).catch(absent);
  }
}

async function hold(mark: string): Promise<void> {
  for (;;) {
    try {
      await mkdir(mark);
      return;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const made = await stat(mark).then(
        (entry) => entry.mtimeMs,
        () => Date.now(),
      );
      if (Date.now() - made > staleMs) await rm(mark, { recursive: true, force: true });
      await wait(20);
    }
  }
}

function absent(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
