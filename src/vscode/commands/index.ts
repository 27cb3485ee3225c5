import type { CommandName } from '../ids.ts';
import type { Parts } from '../parts.ts';
import { addAccount } from './addAccount.ts';
import { compareWithDate } from './compareWithDate.ts';
import { createConfiguration, openConfiguration, revealLimit } from './configuration.ts';
import { copyJson, copyRow, copyValue } from './copy.ts';
import { copyAsPandas } from './copyAsPandas.ts';
import { diagnose } from './diagnose.ts';
import { evaluateRiskLimits } from './evaluateRiskLimits.ts';
import { exportData } from './exportData.ts';
import { exportTable } from './exportTable.ts';
import { approveHost, manageApprovedHosts } from './hosts.ts';
import { moveSecret, removeAccount, removeKey, replaceKey } from './keys.ts';
import { openTradingSetting, turnAllTradingOff } from './killSwitch.ts';
import { openDetails } from './openDetails.ts';
import { openTearSheet } from './openTearSheet.ts';
import { showOrderLog } from './orderLog.ts';
import { dismissShownPlan, executeShownPlan, planRemaining, proposeReducingOrders, rebalance } from './plans.ts';
import { refresh } from './refresh.ts';
import { resetPaper } from './resetPaper.ts';
import { runHealthAction } from './runHealthAction.ts';
import { connectSharedHistory, disconnectSharedHistory } from './sharedHistory.ts';
import { taxReport } from './taxReport.ts';
import { testConnection, testConnections } from './testConnections.ts';
import { adjustPosition, closePosition, trade } from './trade.ts';
import { filterTree, groupTree, sortTree } from './treeChoices.ts';

export type CommandHandlers = { readonly [N in CommandName]: (...args: unknown[]) => unknown };

/** Every command: one that has an id but no handler does not compile. */
export function commandHandlers(parts: Parts): CommandHandlers {
  const { privacy, tree, demo, portfolios, panel, log } = parts;
  return {
    evaluateRiskLimits: () => evaluateRiskLimits(parts),
    openPanel: (node) => panel.open(node),
    refresh: () => refresh(parts),
    togglePrivacy: () => privacy.set(!privacy.on),
    hideAmounts: () => privacy.set(true),
    showAmounts: () => privacy.set(false),
    addAccount: () => addAccount(parts),
    testConnections: () => testConnections(parts),
    testConnection: (node) => testConnection(parts, node),
    replaceKey: (node) => replaceKey(parts, node),
    removeKey: (node) => removeKey(parts, node),
    removeAccount: (node) => removeAccount(parts, node),
    moveSecret: (uri, fix) => moveSecret(parts, uri, fix),
    openConfiguration: (node) => openConfiguration(parts, node),
    createConfiguration: () => createConfiguration(parts),
    openDemoPortfolio: async () => {
      await demo.open();
      await portfolios.sync();
      await panel.open(demo.folder());
    },
    closeDemoPortfolio: async () => {
      await demo.close();
      await portfolios.sync();
    },
    manageApprovedHosts: () => manageApprovedHosts(parts),
    approveHost: (node) => approveHost(parts, node),
    showLog: () => log.show(true),
    diagnose: () => diagnose(parts),
    groupBy: () => groupTree(tree),
    sortBy: () => sortTree(tree),
    filter: () => filterTree(tree),
    clearFilter: () => tree.choose({ filter: '' }),
    copyValue: (node) => copyValue(parts, node),
    copyRow: (node) => copyRow(parts, node),
    copyJson: (node) => copyJson(parts, node),
    revealLimit: (node) => revealLimit(parts, node),
    runHealthAction: (node) => runHealthAction(parts, node),
    openTearSheet: (value) => openTearSheet(parts, value),
    compareWithDate: (value) => compareWithDate(parts, value),
    exportData: (value) => exportData(parts, value),
    copyAsPandas: (value) => copyAsPandas(parts, value),
    connectSharedHistory: (value) => connectSharedHistory(parts, value),
    disconnectSharedHistory: () => disconnectSharedHistory(parts),
    trade: (value) => trade(parts, value),
    buy: (node) => trade(parts, node, 'buy'),
    sell: (node) => trade(parts, node, 'sell'),
    openDetails: (node) => openDetails(parts, node),
    closePosition: (node) => closePosition(parts, node),
    adjustPosition: (node) => adjustPosition(parts, node),
    rebalance: (value) => rebalance(parts, value),
    proposeReducingOrders: (value) => proposeReducingOrders(parts, value),
    planRemaining: (value) => planRemaining(parts, value),
    executePlan: (uri) => executeShownPlan(parts, uri),
    dismissPlan: (uri) => dismissShownPlan(parts, uri),
    taxReport: (value) => taxReport(parts, value),
    exportTable: (value) => exportTable(parts, value),
    showOrderLog: (value) => showOrderLog(parts, value),
    turnAllTradingOff: () => turnAllTradingOff(parts),
    openTradingSetting: () => openTradingSetting(),
    resetPaper: (value) => resetPaper(parts, value),
  };
}
