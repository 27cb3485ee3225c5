import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** `npm run package`: dist/quantfolio.vsix, offline, from what build.ts made. */
const root = join(import.meta.dirname, '..', '..');
await import('./build.ts');
const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
const { stdout } = await promisify(execFile)(
  process.execPath,
  [vsce, 'package', '--no-dependencies', '--no-rewrite-relative-links', '--out', join(root, 'dist', 'quantfolio.vsix')],
  { cwd: root },
);
console.log(stdout.trim());
