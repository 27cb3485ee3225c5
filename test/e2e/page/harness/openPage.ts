import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { HostMessage } from '../../../../src/protocol/page.ts';
import { launchBrowser } from '../../../support/browser.ts';
import { at } from './book.ts';
import { FakeHost } from './fakeHost.ts';
import { type ThemeName, themes } from './themes.ts';

const root = join(import.meta.dirname, '../../../..');
const nonce = 'quantfolioTest';

/** As the extension's own policy: nothing but the page's script and style. */
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'`;

export interface Bench {
  open(options?: OpenOptions): Promise<Opened>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly host?: FakeHost;
  readonly savedState?: unknown;
  /** `fixed`: time stands at the book's, timers run. `manual`: nothing passes but by `page.clock`. `real`: the machine's. */
  readonly clock?: 'fixed' | 'manual' | 'real';
}

export interface Opened {
  readonly page: Page;
  readonly host: FakeHost;
  /** Everything that went wrong inside: exceptions, console errors, violations of the policy. */
  readonly errors: readonly string[];
  send(message: HostMessage): Promise<void>;
  setTheme(theme: ThemeName): Promise<void>;
}

/** Builds the page as it is shipped, serves it on loopback, and opens it in Chromium with a host that it can ask. */
export async function startBench(): Promise<Bench> {
  const script = await bundle('webview/main.tsx');
  const style = await bundle('webview/page.css');
  const server = createServer((request, response) => {
    const files: Readonly<Record<string, readonly [string, string]>> = {
      '/favicon.ico': ['image/x-icon', ''],
      '/': ['text/html', html],
      '/page.js': ['text/javascript', script],
      '/page.css': ['text/css', style],
    };
    const file = files[request.url ?? ''];
    response.writeHead(file ? 200 : 404, {
      'content-type': `${file?.[0] ?? 'text/plain'}; charset=utf-8`,
      'content-security-policy': policy,
    });
    response.end(file?.[1] ?? '');
  });
  const port = await listen(server);
  const browser = await launchBrowser();
  return {
    open: (options = {}) => open(browser, `http://127.0.0.1:${port}/`, options),
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Quantfolio</title>
<link rel="stylesheet" href="/page.css" nonce="${nonce}"></head>
<body><script nonce="${nonce}">window.applyTheme()</script><script nonce="${nonce}" src="/page.js"></script></body></html>`;

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    minify: true,
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    write: false,
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address === 'string' || address === null) throw new Error('the server has no port');
  return address.port;
}

async function open(browser: Browser, url: string, options: OpenOptions): Promise<Opened> {
  const host = options.host ?? new FakeHost();
  const theme = themes[options.theme ?? 'dark'];
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1250, height: options.height ?? 950 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  // The book is of one day; timers still run.
  if (options.clock === 'manual') await page.clock.install({ time: at + 4_000 });
  else if (options.clock !== 'real') await page.clock.setFixedTime(at + 4_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.exposeFunction(
    'hostRequest', // As text: the browser driver takes seconds for big trees.
    async (message: unknown) => JSON.stringify(await host.answer(message)),
  );
  await page.addInitScript(
    ([first, saved]) => {
      const world = globalThis as unknown as Record<string, unknown> & Window;
      world['applyTheme'] = (next = first) => {
        document.documentElement.removeAttribute('style');
        for (const [name, value] of Object.entries(next.variables))
          document.documentElement.style.setProperty(name, value);
        document.body.className = next.bodyClass;
        document.body.dataset['vscodeThemeId'] = next.id;
      };
      if (saved !== undefined && sessionStorage.getItem('state') === null)
        sessionStorage.setItem('state', JSON.stringify(saved));
      let taken = false;
      world['acquireVsCodeApi'] = () => {
        if (taken) throw new Error('acquireVsCodeApi may be called once');
        taken = true;
        const ask = world['hostRequest'] as (message: unknown) => Promise<string>;
        return {
          postMessage: (message: unknown) =>
            void ask(message).then((answer) => answer !== 'null' && window.postMessage(JSON.parse(answer), '*')),
          getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
          setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
        };
      };
    },
    [theme, options.savedState] as const,
  );
  await page.goto(url);
  return {
    page,
    host,
    errors,
    send: (message) => page.evaluate((data) => window.postMessage(data, '*'), message),
    setTheme: (name) =>
      page.evaluate(
        (next) => (globalThis as unknown as { applyTheme(theme: unknown): void }).applyTheme(next),
        themes[name],
      ),
  };
}

/** Waits for something to become true on this side; the test's own time-out ends it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
