import type { Closable, Log } from '../core/ports.ts';

/** Tells whoever listens; one that fails keeps nothing from the others. */
export function createListeners<T>(log: Log): {
  listen(listener: (value: T) => void): Closable;
  tell(value: T): void;
} {
  const listeners = new Set<(value: T) => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return { close: () => void listeners.delete(listener) };
    },
    tell(value) {
      for (const listener of listeners) {
        try {
          listener(value);
        } catch (error) {
          log.error(`What happened could not be shown: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    },
  };
}
