import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { guardModules } from './guardModules.ts';

/** What the window must never load: it asks the engine instead, so that the extension activates in milliseconds. */
const forbidden = [
  /node_modules\/(zod|ccxt|kysely|jsonc-parser|big\.js)\//,
  /^src\/(engine|connectors|storage|config|process|cli)\//,
];

export async function bundleWindow(root: string, dist: string): Promise<readonly string[]> {
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
    plugins: [plainApi(root)],
    minify: true,
    keepNames: false,
    metafile: true,
    legalComments: 'none',
  });
  const modules = Object.keys(result.metafile.inputs);
  guardModules('the window', modules, forbidden);
  return modules;
}

/**
 * `vscode` as an ES module of the names the room uses. Left as it is, every importing file would get a copy of the whole
 * API, property by property: 20 ms of the activation.
 */
function plainApi(root: string): Plugin {
  return {
    name: 'plain-vscode',
    setup(bundler) {
      bundler.onResolve({ filter: /^vscode$/ }, ({ kind }) =>
        kind === 'require-call' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'plain-vscode' },
      );
      bundler.onLoad({ filter: /.*/, namespace: 'plain-vscode' }, async () => {
        const names = new Set<string>();
        for await (const file of glob('src/vscode/**/*.ts', { cwd: root }))
          for (const [, name = ''] of (await readFile(join(root, file), 'utf8')).matchAll(/\bvscode\.(\w+)/g))
            names.add(name);
        const lines = [...names].sort().map((name) => `export const ${name} = api.${name};`);
        return { contents: ["const api = require('vscode');", ...lines].join('\n'), loader: 'js' };
      });
    },
  };
}
