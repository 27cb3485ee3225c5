#!/usr/bin/env node
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installVsCodeServer } from '../../src/build/vscodeServer/install.ts';
import { startServer } from '../../src/build/vscodeServer/startServer.ts';
import { launchBrowser } from './browser.ts';

/**
 * Stands where @vscode/test-electron expects a VS Code executable: reads its arguments, runs the extension tests in VS
 * Code's own server with the window in a headless browser, and exits with the suite's code.
 */
const options = new Map<string, string>();
const folders: string[] = [];
for (const argument of process.argv.slice(2)) {
  const [name = '', ...value] = argument.split('=');
  if (name.startsWith('--')) options.set(name.slice(2), value.join('='));
  else folders.push(argument);
}
const folder = folders.at(-1) ?? '';
const work = await mkdtemp(join(tmpdir(), 'quantfolio-host-'));
await mkdir(join(work, 'extensions'));
const server = await startServer({
  server: await installVsCodeServer(console.log),
  dataDir: null,
  extensionsDir: join(work, 'extensions'),
  token: null,
  trustAll: true,
  smokeTest: true,
  environment: {},
});
const browser = await launchBrowser();
let code = 1;
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.route('**/mint-key', (route) => route.fulfill({ body: Buffer.alloc(32, 7) }));
  const finished = new Promise<number>((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', (exit: number) => resolve(exit)).catch(reject);
    setTimeout(() => reject(new Error('the suite inside VS Code did not end within 180 s')), 180_000).unref();
  });
  const remote = `vscode-remote://127.0.0.1:${server.port}`;
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', `${remote}${options.get('extensionDevelopmentPath')}`],
    ['extensionTestsPath', `${remote}${options.get('extensionTestsPath')}`],
    ['skipWelcome', 'true'],
  ]);
  await page.goto(
    `http://127.0.0.1:${server.port}/?folder=${encodeURI(folder)}&payload=${encodeURIComponent(payload)}`,
  );
  code = await finished;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  await browser.close();
  await server.close();
  await rm(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
process.exit(code);
