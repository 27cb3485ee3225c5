import { setImmediate as letOthers } from 'node:timers/promises';
import type { Clock } from '../core/ports.ts';

/** Longer waits overflow setTimeout's 32 bits and fire at once. */
const longest = 2_147_483_647;

/** The machine's clock; its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, Math.min(Math.max(0, ms), longest));
    timer.unref();
    return { close: () => clearTimeout(timer) };
  },
  letOthers: () => letOthers(),
};
