import { setTimeout as wait } from 'node:timers/promises';
import { faultOf } from './sqliteFault.ts';

/**
 * Runs `task` again while another process holds the lock, for up to `forMs`. SQLite itself waits `busy_timeout` each
 * time, but blocks the thread meanwhile, so that one is short and this one is long.
 */
export async function retryBusy<T>(task: () => Promise<T>, forMs = 30_000): Promise<T> {
  const until = performance.now() + forMs;
  for (let tries = 0; ; tries++) {
    try {
      return await task();
    } catch (error) {
      if (faultOf(error) !== 'busy' || performance.now() > until) throw error;
      await wait(Math.min(200, 5 * 2 ** tries) * (0.5 + Math.random()));
    }
  }
}
