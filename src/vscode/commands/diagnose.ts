import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { choosePlace } from './target.ts';

/** Read-only, so that closing the report asks nothing. */
const reportUri = vscode.Uri.from({ scheme: 'quantfolio-report', path: '/Quantfolio diagnosis.txt' });

export interface Reports extends vscode.Disposable {
  show(text: string): Promise<void>;
}

/** The place where reports are shown: one document, replaced by each. */
export function createReports(): Reports {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let text = '';
  const registration = vscode.workspace.registerTextDocumentContentProvider(reportUri.scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: () => text,
  });
  return {
    async show(next) {
      text = next;
      changed.fire(reportUri);
      await vscode.window.showTextDocument(reportUri, { preview: true });
    },
    dispose: () => vscode.Disposable.from(registration, changed).dispose(),
  };
}

/** What is configured, reachable, priced, stored, as a page of text; secrets are never in it. */
export async function diagnose(parts: Parts): Promise<void> {
  const place = await choosePlace(parts, null, 'Diagnose');
  if (place === null) return;
  const lines = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Checking accounts, prices and history…' },
    () => parts.engine.request('diagnose', { folder: place.folder }),
  );
  await parts.reports.show(`${lines.join('\n')}\n`);
}
