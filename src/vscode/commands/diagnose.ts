import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { choosePlace } from './target.ts';

/** What is configured, reachable, priced, stored, as a page of text; secrets are never in it. */
export async function diagnose(parts: Parts): Promise<void> {
  const place = await choosePlace(parts, null, 'Diagnose');
  if (place === null) return;
  const lines = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Checking accounts, prices and history…' },
    () => parts.engine.request('diagnose', { folder: place.folder }),
  );
  const document = await vscode.workspace.openTextDocument({ content: `${lines.join('\n')}\n`, language: 'plaintext' });
  await vscode.window.showTextDocument(document, { preview: true });
}
