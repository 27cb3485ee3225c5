import type { Abort } from '../engine/engine.ts';

export function createAbort(): Abort {
  const controller = new AbortController();
  const { signal } = controller;
  return {
    signal,
    aborted: new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    }),
    abort: () => controller.abort(),
  };
}
