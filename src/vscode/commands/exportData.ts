import * as vscode from 'vscode';
import { type ExportKind, exportKinds, exportText } from '../../present/exportText.ts';
import { saveFile } from '../panel/saveFile.ts';
import type { Parts } from '../parts.ts';
import { choosePlace } from './target.ts';

/** Years of minutes of many accounts are read in one go. */
const patienceMs = 300_000;
const formats = { csv: 'CSV', json: 'JSON' } as const;

/** HIST-4: what is stored of a portfolio, as a file for other programs. Asks what, as what, and where. */
export async function exportData(parts: Parts, value: unknown): Promise<void> {
  const { engine, privacy } = parts;
  if (privacy.on) throw new Error('Amounts are hidden; show them to export them');
  const place = await choosePlace(parts, value, 'Export the data of which portfolio?');
  if (place === null) return;
  const kind = await pick('Export what?', exportKinds);
  if (kind === null) return;
  const format = await pick(`Export ${exportKinds[kind].toLowerCase()} as`, formats);
  if (format === null) return;
  const span = { portfolio: place.folder, account: null, from: 0, to: Date.now() };
  const text = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Reading ${exportKinds[kind].toLowerCase()}…`,
      cancellable: true,
    },
    async (_progress, cancelled) => {
      const read = async () =>
        kind === 'values' || kind === 'holdings'
          ? exportText({ kind, history: await engine.request('history', span, patienceMs) }, format)
          : exportText({ kind, ledger: await engine.request('ledger', span, patienceMs) }, format);
      // Nothing is written by reading: an answer that comes after all is dropped.
      return Promise.race([read(), whenCancelled(cancelled)]);
    },
  );
  if (text === null) return;
  if (text.rows === 0) throw new Error(emptyWords(kind));
  const name = `${(parts.store.get(place.folder)?.name ?? 'portfolio').replaceAll(/[^\w -]+/g, '-')} ${kind}.${format}`;
  const saved = await saveFile(name, new TextEncoder().encode(text.text), { [formats[format]]: [format] });
  if (saved)
    void vscode.window.showInformationMessage(`${text.rows} rows of ${exportKinds[kind].toLowerCase()} exported.`);
}

function whenCancelled(token: vscode.CancellationToken): Promise<null> {
  return new Promise((resolve) => token.onCancellationRequested(() => resolve(null)));
}

function emptyWords(kind: ExportKind): string {
  return kind === 'values' || kind === 'holdings'
    ? `There are no ${exportKinds[kind].toLowerCase()} in the history yet`
    : `No ${exportKinds[kind].toLowerCase()} are known: the accounts told none, or they have not been read yet`;
}

async function pick<K extends string>(title: string, words: Readonly<Record<K, string>>): Promise<K | null> {
  const items = (Object.entries(words) as [K, string][]).map(([key, label]) => ({ label, key }));
  return (await vscode.window.showQuickPick(items, { title }))?.key ?? null;
}
