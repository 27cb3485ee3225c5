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
  const request: TearSheetRequest = {
    benchmark: null,
    riskFree: null,
    periodsPerYear: null,
    ...wanted,
    column: null,
    kind: null,
  };
  const answer = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Reading ${basename(request.path)}…` },
    () => engine.request('openTearSheet', request),
  );
  switch (answer.state) {
    case 'failed':
      throw new Error(answer.reason);
    case 'open':
      // The page opens it for itself; this one was only to look.
      await engine.request('closeTearSheet', { id: answer.id });
      return request;
    case 'ambiguous': {
      const column = await pickColumn(basename(request.path), answer.columns, privacy.on);
      return column === null ? null : { ...request, column: column.name, kind: column.kind };
    }
    default:
      return answer satisfies never;
  }
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
