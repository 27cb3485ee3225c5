import { execFile, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
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

/** An almost empty extension: one command. */
const bare = `
const vscode = require('vscode');
exports.activate = (context) => context.subscriptions.push(vscode.commands.registerCommand('bench.empty', () => {}));`;

/** Tells, every second, the marks of the extension host and the longest stall of its event loop. */
const meter = `
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { writeFileSync } = require('node:fs');
exports.activate = () => {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const stalls = [];
  delay.enable();
  setInterval(() => {
    stalls.push([Date.now(), delay.max / 1e6]);
    delay.reset();
    writeFileSync(process.env.QUANTFOLIO_BENCH_METER, JSON.stringify({ stalls, marks: globalThis.MonacoPerformanceMarks.getMarks() }));
  }, 1000);
};`;

interface Activation {
  readonly load: number;
  readonly activate: number;
}

interface Metered {
  readonly stalls: readonly (readonly [at: number, ms: number])[];
  readonly marks: readonly { readonly name: string; readonly startTime: number }[];
}

/** Activation beside an almost empty extension and the built-in git extension, and stalls during the first refresh. */
export async function run(): Promise<readonly BenchRow[]> {
  await promisify(execFile)(process.execPath, [join(root, 'src', 'build', 'package.ts')], { cwd: root });
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-'));
  try {
    const extensions = {
      // Activated when ours is: at the end of VS Code's start, among its other extensions.
      'bench.empty-0.0.1': await extension(work, 'empty', bare, {
        activationEvents: ['onStartupFinished'],
        contributes: { commands: [{ command: 'bench.empty', title: 'Bench: Do Nothing' }] },
      }),
      'bench.meter-0.0.1': await extension(work, 'meter', meter, { activationEvents: ['onStartupFinished'] }),
    };
    return [...(await activation(work, extensions)), ...(await stall(work, extensions))];
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function extension(work: string, name: string, code: string, manifest: object): Promise<string> {
  const folder = join(work, name);
  await mkdir(folder);
  await writeFile(join(folder, 'main.cjs'), code);
  const base = { name, publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.102.0' }, main: './main.cjs' };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...base, ...manifest }));
  return folder;
}

type Extensions = Readonly<Record<string, string>>;

async function activation(work: string, extensions: Extensions): Promise<readonly BenchRow[]> {
  const folder = join(work, 'demo');
  const file = join(work, 'activation.json');
  await cp(join(root, 'media', 'demo'), folder, { recursive: true });
  const window = await openWindow({
    vsix: join(root, 'dist', 'quantfolio.vsix'),
    extensions,
    environment: { QUANTFOLIO_BENCH_METER: file },
  });
  const seen: Record<string, Activation[]> = { [product]: [], [empty]: [], 'vscode.git': [] };
  try {
    for (let i = 0; i < openings; i++) {
      await rm(file, { force: true });
      await window.open(folder);
      await written(file);
      await sleep(8000);
      const { marks } = JSON.parse(await readFile(file, 'utf8')) as Metered;
      for (const [id, spans] of Object.entries(activationSpans(marks))) seen[id]?.push(spans);
      await window.page.goto('about:blank');
      await sleep(1000);
    }
  } finally {
    await window.close();
  }
  const total = (id: string) => median((seen[id] ?? []).map(({ load, activate }) => load + activate));
  const own = total(product);
  const base = total(empty);
  const git = total('vscode.git');
  const load = median((seen[product] ?? []).map((spans) => spans.load));
  return [
    {
      name: `load (${load} ms) and activate, median of ${seen[product]?.length ?? 0} openings`,
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

async function written(file: string): Promise<void> {
  for (let i = 0; i < 240; i++) {
    if (existsSync(file)) return;
    await sleep(250);
  }
  throw new Error('the extension host did not start its extensions within 60 s');
}

/** Load plus activate, by extension, from the marks of VS Code's own extension host (whole milliseconds). */
function activationSpans(marks: Metered['marks']): Readonly<Record<string, Activation>> {
  const at = new Map(marks.map((mark) => [mark.name, mark.startTime]));
  const answer: Record<string, Activation> = {};
  for (const id of [product, empty, 'vscode.git']) {
    const span = (step: string): number => {
      const from = at.get(`code/extHost/will${step}/${id}`);
      const to = at.get(`code/extHost/did${step}/${id}`);
      return from === undefined || to === undefined ? Number.NaN : to - from;
    };
    const load = span('LoadExtensionCode');
    const activate = span('ActivateExtension');
    if (Number.isFinite(load + activate)) answer[id] = { load, activate };
  }
  return answer;
}

async function stall(work: string, extensions: Extensions): Promise<readonly BenchRow[]> {
  const simulator = fork(join(root, 'test', 'simulator', 'main.ts'), ['--json', '--still', '--markets', '3600'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    simulator.once('error', reject);
    simulator.stdout?.once('data', (chunk: Buffer) => resolve((JSON.parse(chunk.toString()) as { url: string }).url));
  });
  const folder = join(work, 'stall');
  const file = join(work, 'stalls.json');
  const config = join(folder, 'quantfolio.json');
  await mkdir(folder);
  await writeFile(config, '{ "version": 1, "accounts": {} }\n');
  const window = await openWindow({
    vsix: join(root, 'dist', 'quantfolio.vsix'),
    extensions,
    environment: { QUANTFOLIO_EXCHANGE_BASE_URL: url, QUANTFOLIO_BENCH_METER: file },
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
    const { stalls: seconds } = JSON.parse(await readFile(file, 'utf8')) as Metered;
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
