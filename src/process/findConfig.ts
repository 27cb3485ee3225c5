import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { limitLocations } from '../config/limitLocations.ts';
import { readConfig } from '../config/readConfig.ts';
import type { Config } from '../config/schema.ts';
import { exchangeList } from '../connectors/settings/exchangeList.ts';
import type { ConfigProblem, LimitLocation } from '../core/model/configText.ts';
import { failed, ok, type Reading } from '../core/model/reading.ts';

/** A configuration as found on disk. Its folder is the root that no path in it may leave. */
export interface FoundConfig {
  readonly folder: string;
  readonly configPath: string;
  readonly text: string;
  readonly config: Config | null;
  readonly problems: readonly ConfigProblem[];
  /** Where its limits stand. */
  readonly limits: readonly LimitLocation[];
}

const fileName = 'quantfolio.json';

/**
 * The configuration that `given` names (a file, or a folder that holds one), else the nearest quantfolio.json from `cwd`
 * upwards.
 */
export async function findConfig(given: string | null, cwd: string): Promise<Reading<FoundConfig>> {
  const path = given === null ? await nearest(cwd) : await named(resolve(cwd, given));
  if (!path.ok) return path;
  try {
    const configPath = await realpath(path.value);
    const text = await readFile(configPath, 'utf8');
    const { config, problems } = readConfig(text, { exchanges: exchangeList });
    return ok({ folder: dirname(configPath), configPath, text, config, problems, limits: limitLocations(text) });
  } catch (error) {
    return failed('config', `${path.value} cannot be read: ${codeOf(error)}`);
  }
}

async function named(path: string): Promise<Reading<string>> {
  const info = await stat(path).catch(() => null);
  if (info === null) return failed('config', `${path} does not exist`);
  if (info.isFile()) return ok(path);
  const inside = join(path, fileName);
  const found = await stat(inside).catch(() => null);
  return found?.isFile() === true ? ok(inside) : failed('config', `there is no ${fileName} in ${path}`);
}

async function nearest(cwd: string): Promise<Reading<string>> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, fileName);
    if ((await stat(path).catch(() => null))?.isFile() === true) return ok(path);
    if (folder === dirname(folder)) break;
  }
  return failed('config', `there is no ${fileName} in ${resolve(cwd)} or above; write one, or name it with --config`);
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code;
  if (code === 'EACCES' || code === 'EPERM') return 'no permission';
  return typeof code === 'string' ? code : 'it is not readable';
}
