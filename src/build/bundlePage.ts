import { build } from 'esbuild';
import { guardModules } from './guardModules.ts';

/** The page shows; values of core (beyond the formats) belong to the engine. */
const forbidden = [
  /node_modules\/(zod|ccxt|kysely|jsonc-parser|big\.js)\//,
  /^src\/(core|engine|connectors|storage|config|process|cli|vscode)\//,
];

export async function bundlePage(root: string, dist: string): Promise<readonly string[]> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'webview/main.tsx', out: 'page' },
      { in: 'webview/page.css', out: 'page' },
    ],
    outdir: dist,
    bundle: true,
    // The rooms' tsconfigs map foreign packages to nothing: that is for the type checker only.
    tsconfigRaw: {},
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    metafile: true,
    legalComments: 'none',
  });
  const modules = Object.keys(result.metafile.inputs);
  guardModules('the page', modules, forbidden);
  return modules;
}
