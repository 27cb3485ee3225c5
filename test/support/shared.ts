import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The data that tests share, beside the project: `../shared/data` from the root of the repository. */
const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** Text of a file of it, or null where the data is absent (a clone elsewhere): tests then say so and are skipped. */
export function sharedText(path: string): string | null {
  const file = join(folder, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** Said once by every suite that has to skip. */
export const sharedAbsent = `the shared test data (${folder}) is absent, so its tests are skipped`;
