import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleEngine } from './bundleEngine.ts';
import { bundlePage } from './bundlePage.ts';
import { bundleWindow } from './bundleWindow.ts';
import { licences } from './licences.ts';

/** `node src/build/build.ts`: everything the extension and the CLI run, into dist/. */
const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const modules = await Promise.all([bundleWindow(root, dist), bundlePage(root, dist), bundleEngine(root, dist)]);
await writeFile(join(dist, 'third-party-licences.txt'), await licences(root, modules.flat()));
await cp(join(root, 'src', 'cli', 'quantfolio.js'), join(dist, 'quantfolio.js'));
await chmod(join(dist, 'quantfolio.js'), 0o755);
