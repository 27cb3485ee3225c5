import { open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import { textOf } from './textOf.ts';

/** A report of 100,000 deals is less than this; anything larger is another file by mistake. */
export const maxFileBytes = 64 * 1024 * 1024;

export interface FileText {
  readonly text: string;
  /** Epoch ms of the last modification. */
  readonly modifiedAt: number;
}

/**
 * Reads a text file of the workspace. The path resolves (through links) inside `folder`, or it is refused; only plain
 * files up to 64 MB. Reasons name the path as it is written in the configuration, never what is in the file.
 */
export async function readInside(folder: string, path: string): Promise<Reading<FileText>> {
  const real = await resolveInside(folder, path);
  if (!real.ok) return real;
  try {
    // A pipe would block when it is opened, so the kind is looked at first.
    if (!(await stat(real.value)).isFile()) return failed('config', `${path} is not a file`);
    const handle = await open(real.value, 'r');
    try {
      const { size, mtimeMs } = await handle.stat();
      if (size > maxFileBytes) return failed('config', `${path} is larger than 64 MB`);
      return ok({ text: textOf(await handle.readFile()), modifiedAt: Math.floor(mtimeMs) });
    } finally {
      await handle.close();
    }
  } catch (error) {
    return failed('unavailable', words(path, error));
  }
}

/** The real path of a path of the configuration; refused where it leaves the folder. */
export async function resolveInside(folder: string, path: string): Promise<Reading<string>> {
  try {
    const root = await realpath(folder);
    const real = await realpath(resolve(root, path));
    const within = relative(root, real);
    if (within === '..' || within.startsWith(`..${sep}`) || isAbsolute(within)) {
      return failed('refused', `${path} lies outside the workspace folder; put the file (not a link to it) inside`);
    }
    return ok(real);
  } catch (error) {
    return failed('unavailable', words(path, error));
  }
}

function words(path: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return `${path} does not exist in the workspace`;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read; change its permissions`;
  return `${path} could not be read (${code || 'unknown cause'})`;
}
