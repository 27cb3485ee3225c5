import * as vscode from 'vscode';
import type { HostMessage, SectionName } from '../../protocol/page.ts';
import { refOf } from '../commands/target.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { panelType } from '../ids.ts';
import type { Portfolios } from '../portfolios.ts';
import type { Privacy } from '../privacy.ts';
import type { Store } from '../store.ts';
import type { Desk } from '../trading/desk.ts';
import type { TradingSetting } from '../trading/tradingSetting.ts';
import { type PageScope, pageAnswers } from './pageAnswers.ts';
import { pageOptions, servePage } from './servePage.ts';

export interface PanelHost extends vscode.Disposable {
  /** Opens the panel, or shows it, on the portfolio of a row or with this id. */
  open(value?: unknown, section?: SectionName, position?: string): Promise<void>;
  readonly visible: boolean;
  readonly onVisible: vscode.Event<void>;
}

/** At most four updates a second, however fast states come: SRC-6. */
const pauseMs = 250;

/** The one analytics panel (UI-3): survives reloads, gets one whole state when it asks, and a nudge when there is a new one. */
export function panelHost(
  extensionUri: vscode.Uri,
  store: Store,
  portfolios: Portfolios,
  engine: EngineProcess,
  privacy: Privacy,
  trading: TradingSetting,
  desk: Desk,
  log: vscode.LogOutputChannel,
): PanelHost {
  const visibility = new vscode.EventEmitter<void>();
  const scope: PageScope = { portfolio: null };
  let panel: vscode.WebviewPanel | null = null;
  let wanted: HostMessage | null = null;

  const post = (message: HostMessage): void => {
    if (panel !== null) void panel.webview.postMessage(message);
  };
  const nudge = throttled(pauseMs, () => {
    if (panel?.visible) post({ type: 'changed' });
  });

  const adopt = (created: vscode.WebviewPanel): void => {
    panel = created;
    const answers = pageAnswers(store, portfolios, engine, privacy, trading, desk, scope);
    servePage(created, extensionUri, answers, log, (name) => {
      if (wanted === null || name !== 'state') return;
      post(wanted);
      wanted = null;
    });
    created.onDidChangeViewState(() => {
      visibility.fire();
      // States that came while it was hidden were not told.
      nudge.now();
    });
    created.onDidDispose(() => {
      if (panel === created) panel = null;
      visibility.fire();
    });
    visibility.fire();
  };

  const subscriptions = vscode.Disposable.from(
    store.onChange(nudge.soon),
    engine.onStatus(nudge.soon),
    privacy.onChange(nudge.now),
    trading.onChange(nudge.now),
    engine.onEvent((event) => {
      if (event.type === 'execution') nudge.soon();
    }),
    vscode.window.registerWebviewPanelSerializer(panelType, {
      async deserializeWebviewPanel(restored) {
        adopt(restored);
      },
    }),
    visibility,
    nudge,
  );

  return {
    async open(value, section, position) {
      scope.portfolio = refOf(value)?.portfolio ?? (typeof value === 'string' ? value : scope.portfolio);
      wanted =
        section === undefined ? null : { type: 'show', section, ...(position === undefined ? {} : { position }) };
      if (panel === null) {
        const column = vscode.ViewColumn.Active;
        adopt(vscode.window.createWebviewPanel(panelType, 'Quantfolio', column, pageOptions(extensionUri)));
        return;
      }
      // A page that is not in sight is not there: it hears of it when it asks for its first state.
      const here = panel.visible;
      panel.reveal();
      if (here && wanted !== null) {
        post(wanted);
        wanted = null;
      }
      nudge.now();
    },
    get visible() {
      return panel?.visible ?? false;
    },
    onVisible: visibility.event,
    dispose() {
      subscriptions.dispose();
      panel?.dispose();
    },
  };
}

/** Runs at once when quiet, else once at the end of the pause. */
function throttled(ms: number, run: () => void): { soon(): void; now(): void; dispose(): void } {
  let last = 0;
  let timer: NodeJS.Timeout | null = null;
  const now = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    last = Date.now();
    run();
  };
  return {
    now,
    soon() {
      if (timer !== null) return;
      const wait = last + ms - Date.now();
      if (wait <= 0) now();
      else timer = setTimeout(now, wait);
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
