/** Every id that the manifest and the code share. The manifest is checked against this both ways by a test. */

/** In the palette where they can work. */
export const paletteCommands = [
  'evaluateRiskLimits',
  'openPanel',
  'refresh',
  'togglePrivacy',
  'addAccount',
  'testConnections',
  'replaceKey',
  'removeKey',
  'openConfiguration',
  'createConfiguration',
  'openDemoPortfolio',
  'closeDemoPortfolio',
  'manageApprovedHosts',
  'showLog',
  'diagnose',
  'groupBy',
  'sortBy',
  'filter',
  'clearFilter',
  'openTearSheet',
  'compareWithDate',
  'exportData',
  'copyAsPandas',
  'connectSharedHistory',
  'disconnectSharedHistory',
  'trade',
  'rebalance',
  'proposeReducingOrders',
  'planRemaining',
  'taxReport',
  'exportTable',
  'showOrderLog',
  'turnAllTradingOff',
  'openTradingSetting',
  'resetPaper',
] as const;

/** On rows and title bars only: they need what they are clicked on. */
export const rowCommands = [
  'hideAmounts',
  'showAmounts',
  'copyValue',
  'copyRow',
  'copyJson',
  'testConnection',
  'removeAccount',
  'revealLimit',
  'runHealthAction',
  'approveHost',
  'buy',
  'sell',
  'openDetails',
  'closePosition',
  'adjustPosition',
  'executePlan',
  'dismissPlan',
] as const;

/** Of code actions: never in a menu, so not in the manifest. */
export const innerCommands = ['moveSecret'] as const;

export type PaletteCommand = (typeof paletteCommands)[number];
export type RowCommand = (typeof rowCommands)[number];
export type InnerCommand = (typeof innerCommands)[number];
export type CommandName = PaletteCommand | RowCommand | InnerCommand;

export function commandId(name: CommandName): string {
  return `quantfolio.${name}`;
}

export const viewIds = { portfolio: 'quantfolio.portfolio', risk: 'quantfolio.risk' } as const;

export const panelType = 'quantfolio.panel';

/** Pages of one file each: PERF-8. */
export const tearSheetType = 'quantfolio.tearSheet';

export const statusItemId = 'value';

export const settings = { configFile: 'configFile', tradingEnabled: 'trading.enabled' } as const;

/** Context keys of the manifest's `when` clauses. */
export const contextKeys = [
  'quantfolio.started',
  'quantfolio.restricted',
  'quantfolio.hasPortfolio',
  'quantfolio.hasConfiguration',
  'quantfolio.canCreate',
  'quantfolio.noAccounts',
  'quantfolio.hasExchangeAccount',
  'quantfolio.privacy',
  'quantfolio.demoOpen',
  'quantfolio.filtered',
  'quantfolio.severalPortfolios',
  'quantfolio.sharedHistory',
  'quantfolio.canTrade',
  'quantfolio.hasPaper',
  'quantfolio.hasTargets',
  'quantfolio.troubledLimits',
  'quantfolio.liveTrading',
] as const;

export type ContextKey = (typeof contextKeys)[number];
