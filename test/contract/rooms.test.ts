import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const output = join(root, 'test', '.output', 'rooms');

/** What each room must be refused, as lines of code; architecture.md's table turned into probes. */
const refused: Readonly<Record<string, readonly string[]>> = {
  'src/core': [
    pkg('vscode'),
    pkg('node:fs'),
    pkg('ccxt'),
    pkg('kysely'),
    pkg('jsonc-parser'),
    file('src/config/schema.ts'),
    file('src/engine/engine.ts'),
    file('src/protocol/page.ts'),
    'export const p = document;',
    'setTimeout(() => {}, 1);',
  ],
  'src/protocol': [
    pkg('vscode'),
    pkg('node:fs'),
    pkg('zod'),
    pkg('ccxt'),
    file('src/present/format.ts'),
    'setTimeout(() => {}, 1);',
  ],
  'src/present': [
    pkg('vscode'),
    pkg('node:fs'),
    pkg('zod'),
    pkg('ccxt'),
    file('src/engine/engine.ts'),
    'export const p = document;',
  ],
  'src/connectors/settings': [pkg('vscode'), pkg('node:fs'), pkg('ccxt'), file('src/engine/engine.ts')],
  'src/config': [
    pkg('vscode'),
    pkg('node:fs'),
    pkg('ccxt'),
    file('src/connectors/connector.ts'),
    file('src/engine/engine.ts'),
  ],
  'src/connectors': [
    pkg('vscode'),
    pkg('kysely'),
    file('src/engine/engine.ts'),
    file('src/present/format.ts'),
    file('src/storage/schema.ts'),
  ],
  'src/storage': [
    pkg('vscode'),
    pkg('ccxt'),
    pkg('zod'),
    file('src/engine/engine.ts'),
    file('src/connectors/connector.ts'),
  ],
  'src/engine': [
    pkg('vscode'),
    pkg('node:fs'),
    pkg('ccxt'),
    pkg('kysely'),
    file('src/connectors/connector.ts'),
    file('src/storage/schema.ts'),
    'setTimeout(() => {}, 1);',
  ],
  'src/process': [pkg('vscode'), file('webview/kit/host.ts')],
  'src/cli': [pkg('vscode'), pkg('ccxt'), pkg('zod'), pkg('kysely')],
  'src/vscode': [
    pkg('zod'),
    pkg('ccxt'),
    pkg('kysely'),
    pkg('jsonc-parser'),
    file('src/config/schema.ts'),
    file('src/engine/engine.ts'),
    file('src/connectors/connector.ts'),
    file('src/storage/schema.ts'),
  ],
  webview: [
    pkg('vscode'),
    pkg('node:fs'),
    pkg('zod'),
    pkg('ccxt'),
    file('src/config/schema.ts'),
    file('src/engine/engine.ts'),
  ],
};

function pkg(name: string): string {
  return `import * as p from '${name}';\nexport const used: typeof p.probe = p;`;
}

function file(path: string): string {
  return `export * from '@/${path}';`;
}

describe('the rooms of the house', () => {
  it('refuse what they must not import, as the compiler sees it', function () {
    this.timeout(120_000);
    rmSync(output, { recursive: true, force: true });
    const projects: string[] = [];
    for (const [room, probes] of Object.entries(refused)) {
      const folder = join(output, room.replaceAll('/', '-'));
      mkdirSync(folder, { recursive: true });
      probes.forEach((code, index) => {
        writeFileSync(join(folder, `probe${index}.ts`), `${code.replace('@/', `${relative(folder, root)}/`)}\n`);
      });
      const references = JSON.parse(readFileSync(join(root, room, 'tsconfig.json'), 'utf8')).references as {
        path: string;
      }[];
      const config = {
        extends: relative(folder, join(root, room, 'tsconfig.json')),
        compilerOptions: { rootDir: '.', outDir: './out', noUnusedLocals: false, noEmitOnError: true },
        include: ['./*.ts'],
        references: references.map(({ path }) => ({ path: relative(folder, join(root, room, path)) })),
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
      projects.push(folder);
    }
    const run = spawnSync(
      process.execPath,
      [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b', ...projects],
      {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    const passed: string[] = [];
    for (const [room, probes] of Object.entries(refused))
      probes.forEach((code, index) => {
        const name = join('test', '.output', 'rooms', room.replaceAll('/', '-'), `probe${index}.ts`);
        if (!run.stdout.includes(`${name}(`)) passed.push(`${room}: ${code}`);
      });
    assert.deepEqual(passed, [], 'these imports slipped through');
  });

  it('keep the CLI on process, present and core, which project references alone do not (they are transitive)', () => {
    const foreign: string[] = [];
    for (const path of sources(join(root, 'src', 'cli')))
      for (const [, room] of readFileSync(path, 'utf8').matchAll(/from '\.\.\/([a-z]+)\//g))
        if (!['process', 'present', 'core'].includes(room ?? '')) foreign.push(`${relative(root, path)}: ${room}`);
    assert.deepEqual(foreign, []);
  });

  it('keep every source file under 400 lines', () => {
    const long = [...sources(join(root, 'src')), ...sources(join(root, 'webview'))]
      .map((path) => ({ path: relative(root, path), lines: readFileSync(path, 'utf8').split('\n').length }))
      .filter(({ path, lines }) => lines > 400 && !path.endsWith('exchangeList.ts'));
    assert.deepEqual(long, []);
  });
});

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === '.types' || name === 'node_modules') continue;
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}
