import type { Clock, Closable } from '../core/ports.ts';

/** Runs at once, and again no sooner than `ms` later, however often it is asked. */
export function createThrottle(clock: Clock, ms: number, run: () => void): Closable & { request(): void } {
  let lastAt = Number.NEGATIVE_INFINITY;
  let pending: Closable | null = null;
  const go = (): void => {
    pending = null;
    lastAt = clock.now();
    run();
  };
  return {
    request() {
      const wait = lastAt + ms - clock.now();
      if (wait <= 0) go();
      else pending ??= clock.after(wait, go);
    },
    close: () => void pending?.close(),
  };
}
