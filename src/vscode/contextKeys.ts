import * as vscode from 'vscode';
import type { DatabaseUrls } from './access/databaseUrls.ts';
import type { Demo } from './demo.ts';
import type { ContextKey } from './ids.ts';
import type { Portfolios } from './portfolios.ts';
import type { Privacy } from './privacy.ts';
import type { Store } from './store.ts';
import type { TradingSetting } from './trading/tradingSetting.ts';
import type { PortfolioView } from './tree/portfolioView.ts';

/** Keeps the context keys of menus and welcome views true, so that no command shows where it cannot work. */
export function contextKeyUpdates(
  store: Store,
  portfolios: Portfolios,
  privacy: Privacy,
  demo: Demo,
  view: PortfolioView,
  databaseUrls: DatabaseUrls,
  trading: TradingSetting,
): vscode.Disposable {
  const told = new Map<ContextKey, boolean>();
  const update = (): void => {
    const states = store.all();
    const places = portfolios.places();
    const values: Readonly<Record<ContextKey, boolean>> = {
      // Welcome views wait for the first look: before it, nothing true could be said.
      'quantfolio.started': portfolios.looked || !vscode.workspace.isTrusted,
      'quantfolio.restricted': !vscode.workspace.isTrusted,
      'quantfolio.hasPortfolio': places.some((place) => place.exists),
      'quantfolio.hasConfiguration': places.some((place) => place.exists && !place.demo),
      'quantfolio.canCreate': places.some((place) => !place.exists && !place.demo),
      'quantfolio.noAccounts':
        states.length > 0 && states.every((state) => state.snapshot !== null && state.snapshot.accounts.length === 0),
      'quantfolio.hasExchangeAccount': states.some((state) =>
        state.snapshot?.accounts.some((account) => account.kind === 'exchange'),
      ),
      'quantfolio.privacy': privacy.on,
      'quantfolio.demoOpen': demo.folder() !== null,
      'quantfolio.filtered': view.choices.filter !== '',
      'quantfolio.severalPortfolios': states.length > 1,
      'quantfolio.sharedHistory': databaseUrls.places().length > 0,
      'quantfolio.canTrade': states.some((state) => (state.trading ?? []).length > 0),
      'quantfolio.hasPaper': states.some((state) => state.trading?.some((account) => !account.live)),
      'quantfolio.hasTargets': states.some((state) => state.hasTargets === true),
      'quantfolio.troubledLimits': states.some((state) =>
        state.risk?.findings.some(({ state: of }) => of === 'BREACH'),
      ),
      'quantfolio.liveTrading': trading.on,
    };
    for (const [key, value] of Object.entries(values) as [ContextKey, boolean][]) {
      if (told.get(key) === value) continue;
      told.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  };
  update();
  return vscode.Disposable.from(
    store.onChange(update),
    portfolios.onChange(update),
    privacy.onChange(update),
    demo.onChange(update),
    view.onChoice(update),
    databaseUrls.onChange(update),
    trading.onChange(update),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
  );
}
