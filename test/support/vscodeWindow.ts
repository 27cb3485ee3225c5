import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { installVsCodeServer } from '../../src/build/vscodeServer/install.ts';
import { type RunningServer, startServer } from '../../src/build/vscodeServer/startServer.ts';
import { launchBrowser } from './browser.ts';

export interface WindowOptions {
  /** Absolute path of the .vsix to install. */
  readonly vsix: string;
  /** false: folders open in Restricted Mode. */
  readonly trustAll?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Of the machine that VS Code's server runs on: where settings of scope `machine` are in a browser. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Further extensions by name: their folders are linked in. */
  readonly extensions?: Readonly<Record<string, string>>;
}

/** A real VS Code with the packaged extension, its window in a headless browser. */
export interface CodeWindow {
  readonly page: Page;
  readonly dataDir: string;
  /** Opens a folder, or a `.code-workspace` file. */
  open(path: string): Promise<void>;
  /** Runs a command by its title, through the palette; answers when Enter was pressed, epoch ms. */
  command(title: string): Promise<number>;
  rows(): Locator;
  statusBar(): Locator;
  panel(): FrameLocator;
  close(): Promise<void>;
}

export async function openWindow(options: WindowOptions): Promise<CodeWindow> {
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-window-'));
  const extensionsDir = join(work, 'extensions');
  const dataDir = join(work, 'data');
  await mkdir(extensionsDir, { recursive: true });
  await mkdir(join(dataDir, 'data', 'User'), { recursive: true });
  await writeFile(
    join(dataDir, 'data', 'User', 'settings.json'),
    JSON.stringify({
      'workbench.secondarySideBar.defaultVisibility': 'hidden',
      'workbench.startupEditor': 'none',
      'workbench.tips.enabled': false,
      ...options.settings,
    }),
  );
  if (options.machineSettings !== undefined) {
    await mkdir(join(dataDir, 'data', 'Machine'), { recursive: true });
    await writeFile(join(dataDir, 'data', 'Machine', 'settings.json'), JSON.stringify(options.machineSettings));
  }
  const installed = await installVsCodeServer(console.log);
  await promisify(execFile)(process.execPath, [
    join(installed, 'out', 'server-main.js'),
    ...['--extensions-dir', extensionsDir, '--server-data-dir', dataDir],
    ...['--install-extension', options.vsix, '--force'],
  ]);
  for (const [name, folder] of Object.entries(options.extensions ?? {}))
    await symlink(folder, join(extensionsDir, name), 'junction');
  // The list that the installation wrote knows nothing of linked folders; without it VS Code looks for itself.
  if (options.extensions !== undefined) await rm(join(extensionsDir, 'extensions.json'), { force: true });
  let server: RunningServer | null = null;
  let browser: Browser | null = null;
  const close = async () => {
    await browser?.close();
    await server?.close();
    await rm(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    server = await startServer({
      server: installed,
      dataDir,
      extensionsDir,
      token: null,
      trustAll: options.trustAll ?? true,
      smokeTest: false,
      ...(options.environment === undefined ? {} : { environment: options.environment }),
    });
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.route('**/mint-key', (route) => route.fulfill({ body: Buffer.alloc(32, 7) }));
    const { port } = server;
    return {
      page,
      dataDir,
      close,
      open: async (path) => {
        const kind = path.endsWith('.code-workspace') ? 'workspace' : 'folder';
        await page.goto(`http://127.0.0.1:${port}/?${kind}=${encodeURI(path)}`);
        await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
      },
      command: async (title) => {
        const input = page.locator('.quick-input-widget input').first();
        for (let tries = 0; ; tries += 1) {
          await page.keyboard.press('F1');
          await input.waitFor();
          try {
            // A list that an earlier command is still closing takes the new one with it.
            await input.fill(`>${title}`, { timeout: 3000 });
            break;
          } catch (error) {
            if (tries === 3) throw error;
          }
        }
        await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
        const at = Date.now();
        await page.keyboard.press('Enter');
        return at;
      },
      rows: () => page.locator('.pane-body .monaco-list-row:visible'),
      statusBar: () => page.locator('.statusbar-item[id^="quantfolio.quantfolio"]'),
      panel: () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
