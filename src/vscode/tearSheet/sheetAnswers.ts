import { basename } from 'node:path';
import * as vscode from 'vscode';
import { tearSheetChoices } from '../../present/panel/choices.ts';
import { presentPerformance } from '../../present/panel/performance.ts';
import { presentTearSheet } from '../../present/panel/tearSheet.ts';
import type { PageCommand } from '../../protocol/page.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { type CommandName, commandId } from '../ids.ts';
import type { Answers } from '../panel/pageAnswers.ts';
import { pictureOf, saveFile } from '../panel/saveFile.ts';
import { seriesWindow } from '../panel/seriesWindow.ts';
import type { Privacy } from '../privacy.ts';
import type { Sheet } from './sheet.ts';

/** What a page without a book may start. */
const commands: Readonly<Partial<Record<PageCommand, CommandName>>> = {
  togglePrivacy: 'togglePrivacy',
  openTearSheet: 'openTearSheet',
  showLog: 'showLog',
};

/** How the host answers a page that shows one file. Its id in the engine may change, so the page's is never passed on. */
export function sheetAnswers(
  sheet: Sheet,
  engine: EngineProcess,
  privacy: Privacy,
  chooseBenchmark: () => Promise<void>,
  changed: () => void,
): Answers {
  const id = async (): Promise<string> => {
    const opened = await sheet.opened();
    if (opened.state === 'failed') throw new Error(opened.reason);
    return opened.id;
  };
  const bookOnly = (what: string) => async (): Promise<never> => {
    throw new Error(`A file has no ${what}; open the portfolio's panel`);
  };
  return {
    state: async () => presentTearSheet(basename(sheet.request.path), await sheet.opened(), privacy.on),
    series: async (argument) =>
      engine.request('series', seriesWindow({ ...argument, portfolio: await id() }, privacy.on)),
    async performance({ subject, period, benchmarks }) {
      const { path, benchmark, riskFree, periodsPerYear } = sheet.request;
      const query = { portfolio: await id(), subject, period, benchmarks, riskFree, periodsPerYear };
      const performance = await engine.request('performance', query);
      const offered =
        benchmark === null
          ? []
          : performance.benchmarks.map(({ id: benchmarkId, title }) => ({ id: benchmarkId, title }));
      return presentPerformance(performance, tearSheetChoices(basename(path), offered), {
        privacy: privacy.on,
        now: Date.now(),
        ofFile: true,
      });
    },
    attribution: bookOnly('parts to attribute a return to'),
    correlation: bookOnly('holdings to correlate'),
    overview: bookOnly('portfolios to compare'),
    table: bookOnly('tables of a book'),
    saveTable: bookOnly('tables of a book'),
    position: bookOnly('positions'),
    tradeStats: bookOnly('round trips of a book'),
    tax: bookOnly('tax report'),
    saveTax: bookOnly('tax report'),
    reconciliation: bookOnly('balances to compare'),
    plan: bookOnly('account to trade in'),
    execute: bookOnly('account to trade in'),
    execution: bookOnly('account to trade in'),
    planDiff: bookOnly('account to trade in'),
    async command({ command, argument }) {
      if (command === 'copy') await vscode.env.clipboard.writeText(argument ?? '');
      else if (command === 'chooseBenchmark') void chooseBenchmark();
      else if (command === 'refresh') {
        sheet.forget();
        changed();
      } else {
        const known = commands[command];
        if (known === undefined) throw new Error('This needs a portfolio, and this page shows a file');
        void vscode.commands.executeCommand(commandId(known));
      }
      return null;
    },
    async save({ name, text }) {
      await saveFile(name, new TextEncoder().encode(text));
      return null;
    },
    async savePicture({ name, png }) {
      await saveFile(name, pictureOf(png));
      return null;
    },
  };
}
