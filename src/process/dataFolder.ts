import { createHash } from 'node:crypto';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

/**
 * Where histories and caches live: QUANTFOLIO_DATA_DIR, else the platform's place for an application's data (XDG on Linux).
 */
export function dataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform = process.platform,
): string {
  const named = environment['QUANTFOLIO_DATA_DIR'];
  if (named) return named;
  const home = environment['HOME'] || homedir();
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'quantfolio');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'quantfolio');
  return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'quantfolio');
}

/**
 * Path of a workspace folder's database, named by its real path so that two ways to one folder share one history; a small
 * file beside it says whose it is.
 */
export async function historyPath(dataDir: string, folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => folder);
  const name = createHash('sha256').update(real).digest('hex').slice(0, 24);
  const place = join(dataDir, 'history');
  await mkdir(place, { recursive: true, mode: 0o700 });
  await writeFile(join(place, `${name}.json`), `${JSON.stringify({ folder: real, name: basename(real) })}\n`, {
    mode: 0o600,
  });
  return join(place, `${name}.sqlite`);
}
