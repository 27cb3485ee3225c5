import { failed, type Reading } from '../core/model/reading.ts';
import type { Clock } from '../core/ports.ts';
import type { Abort } from './engine.ts';

/**
 * The reading, or a failure after `ms` or when aborted, whichever is first: one hanging source never holds the others. An
 * exception of the source (a bug, or an adapter's broken promise) becomes a failure too: nothing thrown by one source
 * breaks a refresh.
 */
export function deadline<T>(
  clock: Clock,
  ms: number,
  what: string,
  abort: Abort,
  read: () => Promise<Reading<T>>,
): Promise<Reading<T>> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, () =>
      resolve(failed('unavailable', `${what} did not answer within ${Math.max(1, Math.round(ms / 1000))} s`)),
    );
    const settle = (reading: Reading<T>): void => {
      void timer.close();
      resolve(reading);
    };
    const crashed = (error: unknown): void =>
      settle(
        failed('badResponse', `${what} failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`),
      );
    void abort.aborted.then(() => settle(failed('refused', `${what}: reading was stopped`)));
    try {
      read().then(settle, crashed);
    } catch (error) {
      crashed(error);
    }
  });
}
