import { basename } from 'node:path';
import * as vscode from 'vscode';
import { presentPanel } from '../../present/panel.ts';
import type { PageCommand, PageName, PageRequest, PageRequests } from '../../protocol/page.ts';
import type { Banner } from '../../protocol/panelView.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { type CommandName, commandId } from '../ids.ts';
import type { Portfolios } from '../portfolios.ts';
import type { Privacy } from '../privacy.ts';
import { shownPortfolio } from '../statusBar.ts';
import type { Store } from '../store.ts';

/** What a page may start, and the command that does it; `copy` needs none. */
const commands: Readonly<Record<Exclude<PageCommand, 'copy'>, CommandName>> = {
  refresh: 'refresh',
  togglePrivacy: 'togglePrivacy',
  openConfiguration: 'openConfiguration',
  openDemoPortfolio: 'openDemoPortfolio',
  createConfiguration: 'createConfiguration',
  addAccount: 'addAccount',
  evaluateRiskLimits: 'evaluateRiskLimits',
  showLog: 'showLog',
  health: 'runHealthAction',
  revealLimit: 'revealLimit',
};

/** These ask the user things: the page does not wait for them. */
const guided: ReadonlySet<PageCommand> = new Set(['addAccount', 'createConfiguration', 'openDemoPortfolio', 'health']);

export interface PageScope {
  /** The portfolio this page shows; set by "open panel" on a row, then by the page's own selector. */
  portfolio: string | null;
}

type Answers = { readonly [N in PageName]: (argument: PageRequests[N][0]) => Promise<PageRequests[N][1]> };

/** How the host answers each request of a page. Rejecting is allowed: the page gets the words. */
export function pageAnswers(
  store: Store,
  portfolios: Portfolios,
  engine: EngineProcess,
  privacy: Privacy,
  scope: PageScope,
): Answers {
  return {
    async state({ portfolio }) {
      scope.portfolio = portfolio ?? scope.portfolio;
      const states = store.all();
      const combined = store.combined();
      const named = [...(combined === null ? [] : [combined]), ...states].find(({ id }) => id === scope.portfolio);
      const state = named ?? shownPortfolio(states);
      const view = presentPanel(state, names(store, portfolios), { privacy: privacy.on, now: Date.now() });
      return engine.status.kind === 'restarting'
        ? { ...view, banners: [stopped(engine.status.reason), ...view.banners] }
        : view;
    },
    // In privacy the engine itself rebases: amounts never reach the page.
    series: ({ portfolio, series, from, to, px, percent }) =>
      engine.request('series', { portfolio, account: null, series, from, to, px, rebase: percent || privacy.on }),
    async command({ command, argument }) {
      if (command === 'copy') {
        await vscode.env.clipboard.writeText(argument ?? '');
        return null;
      }
      const target =
        command === 'revealLimit'
          ? { portfolio: scope.portfolio, key: argument }
          : (argument ?? (command === 'openConfiguration' ? scope.portfolio : null));
      const run = vscode.commands.executeCommand(commandId(commands[command]), target);
      if (!guided.has(command)) await run;
      return null;
    },
    async save({ name, text }) {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      const target = await vscode.window.showSaveDialog(
        folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) },
      );
      if (target !== undefined) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
      return null;
    },
  };
}

/** Every portfolio there is, or will be: one without a state yet is loading, not missing. */
function names(store: Store, portfolios: Portfolios): readonly { readonly id: string; readonly name: string }[] {
  if (!portfolios.looked) return [{ id: '', name: '' }];
  const combined = store.combined();
  const single = portfolios
    .places()
    .filter((place) => place.exists)
    .map(({ folder }) => ({ id: folder, name: store.get(folder)?.name ?? basename(folder) }));
  return combined === null ? single : [{ id: combined.id, name: combined.name }, ...single];
}

function stopped(reason: string): Banner {
  return {
    tone: 'error',
    text: `${reason} and is started again. These are the last known values`,
    action: { title: 'Show log', command: 'showLog', argument: null },
  };
}

/** Answers one request; whatever happens, the page is never left waiting. */
export async function answerPage(answers: Answers, { id, name, argument }: PageRequest): Promise<unknown> {
  try {
    const handler = answers[name] as (argument: unknown) => Promise<unknown>;
    return { type: 'answer', id, ok: true, value: await handler(argument) };
  } catch (error) {
    return { type: 'answer', id, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
