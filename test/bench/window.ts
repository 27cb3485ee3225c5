import { execFile, fork } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openWindow } from '../support/vscodeWindow.ts';
import { type BenchRow, median } from './benchRow.ts';

const root = join(import.meta.dirname, '..', '..');
const product = 'quantfolio.quantfolio';
const empty = 'bench.empty';
const openings = 5;

/** An almost empty extension that also measures the longest stall of the extension host's event loop, second by second. */
const probe = `
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { writeFileSync } = require('node:fs');
exports.activate = () => {
  const file = process.env.QUANTFOLIO_BENCH_STALLS;
  if (!file) return;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const seconds = [];
  delay.enable();
  setInterval(() => {
    seconds.push([Date.now(), delay.max / 1e6]);
    delay.reset();
    writeFileSync(file, JSON.stringify(seconds));
  }, 1000);
};`;

/** Activation beside an almost empty extension and the built-in git extension, and stalls during the first refresh. */
export async function run(): Promise<readonly BenchRow[]> {
  await promisify(execFile)(process.execPath, [join(root, 'src', 'build', 'package.ts')], { cwd: root });
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-'));
  try {
    const extension = join(work, 'empty');
    await mkdir(extension);
    await writeFile(join(extension, 'main.cjs'), probe);
    await writeFile(
      join(extension, 'package.json'),
      JSON.stringify({
        name: 'empty',
        publisher: 'bench',
        version: '0.0.1',
        engines: { vscode: '^1.102.0' },
        main: './main.cjs',
        activationEvents: ['onStartupFinished'],
      }),
    );
    return [...(await activation(work, extension)), ...(await stall(work, extension))];
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function activation(work: string, extension: string): Promise<readonly BenchRow[]> {
  const folder = join(work, 'demo');
  await cp(join(root, 'media', 'demo'), folder, { recursive: true });
  const window = await openWindow({
    vsix: join(root, 'dist', 'quantfolio.vsix'),
    extensions: { [`${empty}-0.0.1`]: extension },
  });
  const seen: Record<string, number[]> = { [product]: [], [empty]: [], 'vscode.git': [] };
  try {
    for (let i = 0; i < openings; i++) {
      await window.open(folder);
      await window.statusBar().first().waitFor({ timeout: 60_000 });
      await sleep(4000);
      await window.command('Startup Performance');
      const editor = window.page.locator('.monaco-editor .view-lines').first();
      await editor.waitFor();
      await sleep(1500);
      const marks = await activationMarks(window.page);
      for (const [id, ms] of Object.entries(marks)) seen[id]?.push(ms);
      await window.page.goto('about:blank');
    }
  } finally {
    await window.close();
  }
  const own = median(seen[product] ?? []);
  const base = median(seen[empty] ?? []);
  const git = median(seen['vscode.git'] ?? []);
  return [
    {
      name: `load and activate (${seen[product]?.length ?? 0} openings)`,
      value: own,
      unit: 'ms',
      reference: { name: 'an almost empty extension', value: base },
      aim: 'within 5 ms of it',
      met: own <= base + 5,
    },
    {
      name: 'load and activate',
      value: own,
      unit: 'ms',
      reference: { name: 'the built-in git extension', value: git },
      aim: '–',
      met: true,
    },
  ];
}

/** Load plus activate, by extension, from the marks of VS Code's own extension host. */
async function activationMarks(page: import('playwright-core').Page): Promise<Readonly<Record<string, number>>> {
  const marks = await page.evaluate(() => {
    const all = (
      globalThis as unknown as { MonacoPerformanceMarks?: { getMarks(): unknown } }
    ).MonacoPerformanceMarks?.getMarks();
    return JSON.parse(JSON.stringify(all ?? [])) as unknown;
  });
  const flat = (Array.isArray(marks) ? marks : [])
    .flatMap((entry: unknown) => (Array.isArray(entry) ? (entry[1] as unknown) : [entry]))
    .flat() as readonly { readonly name: string; readonly startTime: number }[];
  const at = new Map(flat.map((mark) => [mark.name, mark.startTime]));
  const answer: Record<string, number> = {};
  for (const id of [product, empty, 'vscode.git']) {
    const span = (step: string): number => {
      const from = at.get(`code/extHost/will${step}/${id}`);
      const to = at.get(`code/extHost/did${step}/${id}`);
      return from === undefined || to === undefined ? Number.NaN : to - from;
    };
    const total = span('LoadExtensionCode') + span('ActivateExtension');
    if (Number.isFinite(total)) answer[id] = total;
  }
  return answer;
}

async function stall(work: string, extension: string): Promise<readonly BenchRow[]> {
  const simulator = fork(join(root, 'test', 'simulator', 'main.ts'), ['--json', '--still', '--markets', '3600'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    simulator.once('error', reject);
    simulator.stdout?.once('data', (chunk: Buffer) => resolve((JSON.parse(chunk.toString()) as { url: string }).url));
  });
  const folder = join(work, 'stall');
  const stalls = join(work, 'stalls.json');
  const config = join(folder, 'quantfolio.json');
  await mkdir(folder);
  await writeFile(config, '{ "version": 1, "accounts": {} }\n');
  const window = await openWindow({
    vsix: join(root, 'dist', 'quantfolio.vsix'),
    extensions: { [`${empty}-0.0.1`]: extension },
    environment: { QUANTFOLIO_EXCHANGE_BASE_URL: url, QUANTFOLIO_BENCH_STALLS: stalls },
  });
  try {
    await window.open(folder);
    await window.page.locator('.activitybar a.action-label[aria-label^="Quantfolio"]').click();
    await sleep(12_000);
    const idleFrom = Date.now();
    await sleep(8000);
    const busyFrom = Date.now();
    await writeFile(
      config,
      '{ "version": 1, "accounts": { "paper": { "kind": "paper", "cash": { "USDT": 1000 } } }, "prices": { "source": ["binance"] } }\n',
    );
    await window.statusBar().filter({ hasText: /\d/ }).waitFor({ timeout: 60_000 });
    await sleep(8000 - Math.min(8000, Date.now() - busyFrom));
    const seconds = JSON.parse(await readFile(stalls, 'utf8')) as [number, number][];
    const worst = (from: number, to: number) =>
      Math.max(...seconds.filter(([at]) => at > from + 1000 && at <= to).map(([, ms]) => ms));
    const idle = worst(idleFrom, busyFrom);
    const busy = worst(busyFrom - 1000, busyFrom + 8000);
    return [
      {
        name: 'worst stall of the extension host, first refresh of 3,600 markets',
        value: busy,
        unit: 'ms',
        reference: { name: 'the same host, idle', value: idle },
        aim: 'within 10 ms of idle',
        met: busy <= idle + 10,
      },
    ];
  } finally {
    await window.close();
    simulator.kill();
  }
}
