import * as vscode from 'vscode';
import type { TextEdit } from '../../core/model/configText.ts';

/** Applies edits whose offsets count in the document's present text, as one step of undo. */
export async function applyEdits(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<void> {
  if (edits.length === 0) return;
  const change = new vscode.WorkspaceEdit();
  for (const { offset, length, text } of edits) change.replace(document.uri, rangeOf(document, offset, length), text);
  if (!(await vscode.workspace.applyEdit(change))) throw new Error(`${document.fileName} could not be changed`);
}

export function rangeOf(document: vscode.TextDocument, offset: number, length: number): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}
