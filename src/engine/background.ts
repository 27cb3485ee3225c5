import type { Log } from '../core/ports.ts';

/** One piece of work in the background at a time; what is asked for while it runs is dropped, and a failure is logged. */
export function createBackground(log: Log, what: string): (work: () => Promise<void>) => Promise<void> {
  let running = false;
  return async (work) => {
    if (running) return;
    running = true;
    try {
      await work();
    } catch (error) {
      log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    } finally {
      running = false;
    }
  };
}
