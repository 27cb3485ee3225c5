import { join } from 'node:path';
import type * as vscode from 'vscode';
import { riskTree } from '../present/riskTree.ts';
import { createDatabaseUrls } from './access/databaseUrls.ts';
import { createHosts } from './access/hosts.ts';
import { keyRequests } from './access/keyRequests.ts';
import { createVault } from './access/vault.ts';
import { createReports } from './commands/diagnose.ts';
import { createComparisons } from './comparisons.ts';
import { createDemo } from './demo.ts';
import { engineEnvironment } from './engineEnvironment.ts';
import { engineProcess } from './engineProcess.ts';
import { viewIds } from './ids.ts';
import { panelHost } from './panel/panelHost.ts';
import type { Parts } from './parts.ts';
import { createPortfolios } from './portfolios.ts';
import { createPrivacy } from './privacy.ts';
import { createStore } from './store.ts';
import { createTearSheets } from './tearSheet/tearSheets.ts';
import { askCarefully } from './trading/confirmOrders.ts';
import { createDesk } from './trading/desk.ts';
import { executionMessages } from './trading/executionMessages.ts';
import { createOrderLogs } from './trading/orderLogs.ts';
import { createPlanDiffs } from './trading/planDiffs.ts';
import { createStopMark } from './trading/stopMark.ts';
import { createTradingSetting } from './trading/tradingSetting.ts';
import { portfolioView } from './tree/portfolioView.ts';
import { nodeTree } from './tree/treeView.ts';

/** Makes what the window is made of; `own` ends each part with the window. No process is started yet. */
export function createParts(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  own: <T extends vscode.Disposable>(part: T) => T,
): Parts {
  const privacy = own(createPrivacy(context.globalState));
  const trading = own(createTradingSetting(context.globalState, createStopMark(context.globalStorageUri.fsPath)));
  const vault = createVault(context.secrets, context.globalState);
  const hosts = createHosts(context.globalState);
  const databaseUrls = own(createDatabaseUrls(context.secrets, context.globalState, hosts));
  const engine = own(
    engineProcess({
      file: join(context.extensionPath, 'dist', 'engine', 'main.cjs'),
      environment: () => engineEnvironment(process.env, context.globalStorageUri.fsPath),
      handlers: {
        credentials: keyRequests(vault, process.env, log),
        hostApproved: hosts.approved,
        databaseUrl: ({ folder }) => databaseUrls.approved(folder),
        // Asked before every single live order: the kill switch works between two of them.
        tradingAllowed: () => trading.allowed(),
      },
      log,
    }),
  );
  const demo = own(createDemo(context));
  const portfolios = own(createPortfolios(engine, demo.folder, log));
  const store = own(createStore(engine, () => portfolios.places().map((place) => place.folder), portfolios.onChange));
  const tree = own(portfolioView(store, privacy, engine, portfolios, context.workspaceState, trading));
  const riskRows = () => riskTree(store.all(), { privacy: privacy.on, now: Date.now() });
  const risk = own(nodeTree(viewIds.risk, riskRows, store, privacy));
  const planDiffs = own(createPlanDiffs(privacy));
  const orderLogs = own(createOrderLogs(privacy));
  const desk = createDesk(engine, store, trading, privacy, planDiffs, askCarefully);
  own(executionMessages(engine, privacy));
  const panel = own(panelHost(context.extensionUri, store, portfolios, engine, privacy, trading, desk, log));
  const reports = own(createReports());
  const comparisons = own(createComparisons(privacy));
  const tearSheets = own(createTearSheets(context.extensionUri, engine, privacy, context.workspaceState, log));
  return {
    log,
    engine,
    store,
    portfolios,
    privacy,
    vault,
    hosts,
    demo,
    tree,
    risk,
    panel,
    reports,
    databaseUrls,
    comparisons,
    tearSheets,
    trading,
    desk,
    planDiffs,
    orderLogs,
  };
}
