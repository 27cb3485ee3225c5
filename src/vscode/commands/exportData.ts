import * as vscode from 'vscode';
import { type ExportKind, exportKinds, exportText } from '../../present/exportText.ts';
import { saveFile } from '../panel/saveFile.ts';
import type { Parts } from '../parts.ts';
import { fileFormats, pickFrom } from './pickFrom.ts';
import { choosePlace } from './target.ts';
import { withCancel } from './withCancel.ts';

/** Years of minutes of many accounts are read in one go. */
const patienceMs = 300_000;

/** HIST-4: what is stored of a portfolio, as a file for other programs. Asks what, as what, and where. */
export async function exportData(parts: Parts, value: unknown): Promise<void> {
  const { engine, privacy } = parts;
  if (privacy.on) throw new Error('Amounts are hidden; show them to export them');
  const place = await choosePlace(parts, value, 'Export the data of which portfolio?');
  if (place === null) return;
  const kind = await pickFrom('Export what?', exportKinds);
  if (kind === null) return;
  const format = await pickFrom(`Export ${exportKinds[kind].toLowerCase()} as`, fileFormats);
  if (format === null) return;
  const span = { portfolio: place.folder, account: null, from: 0, to: Date.now() };
  // Nothing is written by reading: an answer that comes after all is dropped.
  const text = await withCancel(`Reading ${exportKinds[kind].toLowerCase()}…`, async () =>
    kind === 'values' || kind === 'holdings'
      ? exportText({ kind, history: await engine.request('history', span, patienceMs) }, format)
      : exportText({ kind, ledger: await engine.request('ledger', span, patienceMs) }, format),
  );
  if (text === null) return;
  if (text.rows === 0) throw new Error(emptyWords(kind));
  const name = `${(parts.store.get(place.folder)?.name ?? 'portfolio').replaceAll(/[^\w -]+/g, '-')} ${kind}.${format}`;
  const saved = await saveFile(name, new TextEncoder().encode(text.text), { [fileFormats[format]]: [format] });
  if (saved)
    void vscode.window.showInformationMessage(`${text.rows} rows of ${exportKinds[kind].toLowerCase()} exported.`);
}

function emptyWords(kind: ExportKind): string {
  return kind === 'values' || kind === 'holdings'
    ? `There are no ${exportKinds[kind].toLowerCase()} in the history yet`
    : `No ${exportKinds[kind].toLowerCase()} are known: the accounts told none, or they have not been read yet`;
}
