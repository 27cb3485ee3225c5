import * as vscode from 'vscode';
import type { PortfolioState } from '../core/model/state.ts';
import { combinedPortfolio } from '../protocol/engine.ts';
import type { EngineProcess } from './engineProcess.ts';

/** The last state of each portfolio: what every view reads. Views never ask for more. */
export interface Store extends vscode.Disposable {
  /** In the order of the workspace's folders, then the demo. */
  all(): readonly PortfolioState[];
  get(id: string): PortfolioState | null;
  /** All portfolios as one book; null where there are not several (CFG-1). */
  combined(): PortfolioState | null;
  readonly onChange: vscode.Event<void>;
}

export function createStore(
  engine: EngineProcess,
  order: () => readonly string[],
  orderChanged: vscode.Event<void>,
): Store {
  const states = new Map<string, PortfolioState>();
  const changed = new vscode.EventEmitter<void>();
  const listener = engine.onEvent((event) => {
    if (event.type === 'state') states.set(event.state.id, event.state);
    else if (event.type === 'closed') states.delete(event.folder);
    else return;
    changed.fire();
  });
  const reordered = orderChanged(() => changed.fire());
  const place = (id: string, ids: readonly string[]) => {
    const index = ids.indexOf(id);
    return index < 0 ? ids.length : index;
  };
  return {
    all() {
      const ids = order();
      return [...states.values()]
        .filter((state) => ids.includes(state.id))
        .sort((a, b) => place(a.id, ids) - place(b.id, ids));
    },
    get: (id) => states.get(id) ?? null,
    combined: () => states.get(combinedPortfolio) ?? null,
    onChange: changed.event,
    dispose() {
      listener.dispose();
      reordered.dispose();
      changed.dispose();
    },
  };
}
