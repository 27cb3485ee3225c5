import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LogEntry } from '../simulator/log.ts';
import { assertNoWrites } from './assertNoWrites.ts';
import { unlooked } from './unlooked.ts';

export interface ForkedSimulator {
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The simulator in a process of its own, so that what is measured here is the client alone. */
export async function forkSimulator(
  size:
    | {
        readonly markets: number;
        readonly accounts: number;
        readonly assets: number;
      }
    | {
        /** The default world, and an account "history" at Binance with so many fills. */
        readonly history: number;
      },
): Promise<ForkedSimulator> {
  const sizes = Object.entries(size).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const main = join(import.meta.dirname, '..', 'simulator', 'main.ts');
  const child = spawn(process.execPath, [main, '--json', '--still', ...sizes], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', resolve);
  });
  const looked = unlooked('a forked simulator');
  const { url, environment } = JSON.parse(line) as Pick<ForkedSimulator, 'url' | 'environment'>;
  return {
    url,
    environment,
    close: async () => {
      const written = (await (await fetch(`${url}/_simulator/written`)).json()) as readonly LogEntry[];
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      looked();
      assertNoWrites(written);
    },
  };
}
