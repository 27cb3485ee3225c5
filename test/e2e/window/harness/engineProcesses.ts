import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CodeWindow } from '../../../support/vscodeWindow.ts';

/** Process ids of the engines that this window's extension started, found by the bundle they run (Linux only). */
export async function engineProcesses(window: CodeWindow): Promise<readonly number[]> {
  const installed = join(dirname(window.dataDir), 'extensions');
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // A process may end between the two looks.
    const command = await readFile(join('/proc', entry, 'cmdline'), 'utf8').catch(() => '');
    if (command.includes(installed) && command.includes(join('dist', 'engine', 'main.cjs'))) found.push(Number(entry));
  }
  return found;
}
