import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Engine and CLI share chunks; every exchange is a chunk of its own that loads when a configuration names it. The one file
 * that imports ccxt is replaced by a table of lazy imports: esbuild's splitting breaks ccxt's REST, and loading all of
 * ccxt costs 350 ms and 80 MB.
 */
export async function bundleEngine(root: string, dist: string): Promise<readonly string[]> {
  const facade = join(root, 'src', 'connectors', 'exchange', 'ccxt.ts');
  const ccxt = join(root, 'node_modules', 'ccxt', 'js', 'src');
  const bundle = await rolldown({
    cwd: root,
    input: { main: 'src/process/main.ts', cli: 'src/cli/main.ts' },
    platform: 'node',
    // The rooms' tsconfigs map foreign packages to nothing: that is for the type checker only.
    tsconfig: false,
    resolve: { mainFields: ['module', 'main'] },
    external: ['protobufjs', /^protobufjs\//],
    plugins: [
      {
        name: 'lazy-exchanges',
        load: {
          filter: { id: facade },
          handler: async () => ({ code: await lazyFacade(ccxt), moduleType: 'js' }),
        },
      },
      {
        // Proxies go through undici only where a user sets one; the platform's fetch serves everything else.
        name: 'no-undici',
        resolveId: { filter: { id: /^undici$/ }, handler: () => ({ id: '\0undici', moduleSideEffects: false }) },
        load: { filter: { id: /^\0undici$/ }, handler: () => 'export {};' },
      },
    ],
  });
  const { output } = await bundle.write({
    dir: join(dist, 'engine'),
    format: 'cjs',
    minify: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  });
  await bundle.close();
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
}

async function lazyFacade(ccxt: string): Promise<string> {
  const ids = (await names(ccxt)).filter((id) => id !== 'ccxt');
  const pro = new Set(await names(join(ccxt, 'pro')));
  const loaders = ids.map((id) => {
    const file = join(ccxt, ...(pro.has(id) ? ['pro'] : []), `${id}.js`);
    return `${JSON.stringify(id)}: () => import(${JSON.stringify(file)}),`;
  });
  return `const loaders = {\n${loaders.join('\n')}\n};
export async function exchangeIds() {
  return Object.keys(loaders);
}
export async function loadExchangeClass(id) {
  if (!Object.hasOwn(loaders, id)) throw new Error('ccxt has no exchange "' + id + '"');
  return (await loaders[id]()).default;
}
`;
}

async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder))
    .filter((file) => file.endsWith('.js'))
    .map((file) => file.slice(0, -3))
    .sort();
}
