import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { TearSheetRequest } from '../../protocol/engine.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { tearSheetType } from '../ids.ts';
import { pageOptions, servePage } from '../panel/servePage.ts';
import type { Privacy } from '../privacy.ts';
import { chooseFile } from './chooseFile.ts';
import { createSheet, type Sheet } from './sheet.ts';
import { sheetAnswers } from './sheetAnswers.ts';

/** Pages of files (PERF-8), one each, several at once. They survive a reload of the window. */
export interface TearSheets extends vscode.Disposable {
  /** Shows the page of this file, or brings it to the front. `request` was tried: its column is clear. */
  open(request: TearSheetRequest): Promise<void>;
}

interface Page {
  readonly panel: vscode.WebviewPanel;
  readonly sheet: Sheet;
}

/** What a tab shows, by its title: all that VS Code gives back of a restored tab that we chose ourselves. */
type Remembered = Readonly<Record<string, TearSheetRequest>>;
const memoryKey = 'tearSheets';

/** A program that writes a file writes it in several steps. */
const settleMs = 300;

export function createTearSheets(
  extensionUri: vscode.Uri,
  engine: EngineProcess,
  privacy: Privacy,
  memory: vscode.Memento,
  log: vscode.LogOutputChannel,
): TearSheets {
  const pages = new Set<Page>();
  const remembered = (): Remembered => memory.get<Remembered>(memoryKey, {});
  const remember = async (title: string, request: TearSheetRequest): Promise<void> => {
    await memory.update(memoryKey, { ...remembered(), [title]: request });
  };
  const forget = async (title: string): Promise<void> => {
    const { [title]: _closed, ...others } = remembered();
    await memory.update(memoryKey, others);
  };

  const adopt = (panel: vscode.WebviewPanel, request: TearSheetRequest): void => {
    const sheet = createSheet(engine, request);
    const changed = (): void => {
      if (panel.visible) served.post({ type: 'changed' });
    };
    const compare = async (): Promise<void> => {
      try {
        const benchmark = await chooseFile(engine, privacy, 'Compare with which file?', {
          ...request,
          benchmark: null,
        });
        if (benchmark === null) return;
        await sheet.compare({ path: benchmark.path, column: benchmark.column });
        await remember(panel.title, sheet.request);
        changed();
      } catch (error) {
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      }
    };
    const answers = sheetAnswers(sheet, engine, privacy, compare, changed);
    const page: Page = { panel, sheet };
    pages.add(page);
    let timer: NodeJS.Timeout | null = null;
    const rewritten = (): void => {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => {
        sheet.forget();
        changed();
      }, settleMs);
    };
    const subscriptions = vscode.Disposable.from(
      watch(request.path, rewritten),
      privacy.onChange(changed),
      engine.onStatus((status) => {
        // A new engine knows no open file.
        if (status.kind === 'restarting') sheet.forget();
        if (status.kind === 'ready') changed();
      }),
      panel.onDidChangeViewState(changed),
    );
    panel.onDidDispose(() => {
      if (timer !== null) clearTimeout(timer);
      subscriptions.dispose();
      pages.delete(page);
      sheet.close();
      void forget(panel.title);
    });
    const served = servePage(panel, extensionUri, answers, log);
  };

  const serializer = vscode.window.registerWebviewPanelSerializer(tearSheetType, {
    async deserializeWebviewPanel(panel) {
      const request = remembered()[panel.title];
      if (request === undefined) panel.dispose();
      else adopt(panel, request);
    },
  });

  return {
    async open(request) {
      const same = [...pages].find(({ sheet }) => sameFile(sheet.request, request));
      if (same !== undefined) {
        same.panel.reveal();
        return;
      }
      const title = freeTitle(request, new Set([...pages].map(({ panel }) => panel.title)));
      await remember(title, request);
      adopt(
        vscode.window.createWebviewPanel(tearSheetType, title, vscode.ViewColumn.Active, pageOptions(extensionUri)),
        request,
      );
    },
    dispose() {
      // Not the pages: they come back after a reload. Their files are closed with the engine.
      serializer.dispose();
    },
  };
}

function sameFile(a: TearSheetRequest, b: TearSheetRequest): boolean {
  return a.path === b.path && a.column === b.column && a.kind === b.kind;
}

/** The file's name; with its folder, its column or a number where another tab has it already. */
function freeTitle({ path, column }: TearSheetRequest, taken: ReadonlySet<string>): string {
  const name = basename(path);
  const wanted = [name, `${name} · ${column ?? basename(dirname(path))}`, `${name} · ${path}`];
  const free = wanted.find((title) => !taken.has(title));
  if (free !== undefined) return free;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${name} (${number})`)) return `${name} (${number})`;
  }
}

function watch(path: string, changed: () => void): vscode.Disposable {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(path)), basename(path));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed));
}
