import * as vscode from 'vscode';
import type { PortfolioState } from '../core/model/state.ts';
import type { TreeNode } from '../present/treeNode.ts';
import { attention } from './attention.ts';
import { commandHandlers } from './commands/index.ts';
import { registerCommands } from './commands/register.ts';
import { contextKeyUpdates } from './contextKeys.ts';
import { createParts } from './createParts.ts';
import { configDiagnostics } from './editor/diagnostics.ts';
import { statusBar } from './statusBar.ts';
import { terminalCommand } from './terminal.ts';
import { rowDecorations } from './tree/treeItem.ts';

/** For tests inside VS Code and for other extensions: what the views read, never a secret. */
export interface QuantfolioApi {
  states(): readonly PortfolioState[];
  portfolioRows(): readonly TreeNode[];
  riskRows(): readonly TreeNode[];
  readonly onDidChangeStates: vscode.Event<void>;
}

/**
 * The window's composition root. Only commands, which VS Code may call at once, are there when it returns; the rest comes
 * when the window has settled, or with the first command: activation stays a matter of milliseconds.
 */
export function activate(context: vscode.ExtensionContext): QuantfolioApi {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(vscode.window.createOutputChannel('Quantfolio', { log: true }));
  const parts = once(() => createParts(context, log, own));
  own(
    registerCommands(
      once(() => commandHandlers(parts())),
      log,
      () => parts().privacy.on,
    ),
  );
  setImmediate(() => {
    const { engine, store, portfolios, privacy, demo, tree, databaseUrls, trading } = parts();
    own(rowDecorations());
    own(statusBar(store, portfolios, privacy, engine, trading));
    own(contextKeyUpdates(store, portfolios, privacy, demo, tree, databaseUrls, trading));
    own(configDiagnostics(engine, portfolios, log));
    own(attention(engine));
    own(terminalCommand(context));
    void portfolios.sync();
  });
  return {
    states: () => parts().store.all(),
    portfolioRows: () => parts().tree.roots(),
    riskRows: () => parts().risk.roots(),
    get onDidChangeStates() {
      return parts().store.onChange;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
