import { basename } from 'node:path';
import * as vscode from 'vscode';
import { foreign } from '../../present/redact.ts';
import type { SeriesFileColumn, TearSheetRequest } from '../../protocol/engine.ts';
import type { EngineProcess } from '../engineProcess.ts';
import type { Privacy } from '../privacy.ts';

/** Asks for a file, and for its column only where several fit. null: dismissed. Refuses in words. */
export async function chooseFile(
  engine: Pick<EngineProcess, 'request'>,
  privacy: Privacy,
  title: string,
  rest: Partial<TearSheetRequest> = {},
): Promise<TearSheetRequest | null> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: 'Open',
      canSelectMany: false,
      filters: { 'Returns, equity or trades': ['csv', 'json'] },
    })) ?? [];
  return chosen === undefined ? null : clearRequest(engine, privacy, { ...rest, path: chosen.fsPath });
}

/** The request with a column that is clear: asked for only where the engine cannot tell. */
export async function clearRequest(
  engine: Pick<EngineProcess, 'request'>,
  privacy: Privacy,
  wanted: Partial<TearSheetRequest> & { readonly path: string },
): Promise<TearSheetRequest | null> {
  const name = basename(wanted.path);
  let request: TearSheetRequest = {
    benchmark: null,
    riskFree: null,
    periodsPerYear: null,
    ...wanted,
    column: null,
    kind: null,
  };
  for (;;) {
    const answer = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Reading ${name}…` },
      () => engine.request('openTearSheet', request),
    );
    switch (answer.state) {
      case 'open':
        // The page opens it for itself; this one was only to look.
        await engine.request('closeTearSheet', { id: answer.id });
        return request;
      case 'ambiguous': {
        // Asked once: a file that is rewritten meanwhile is told about in its page.
        if (request.column !== null) return request;
        const column = await pickColumn(name, answer.columns, privacy.on);
        if (column === null) return null;
        request = { ...request, column: column.name, kind: column.kind };
        break;
      }
      case 'failed': {
        if (answer.needs === undefined || request.startingCapital !== undefined) throw new Error(answer.reason);
        const startingCapital = await askCapital(name);
        if (startingCapital === null) return null;
        request = { ...request, startingCapital };
        break;
      }
      default:
        return answer satisfies never;
    }
  }
}

/** null: dismissed. */
async function askCapital(file: string): Promise<number | null> {
  const text = await vscode.window.showInputBox({
    title: `Starting capital of ${file}`,
    prompt: 'The file tells money won and lost: returns need the money that was there before the first trade.',
    placeHolder: '10000',
    validateInput: (typed) => (capitalOf(typed) === null ? 'Write an amount above zero, as 10000 or 2500.50' : null),
  });
  return text === undefined ? null : capitalOf(text);
}

function capitalOf(text: string): number | null {
  const amount = /^\d[\d_,]*(?:\.\d+)?$/.test(text.trim()) ? Number(text.trim().replaceAll(/[_,]/g, '')) : Number.NaN;
  return Number.isFinite(amount) && amount > 0 ? amount : null;
}

const kinds = { returns: 'returns', equity: 'equity (a value over time)', trades: 'trades' } as const;

async function pickColumn(
  file: string,
  columns: readonly SeriesFileColumn[],
  privacy: boolean,
): Promise<SeriesFileColumn | null> {
  const items = columns.map((column) => ({
    label: column.name,
    description: kinds[column.kind],
    detail: foreign(column.sample.join(', '), privacy),
    column,
  }));
  const title = `Which column of ${file}?`;
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.column ?? null;
}
