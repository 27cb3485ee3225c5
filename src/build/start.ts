import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installVsCodeServer } from './vscodeServer/install.ts';
import { mintKeys } from './vscodeServer/mintKeys.ts';
import { startServer } from './vscodeServer/startServer.ts';

/**
 * `npm start [folder]`: a real VS Code with this extension on the demo workspace. Desktop VS Code where `code` is on PATH,
 * else VS Code's own server in the browser. Live: after `npm run build`, "Developer: Reload Window" picks the change up.
 */
const root = join(import.meta.dirname, '..', '..');
const say = (line: string) => console.log(line);

say('Building …');
await import('./build.ts');
const folder = process.argv[2] ?? (await demoWorkspace());

const hasCode = await promisify(execFile)('code', ['--version'], { shell: process.platform === 'win32' }).then(
  () => true,
  () => false,
);
if (hasCode && process.env['QUANTFOLIO_BROWSER'] === undefined) {
  say(`Opening VS Code on ${folder}`);
  spawn('code', ['--new-window', `--extensionDevelopmentPath=${root}`, folder], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
} else {
  await inBrowser();
}

/** A copy in the user's cache, so that trying things changes nothing in the repository. */
async function demoWorkspace(): Promise<string> {
  const target = join(cache(), 'demo');
  await mkdir(target, { recursive: true });
  await cp(join(root, 'media', 'demo'), target, { recursive: true, force: false });
  return target;
}

function cache(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'quantfolio');
}

async function inBrowser(): Promise<void> {
  const server = await installVsCodeServer(say);
  const data = join(cache(), 'start');
  const extensions = join(data, 'extensions');
  const { name, publisher, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await rm(extensions, { recursive: true, force: true });
  await mkdir(extensions, { recursive: true });
  await symlink(root, join(extensions, `${publisher}.${name}-${version}`), 'junction');
  const settings = join(data, 'data', 'User', 'settings.json');
  await mkdir(join(settings, '..'), { recursive: true });
  await writeFile(
    settings,
    JSON.stringify({
      'workbench.secondarySideBar.defaultVisibility': 'hidden',
      'workbench.startupEditor': 'readme',
    }),
    {
      flag: 'wx',
    },
  ).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const token = randomBytes(16).toString('hex');
  const running = await startServer({
    server,
    dataDir: data,
    extensionsDir: extensions,
    token,
    // The demo is our own; any other folder opens as it would for a user, in Restricted Mode until it is trusted.
    trustAll: process.argv[2] === undefined,
    smokeTest: false,
  });
  const front = await mintKeys(running.port, Number(process.env['PORT'] ?? 8137), join(data, 'secret-storage.key'));
  say(
    `\nOpen Quantfolio's VS Code in a browser:\n\n  http://127.0.0.1:${front.port}/?folder=${encodeURI(folder)}&tkn=${token}\n`,
  );
  say('Ctrl+C ends it. After `npm run build`, run "Developer: Reload Window" there to see a change.');
  const end = async () => {
    await front.close();
    await running.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end());
}
