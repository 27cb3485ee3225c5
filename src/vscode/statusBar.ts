import * as vscode from 'vscode';
import type { PortfolioState } from '../core/model/state.ts';
import { statusView } from '../present/status.ts';
import type { EngineProcess } from './engineProcess.ts';
import { commandId, statusItemId } from './ids.ts';
import type { Portfolios } from './portfolios.ts';
import type { Privacy } from './privacy.ts';
import type { Store } from './store.ts';
import type { TradingSetting } from './trading/tradingSetting.ts';

/** Ages move on although no state comes. */
const tickMs = 15_000;

/** The one status bar item: UI-2. With several portfolios it tells all of them together. */
export function statusBar(
  store: Store,
  portfolios: Portfolios,
  privacy: Privacy,
  engine: EngineProcess,
  trading: TradingSetting,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(statusItemId, vscode.StatusBarAlignment.Left, 50);
  item.name = 'Portfolio value';
  const show = (): void => {
    const states = store.all();
    const options = { privacy: privacy.on, now: Date.now(), liveTrading: trading.on };
    const view = statusView(store.combined() ?? shownPortfolio(states), states, engine.status, options);
    if (view === null) {
      // A configuration is there, but no state yet: the first refresh runs.
      if (!portfolios.places().some((place) => place.exists)) {
        item.hide();
        return;
      }
      item.text =
        engine.status.kind === 'restarting' ? '$(warning) Quantfolio: engine stopped' : '$(loading~spin) Quantfolio';
      item.tooltip = engine.status.kind === 'restarting' ? engine.status.reason : 'Reading accounts…';
      item.backgroundColor = undefined;
      item.command = commandId('showLog');
      item.show();
      return;
    }
    item.text = view.text;
    const tooltip = new vscode.MarkdownString(view.tooltip, true);
    tooltip.isTrusted = {
      enabledCommands: (['openPanel', 'evaluateRiskLimits', 'togglePrivacy', 'turnAllTradingOff'] as const).map(
        commandId,
      ),
    };
    item.tooltip = tooltip;
    item.backgroundColor =
      view.background === 'none' ? undefined : new vscode.ThemeColor(`statusBarItem.${view.background}Background`);
    item.accessibilityInformation = { label: view.spoken, role: 'button' };
    item.command = commandId(view.command);
    item.show();
  };
  show();
  const tick = setInterval(show, tickMs);
  return vscode.Disposable.from(
    item,
    { dispose: () => clearInterval(tick) },
    store.onChange(show),
    portfolios.onChange(show),
    privacy.onChange(show),
    trading.onChange(show),
    engine.onStatus(show),
    vscode.window.onDidChangeActiveTextEditor(show),
  );
}

/** The portfolio that the user works in. */
export function shownPortfolio(states: readonly PortfolioState[]): PortfolioState | null {
  const document = vscode.window.activeTextEditor?.document;
  const folder = document === undefined ? undefined : vscode.workspace.getWorkspaceFolder(document.uri);
  return states.find((state) => state.id === folder?.uri.fsPath) ?? states[0] ?? null;
}
