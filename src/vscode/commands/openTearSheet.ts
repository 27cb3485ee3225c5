import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { chooseFile, clearRequest } from '../tearSheet/chooseFile.ts';

/** PERF-8: of the file that was clicked in the explorer, or of one the user picks. */
export async function openTearSheet({ engine, privacy, tearSheets }: Parts, value: unknown): Promise<void> {
  const request =
    value instanceof vscode.Uri
      ? await clearRequest(engine, privacy, { path: value.fsPath })
      : await chooseFile(engine, privacy, 'Open Tear Sheet');
  if (request !== null) await tearSheets.open(request);
}
