import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchRow } from './benchRow.ts';

const root = join(import.meta.dirname, '..', '..');

/** Size of the .vsix with every exchange. */
export async function run(): Promise<readonly BenchRow[]> {
  await promisify(execFile)(process.execPath, [join(root, 'src', 'build', 'package.ts')], { cwd: root });
  const { size } = await stat(join(root, 'dist', 'quantfolio.vsix'));
  const value = size / 1e6;
  return [
    { name: '.vsix with every exchange', value, unit: 'MB', reference: null, aim: '≤ 2.5 MB', met: value <= 2.5 },
  ];
}
