import type { Clock, Closable } from '../core/ports.ts';

/** Waits for the work, but no longer than `ms`. */
export async function withinMs(clock: Clock, work: Promise<void>, ms: number): Promise<void> {
  let timer: Closable | null = null;
  const late = new Promise<void>((resolve) => {
    timer = clock.after(ms, resolve);
  });
  await Promise.race([work, late]).finally(() => timer?.close());
}
