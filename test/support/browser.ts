import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const system: Readonly<Record<string, readonly string[]>> = {
  linux: [
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    return folder
      ? [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')]
      : [];
  }),
};

/** Path and arguments of a Chromium: QUANTFOLIO_TEST_BROWSER, the system's own, else the one that npm brought. */
export async function findBrowser(): Promise<{ readonly path: string; readonly args: readonly string[] }> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--disable-component-update',
    '--force-color-profile=srgb',
  ];
  const named = process.env['QUANTFOLIO_TEST_BROWSER'];
  if (named) return { path: named, args };
  const own = (system[process.platform] ?? []).find((path) => existsSync(path));
  if (own) return { path: own, args };
  const { default: packed } = await import('@sparticuz/chromium');
  // Its own arguments are for one page in one process, which ends with the first context that is closed.
  return { path: await packed.executablePath(), args };
}

/** A headless browser; close it. Throws where there is none: a test without its browser has not passed. */
export async function launchBrowser(): Promise<Browser> {
  const { path, args } = await findBrowser();
  return chromium.launch({ executablePath: path, args: [...args], headless: true });
}
