import * as vscode from 'vscode';
import { databaseVariable, pandasSnippet } from '../../present/pandasSnippet.ts';
import type { Parts } from '../parts.ts';
import { choosePlace } from './target.ts';

/** HIST-4: Python that reads this portfolio's history, to the clipboard. It holds no secret. */
export async function copyAsPandas(parts: Parts, value: unknown): Promise<void> {
  const place = await choosePlace(parts, value, 'Read the history of which portfolio?');
  if (place === null) return;
  const history = await parts.engine.request('historyPlace', { portfolio: place.folder });
  if (history === null) throw new Error('No history of this portfolio is kept, so there is nothing to read');
  await vscode.env.clipboard.writeText(pandasSnippet(history, parts.store.get(place.folder)?.name ?? 'Portfolio'));
  const words =
    history.database === 'sqlite'
      ? 'Python that reads the history with pandas is on the clipboard.'
      : `Python that reads the history with pandas is on the clipboard. Set ${databaseVariable} to the database’s URL first.`;
  void vscode.window.showInformationMessage(words);
}
