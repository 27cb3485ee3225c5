import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CodeWindow, openWindow } from '../support/vscodeWindow.ts';
import { type BenchRow, median } from './benchRow.ts';

const root = join(import.meta.dirname, '..', '..');
const rounds = 5;

/** A webview with one line of text: what VS Code itself needs to show a page. */
const bare = `
const vscode = require('vscode');
exports.activate = (context) => {
  context.subscriptions.push(vscode.commands.registerCommand('bench.page', () => {
    const panel = vscode.window.createWebviewPanel('bench.page', 'Bare', vscode.ViewColumn.One, { enableScripts: true });
    panel.webview.html = '<!doctype html><html><body><p>bare</p><script>performance.mark("first-paint")</script></body></html>';
  }));
};`;

/** From the command to the first content of the panel, in a real VS Code, beside a bare webview. */
export async function run(): Promise<readonly BenchRow[]> {
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-'));
  const extension = join(work, 'bare');
  const folder = join(work, 'demo');
  await mkdir(extension);
  await writeFile(join(extension, 'main.cjs'), bare);
  await writeFile(
    join(extension, 'package.json'),
    JSON.stringify({
      name: 'bare',
      publisher: 'bench',
      version: '0.0.1',
      engines: { vscode: '^1.102.0' },
      main: './main.cjs',
      activationEvents: ['onStartupFinished'],
      contributes: { commands: [{ command: 'bench.page', title: 'Bench: Bare Page' }] },
    }),
  );
  await cp(join(root, 'media', 'demo'), folder, { recursive: true });
  const window = await openWindow({
    vsix: join(root, 'dist', 'quantfolio.vsix'),
    extensions: { 'bench.bare-0.0.1': extension },
  });
  try {
    await window.open(folder);
    await window.statusBar().filter({ hasText: '$' }).waitFor({ timeout: 60_000 });
    await sleep(5000);
    const own: number[] = [];
    const base: number[] = [];
    for (let i = 0; i < rounds; i++) {
      base.push(await paint(window, 'Bench: Bare Page', 'first-paint'));
      own.push(await paint(window, 'Quantfolio: Open Portfolio Panel', 'quantfolio:first-paint'));
    }
    const value = median(own);
    const reference = median(base);
    return [
      {
        name: 'panel: from the command to its first content',
        value,
        unit: 'ms',
        reference: { name: 'a webview with one line of text', value: reference },
        aim: 'within 250 ms of it',
        met: value <= reference + 250,
      },
    ];
  } finally {
    await window.close();
    await rm(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function paint(window: CodeWindow, title: string, mark: string): Promise<number> {
  const started = await window.command(title);
  const body = window.panel().locator('body');
  await body.waitFor({ timeout: 30_000 });
  const at = await body.evaluate(async (_, name) => {
    for (;;) {
      const entry = performance.getEntriesByName(name)[0];
      if (entry !== undefined) return performance.timeOrigin + entry.startTime;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, mark);
  await window.command('View: Close All Editors');
  await sleep(500);
  return at - started;
}
