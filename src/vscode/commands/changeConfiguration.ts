import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ConfigChange, TextEdit } from '../../core/model/configText.ts';
import { applyEdits, rangeOf } from '../editor/applyEdits.ts';
import type { Parts } from '../parts.ts';
import type { Place } from '../portfolios.ts';

/** Changes a configuration minimally (CFG-6), saves it and shows the new lines. */
export async function changeConfiguration(parts: Parts, place: Place, change: ConfigChange): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.configPath));
  const edits = await parts.engine.request('editConfig', { text: document.getText(), change });
  await applyEdits(document, edits);
  await document.save();
  await parts.portfolios.sync();
  await showEdits(document, edits);
}

/** Writes a new configuration; an existing file is left alone. */
export async function writeConfiguration(parts: Parts, place: Place, change: ConfigChange): Promise<void> {
  const edits = await parts.engine.request('editConfig', { text: null, change });
  const text = [...edits].sort((a, b) => a.offset - b.offset).reduce((all, edit) => all + edit.text, '');
  await mkdir(dirname(place.configPath), { recursive: true });
  await writeFile(place.configPath, text, { flag: 'wx' });
  await parts.portfolios.sync();
}

async function showEdits(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<void> {
  const first = edits[0];
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (first === undefined) return;
  const range = rangeOf(document, first.offset, first.text.length);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
