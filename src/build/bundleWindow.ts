import { join } from 'node:path';
import { build } from 'esbuild';
import { guardModules } from './guardModules.ts';

/** What the window must never load: it asks the engine instead, so that the extension activates in milliseconds. */
const forbidden = [
  /node_modules\/(zod|ccxt|kysely|jsonc-parser|big\.js)\//,
  /^src\/(engine|connectors|storage|config|process|cli)\//,
];

export async function bundleWindow(root: string, dist: string): Promise<void> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['src/vscode/extension.ts'],
    outfile: join(dist, 'window.cjs'),
    bundle: true,
    // The rooms' tsconfigs map foreign packages to nothing: that is for the type checker only.
    tsconfigRaw: {},
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode'],
    minify: true,
    keepNames: false,
    metafile: true,
    legalComments: 'none',
  });
  guardModules('the window', Object.keys(result.metafile.inputs), forbidden);
}
