import type * as vscode from 'vscode';
import type { DatabaseUrls } from './access/databaseUrls.ts';
import type { Hosts } from './access/hosts.ts';
import type { Vault } from './access/vault.ts';
import type { Reports } from './commands/diagnose.ts';
import type { Comparisons } from './comparisons.ts';
import type { Demo } from './demo.ts';
import type { EngineProcess } from './engineProcess.ts';
import type { PanelHost } from './panel/panelHost.ts';
import type { Portfolios } from './portfolios.ts';
import type { Privacy } from './privacy.ts';
import type { Store } from './store.ts';
import type { TearSheets } from './tearSheet/tearSheets.ts';
import type { Desk } from './trading/desk.ts';
import type { OrderLogs } from './trading/orderLogs.ts';
import type { PlanDiffs } from './trading/planDiffs.ts';
import type { TradingSetting } from './trading/tradingSetting.ts';
import type { PortfolioView } from './tree/portfolioView.ts';
import type { NodeTree } from './tree/treeView.ts';

/** What commands are made from. */
export interface Parts {
  readonly log: vscode.LogOutputChannel;
  readonly engine: EngineProcess;
  readonly store: Store;
  readonly portfolios: Portfolios;
  readonly privacy: Privacy;
  readonly vault: Vault;
  readonly hosts: Hosts;
  readonly demo: Demo;
  readonly tree: PortfolioView;
  readonly risk: NodeTree;
  readonly panel: PanelHost;
  readonly reports: Reports;
  readonly databaseUrls: DatabaseUrls;
  readonly comparisons: Comparisons;
  readonly tearSheets: TearSheets;
  readonly trading: TradingSetting;
  readonly desk: Desk;
  readonly planDiffs: PlanDiffs;
  readonly orderLogs: OrderLogs;
}
