import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;

/** Not needed to run, half of the size. */
const trimmed = [
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@vscode/windows-process-tree',
  'node_modules/@vscode/windows-registry',
  'node_modules/@vscode/sandbox-runtime',
  'node_modules/@vscode/sqlite3',
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
];

/** Native modules of VS Code that are replaced. */
const standIns = ['spdlog', 'native-watchdog'];

/**
 * Installs a real VS Code server from the npm registry into the user's cache, once, and answers its folder. Nothing native
 * is built: two native modules get stand-ins (standIns/), without which VS Code writes no log and no Output channel.
 */
export async function installVsCodeServer(say: (line: string) => void): Promise<string> {
  const hash = createHash('sha256').update(trimmed.join());
  for (const file of ['package-lock.json', ...standIns.map((name) => `standIns/${name}.cjs`)])
    hash.update(await readFile(join(here, file)));
  const stamp = hash.digest('hex').slice(0, 12);
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const home = join(cache, 'quantfolio', `vscode-${stamp}`);
  const server = join(home, 'node_modules', 'code-server', 'lib', 'vscode');
  const done = join(home, 'installed');
  if (
    await readFile(done).then(
      () => true,
      () => false,
    )
  )
    return server;

  say('Installing VS Code from npm into the cache (once, about 20 s) …');
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) await cp(join(here, file), join(home, file));
  await npm(home, ['ci', '--ignore-scripts']);
  await npm(server, ['install', '--omit=dev', '--ignore-scripts']);
  await npm(join(server, 'extensions'), ['ci', '--omit=dev', '--ignore-scripts']);
  for (const path of trimmed) await rm(join(server, path), { recursive: true, force: true });
  for (const name of standIns)
    await cp(join(here, 'standIns', `${name}.cjs`), join(server, 'node_modules', '@vscode', name, 'index.js'));
  await writeFile(done, stamp);
  return server;
}

async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_/i.test(key)));
  environment['PATH'] = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
  await run('npm', [...args, '--no-audit', '--no-fund'], {
    cwd,
    env: environment,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
}
