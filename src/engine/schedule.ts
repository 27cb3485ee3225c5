import type { Clock, Closable } from '../core/ports.ts';
import type { Abort } from './engine.ts';

export interface ScheduleOptions {
  readonly clock: Clock;
  readonly createAbort: () => Abort;
  /** One run; expected failures are inside its result, so a rejection is a bug and goes to `onError`. */
  readonly run: (abort: Abort) => Promise<void>;
  /** Pause between the end of a run and the next; null: only on request. Asked anew after every run. */
  readonly intervalMs: () => number | null;
  readonly onError: (error: unknown) => void;
}

/** Runs one thing at a time. */
export interface Schedule extends Closable {
  /** Resolves when a run that began after this call has ended: a run on its way may not have seen what changed. */
  request(): Promise<void>;
  /** As `request`, but what runs now is stopped: it asks for something that is no longer wanted. */
  restart(): Promise<void>;
  /** The interval changed: plan the next run anew. */
  replan(): void;
  /** Aborts what runs and waits for it. */
  close(): Promise<void>;
}

/** Single flight: idle | running | runAgain. Many requests during a run make one more run, not many. */
export function createSchedule(options: ScheduleOptions): Schedule {
  let state: 'idle' | 'running' | 'runAgain' | 'closed' = 'idle';
  let current: { readonly done: Promise<void>; readonly abort: Abort } | null = null;
  let again: PromiseWithResolvers<void> | null = null;
  let timer: Closable | null = null;

  const plan = (): void => {
    void timer?.close();
    timer = null;
    const ms = options.intervalMs();
    if (state === 'idle' && ms !== null) timer = options.clock.after(ms, () => void start());
  };
  const run = async (abort: Abort): Promise<void> => {
    try {
      await options.run(abort);
    } catch (error) {
      options.onError(error);
    }
  };
  const start = (): Promise<void> => {
    void timer?.close();
    timer = null;
    state = 'running';
    const abort = options.createAbort();
    const done = run(abort).then(() => {
      current = null;
      const waiters = again;
      again = null;
      if (state === 'runAgain') void start().then(() => waiters?.resolve());
      else {
        waiters?.resolve();
        if (state === 'running') state = 'idle';
        plan();
      }
    });
    current = { done, abort };
    return done;
  };

  const request = (): Promise<void> => {
    if (state === 'closed') return Promise.resolve();
    if (state === 'idle') return start();
    state = 'runAgain';
    again ??= promiseWithResolvers();
    return again.promise;
  };

  return {
    request,
    restart() {
      current?.abort.abort();
      return request();
    },
    replan: plan,
    async close() {
      state = 'closed';
      void timer?.close();
      timer = null;
      const last = current;
      last?.abort.abort();
      await last?.done;
    },
  };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

/** As ES2024's Promise.withResolvers, which the oldest supported host lacks in its types. */
function promiseWithResolvers(): PromiseWithResolvers<void> {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
