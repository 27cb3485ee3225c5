import type { PortfolioState } from '../core/model/state.ts';
import type { Closable, Log } from '../core/ports.ts';

/** The one place where states live: one immutable state per portfolio, replaced as a whole. */
export interface Store {
  readonly all: () => readonly PortfolioState[];
  get(id: string): PortfolioState | null;
  set(state: PortfolioState): void;
  remove(id: string): void;
  onState(listener: (state: PortfolioState) => void): Closable;
  onRemoved(listener: (id: string) => void): Closable;
}

export function createStore(log: Log): Store {
  const states = new Map<string, PortfolioState>();
  const listeners = new Set<(state: PortfolioState) => void>();
  const removals = new Set<(id: string) => void>();
  return {
    all: () => [...states.values()],
    get: (id) => states.get(id) ?? null,
    set(state) {
      states.set(state.id, state);
      for (const listener of listeners) {
        try {
          listener(state);
        } catch (error) {
          log.error(`A view could not take the new state: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    },
    remove(id) {
      if (states.delete(id)) for (const listener of removals) listener(id);
    },
    onState(listener) {
      listeners.add(listener);
      return { close: () => void listeners.delete(listener) };
    },
    onRemoved(listener) {
      removals.add(listener);
      return { close: () => void removals.delete(listener) };
    },
  };
}
