import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodeWindow, openWindow, type WindowOptions } from '../../../support/vscodeWindow.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const shots = join(root, 'test', '.output', 'screenshots');

export type Theme = 'dark' | 'light';

const themes: Readonly<Record<Theme, string>> = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

/** A window of its own on a folder of its own, both gone after close(). */
export interface OpenWorkspace {
  readonly window: CodeWindow;
  readonly folder: string;
  write(file: string, text: string): Promise<void>;
  /** Changes the colours as a user's settings would, and waits until they are there. */
  theme(name: Theme): Promise<void>;
  shoot(name: string): Promise<void>;
  /** The extension's own view container. */
  openViews(): Promise<void>;
  close(): Promise<void>;
}

export async function openWorkspace(options: {
  /** Folder to copy; or the files themselves. */
  readonly from?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly window?: Partial<WindowOptions>;
}): Promise<OpenWorkspace> {
  await mkdir(shots, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'quantfolio-book-'));
  const write = (file: string, text: string) => writeFile(join(folder, file), text);
  if (options.from !== undefined) await cp(join(root, options.from), folder, { recursive: true });
  for (const [file, text] of Object.entries(options.files ?? {})) await write(file, text);
  const window = await openWindow({
    vsix: join(root, 'dist', 'quantfolio.vsix'),
    ...options.window,
    settings: {
      'workbench.colorTheme': themes.dark,
      // The browser VS Code saves by itself after a second: tests save when they mean it.
      'files.autoSave': 'off',
      ...options.window?.settings,
    },
  });
  const { page } = window;
  const close = async () => {
    await window.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await window.open(folder);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    window,
    folder,
    write,
    close,
    async theme(name) {
      // The file of user settings is not watched in a browser's VS Code; a workspace's is.
      await mkdir(join(folder, '.vscode'), { recursive: true });
      await write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': themes[name] }));
      await page.locator(`.monaco-workbench.${name === 'dark' ? 'vs-dark' : 'vs'}`).waitFor();
    },
    shoot: async (name) => {
      await page.screenshot({ path: join(shots, `${name}.png`) });
    },
    openViews: () => page.locator('.activitybar a.action-label[aria-label^="Quantfolio"]').click(),
  };
}
