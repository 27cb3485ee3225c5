import { type ChildProcess, fork } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortfolioState } from '../../src/core/model/state.ts';
import type { Frame } from '../../src/protocol/engine.ts';
import { type BenchRow, median } from './benchRow.ts';

const root = join(import.meta.dirname, '..', '..');
const rounds = 7;

/** The forked engine on the demo workspace: from the fork to the last known book, and to live values. */
export async function run(): Promise<readonly BenchRow[]> {
  const work = await mkdtemp(join(tmpdir(), 'quantfolio-bench-'));
  try {
    const folder = join(work, 'demo');
    await cp(join(root, 'media', 'demo'), folder, { recursive: true });
    const cold = await startOnce(folder, join(work, 'data'), 3000);
    const runs = [];
    for (let i = 0; i < rounds; i++) runs.push(await startOnce(folder, join(work, 'data')));
    const restored = median(runs.map((run) => run.restored ?? Number.NaN));
    const live = median(runs.map((run) => run.live));
    const nothing = { unit: 'ms', reference: null } as const;
    return [
      {
        ...nothing,
        name: 'engine start, first time ever: live values',
        value: cold.live,
        aim: '≤ 500 ms',
        met: cold.live <= 500,
      },
      { ...nothing, name: 'engine start: last known book', value: restored, aim: '≤ 150 ms', met: restored <= 150 },
      { ...nothing, name: 'engine start: live values', value: live, aim: '≤ 500 ms', met: live <= 500 },
    ];
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function startOnce(
  folder: string,
  dataDir: string,
  lingerMs = 0,
): Promise<{ readonly restored: number | null; readonly live: number }> {
  const configPath = join(folder, 'quantfolio.json');
  const text = await readFile(configPath, 'utf8');
  const started = performance.now();
  const child: ChildProcess = fork(join(root, 'dist', 'engine', 'main.cjs'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, QUANTFOLIO_DATA_DIR: dataDir },
  });
  try {
    const answer = await new Promise<{ restored: number | null; live: number }>((resolve, reject) => {
      let restored: number | null = null;
      setTimeout(() => reject(new Error('no live state within 20 s')), 20_000).unref();
      child.on('error', reject);
      child.on('message', (message) => {
        const frame = message as Frame;
        if (frame.t !== 'event' || frame.event.type !== 'state') return;
        const state: PortfolioState = frame.event.state;
        if (state.snapshot === null) return;
        if (state.restored) restored ??= performance.now() - started;
        else resolve({ restored, live: performance.now() - started });
      });
      child.send({ t: 'request', id: 1, name: 'open', argument: { folder, configPath, text } } satisfies Frame);
    });
    await sleep(lingerMs);
    return answer;
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
