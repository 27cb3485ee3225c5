import { join } from 'node:path';
import * as vscode from 'vscode';
import type { PortfolioState } from '../core/model/state.ts';
import { riskTree } from '../present/riskTree.ts';
import type { TreeNode } from '../present/treeNode.ts';
import { createHosts } from './access/hosts.ts';
import { keyRequests } from './access/keyRequests.ts';
import { createVault } from './access/vault.ts';
import { attention } from './attention.ts';
import { createReports } from './commands/diagnose.ts';
import { commandHandlers } from './commands/index.ts';
import { registerCommands } from './commands/register.ts';
import { contextKeyUpdates } from './contextKeys.ts';
import { createDemo } from './demo.ts';
import { configDiagnostics } from './editor/diagnostics.ts';
import { engineEnvironment } from './engineEnvironment.ts';
import { engineProcess } from './engineProcess.ts';
import { viewIds } from './ids.ts';
import { panelHost } from './panel/panelHost.ts';
import { createPortfolios } from './portfolios.ts';
import { createPrivacy } from './privacy.ts';
import { statusBar } from './statusBar.ts';
import { createStore } from './store.ts';
import { terminalCommand } from './terminal.ts';
import { portfolioView } from './tree/portfolioView.ts';
import { rowDecorations } from './tree/treeItem.ts';
import { nodeTree } from './tree/treeView.ts';

/** For tests inside VS Code and for other extensions: what the views read, never a secret. */
export interface QuantfolioApi {
  states(): readonly PortfolioState[];
  portfolioRows(): readonly TreeNode[];
  riskRows(): readonly TreeNode[];
  readonly onDidChangeStates: vscode.Event<void>;
}

/** The window's composition root. It loads no engine code; the engine is forked when the window has settled. */
export function activate(context: vscode.ExtensionContext): QuantfolioApi {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(vscode.window.createOutputChannel('Quantfolio', { log: true }));
  const privacy = own(createPrivacy(context.globalState));
  const vault = createVault(context.secrets, context.globalState);
  const hosts = createHosts(context.globalState);
  const engine = own(
    engineProcess({
      file: join(context.extensionPath, 'dist', 'engine', 'main.cjs'),
      environment: () => engineEnvironment(process.env, context.globalStorageUri.fsPath),
      handlers: { credentials: keyRequests(vault, process.env, log), hostApproved: hosts.approved },
      log,
    }),
  );
  const demo = own(createDemo(context));
  const portfolios = own(createPortfolios(engine, demo.folder, log));
  const store = own(createStore(engine, () => portfolios.places().map((place) => place.folder), portfolios.onChange));
  const tree = own(portfolioView(store, privacy, engine, portfolios, context.workspaceState));
  const riskRows = () => riskTree(store.all(), { privacy: privacy.on, now: Date.now() });
  const risk = own(nodeTree(viewIds.risk, riskRows, store, privacy));
  const panel = own(panelHost(context.extensionUri, store, portfolios, engine, privacy, log));
  const reports = own(createReports());
  const parts = { log, engine, store, portfolios, privacy, vault, hosts, demo, tree, risk, panel, reports };
  own(registerCommands(commandHandlers(parts), log));
  // What nobody misses in the first moment comes when the window has settled: activation stays a matter of milliseconds.
  setImmediate(() => {
    own(rowDecorations());
    own(statusBar(store, portfolios, privacy, engine));
    own(contextKeyUpdates(store, portfolios, privacy, demo, tree));
    own(configDiagnostics(engine, portfolios, log));
    own(attention(engine));
    own(terminalCommand(context));
    void portfolios.sync();
  });
  return { states: store.all, portfolioRows: tree.roots, riskRows, onDidChangeStates: store.onChange };
}
