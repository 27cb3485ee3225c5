import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { PortfolioState } from '../../core/model/state.ts';
import { namedParts } from '../../present/panel/allocations.ts';
import { presentAttribution } from '../../present/panel/attribution.ts';
import { performanceChoices } from '../../present/panel/choices.ts';
import { presentCorrelation } from '../../present/panel/correlationChoice.ts';
import { presentOverview } from '../../present/panel/overview.ts';
import { presentPerformance } from '../../present/panel/performance.ts';
import { presentPanel } from '../../present/panel.ts';
import { foreign } from '../../present/redact.ts';
import type { HostMessage, PageCommand, PageName, PageRequest, PageRequests } from '../../protocol/page.ts';
import type { Banner } from '../../protocol/panelView.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { type CommandName, commandId } from '../ids.ts';
import type { Portfolios } from '../portfolios.ts';
import type { Privacy } from '../privacy.ts';
import { shownPortfolio } from '../statusBar.ts';
import type { Store } from '../store.ts';
import type { Desk } from '../trading/desk.ts';
import type { TradingSetting } from '../trading/tradingSetting.ts';
import { pictureOf, saveFile } from './saveFile.ts';
import { seriesWindow } from './seriesWindow.ts';
import { tradingAnswers } from './tradingAnswers.ts';

/** What a page may start, and the command that does it; `copy` needs none, `chooseBenchmark` is of tear sheets. */
const commands: Readonly<Record<Exclude<PageCommand, 'copy' | 'chooseBenchmark'>, CommandName>> = {
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
  compareWithDate: 'compareWithDate',
  openTearSheet: 'openTearSheet',
  exportData: 'exportData',
  copyAsPandas: 'copyAsPandas',
  turnAllTradingOff: 'turnAllTradingOff',
  openTradingSetting: 'openTradingSetting',
  resetPaper: 'resetPaper',
};

/** These ask the user things: the page does not wait for them. */
const guided: ReadonlySet<PageCommand> = new Set([
  'addAccount',
  'createConfiguration',
  'openDemoPortfolio',
  'health',
  'compareWithDate',
  'openTearSheet',
  'exportData',
  'resetPaper',
]);

/** These are about the portfolio the page shows. */
const ofPortfolio: ReadonlySet<PageCommand> = new Set([
  'openConfiguration',
  'compareWithDate',
  'exportData',
  'copyAsPandas',
]);

export interface PageScope {
  /** The portfolio this page shows; set by "open panel" on a row, then by the page's own selector. */
  portfolio: string | null;
}

export type Answers = { readonly [N in PageName]: (argument: PageRequests[N][0]) => Promise<PageRequests[N][1]> };

/** How the host answers each request of a page. Rejecting is allowed: the page gets the words. */
export function pageAnswers(
  store: Store,
  portfolios: Portfolios,
  engine: EngineProcess,
  privacy: Privacy,
  trading: Pick<TradingSetting, 'on'>,
  desk: Desk,
  scope: PageScope,
): Answers {
  const options = () => ({ privacy: privacy.on, now: Date.now(), liveTrading: trading.on });
  return withHiddenFailures(privacy, {
    async state({ portfolio }) {
      scope.portfolio = portfolio ?? scope.portfolio;
      const states = store.all();
      const combined = store.combined();
      const named = [...(combined === null ? [] : [combined]), ...states].find(({ id }) => id === scope.portfolio);
      const state = named ?? shownPortfolio(states);
      const view = presentPanel(state, names(store, portfolios), options());
      return engine.status.kind === 'restarting'
        ? { ...view, banners: [stopped(engine.status.reason), ...view.banners] }
        : view;
    },
    async series(argument) {
      const answer = await engine.request('series', seriesWindow(argument, privacy.on));
      const { series, by, portfolio } = argument;
      if (series !== 'allocation') return answer;
      return namedParts(answer, by ?? 'asset', stateOf(store, portfolio)?.snapshot ?? null);
    },
    async performance({ portfolio, subject, period, benchmarks }) {
      const query = { portfolio, subject, period, benchmarks, riskFree: null, periodsPerYear: null };
      const performance = await engine.request('performance', query);
      return presentPerformance(performance, performanceChoices(stateOf(store, portfolio)), options());
    },
    async attribution({ portfolio, by, period }) {
      const attribution = await engine.request('attribution', { portfolio, by, period });
      return presentAttribution(attribution, stateOf(store, portfolio)?.snapshot?.baseCurrency ?? '', options());
    },
    async correlation({ portfolio, method, window }) {
      return presentCorrelation(
        await engine.request('correlation', { portfolio, method, window, assets: null }),
        options(),
      );
    },
    async overview({ period }) {
      return presentOverview(await engine.request('performances', { period }), options());
    },
    async command({ command, argument }) {
      if (command === 'copy') {
        await vscode.env.clipboard.writeText(argument ?? '');
        return null;
      }
      if (command === 'chooseBenchmark') throw new Error('Benchmarks of a portfolio are set in quantfolio.json');
      const target =
        command === 'revealLimit'
          ? { portfolio: scope.portfolio, key: argument }
          : command === 'resetPaper' && argument !== null && scope.portfolio !== null
            ? // Accounts of two portfolios may have one name.
              { id: argument, ref: { kind: 'account', portfolio: scope.portfolio, account: argument } }
            : (argument ?? (ofPortfolio.has(command) ? scope.portfolio : null));
      const run = vscode.commands.executeCommand(commandId(commands[command]), target);
      if (!guided.has(command)) await run;
      return null;
    },
    ...tradingAnswers(store, engine, privacy, trading, desk),
    async save({ name, text }) {
      await saveFile(name, new TextEncoder().encode(text));
      return null;
    },
    async savePicture({ name, png }) {
      await saveFile(name, pictureOf(png));
      return null;
    },
  });
}

/** Why something failed may name amounts: "$20,500 over the limit of $20,000". */
function withHiddenFailures(privacy: Pick<Privacy, 'on'>, answers: Answers): Answers {
  const entries = Object.entries(answers) as [PageName, (argument: unknown) => Promise<unknown>][];
  const hidden = entries.map(([name, answer]) => [
    name,
    async (argument: unknown) => {
      try {
        return await answer(argument);
      } catch (error) {
        throw new Error(foreign(error instanceof Error ? error.message : String(error), privacy.on));
      }
    },
  ]);
  return Object.fromEntries(hidden) as Answers;
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

function stateOf(store: Store, id: string): PortfolioState | null {
  const combined = store.combined();
  return combined?.id === id ? combined : store.get(id);
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

/** The answer to a message that is no request of the protocol; null where nobody could be waiting for one. */
export function refuseMessage(message: unknown): HostMessage | null {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 1) return null;
  return { type: 'answer', id, ok: false, error: 'This is no request that the panel can make; nothing was done' };
}
