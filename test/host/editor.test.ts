import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { extensionApi, waitFor, workspaceFile } from './extension.ts';

/** Puts text into the configuration without saving it: the fixture stays as it is. */
async function typed(change: (text: string) => string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(workspaceFile('quantfolio.json'));
  await vscode.window.showTextDocument(document);
  const before = document.getText();
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(document.positionAt(0), document.positionAt(before.length));
  edit.replace(document.uri, all, change(before));
  assert.ok(await vscode.workspace.applyEdit(edit));
  return document;
}

const ours = (document: vscode.TextDocument) =>
  vscode.languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === 'quantfolio');

export function editorSuite(): void {
  describe('the configuration in the editor', () => {
    let original = '';
    before(async () => {
      await extensionApi();
      original = readFileSync(workspaceFile('quantfolio.json').fsPath, 'utf8');
      // The browser VS Code saves by itself after a second; the fixture must stay as it is.
      await vscode.workspace.getConfiguration('files').update('autoSave', 'off', vscode.ConfigurationTarget.Global);
    });
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    after(() => {
      assert.equal(readFileSync(workspaceFile('quantfolio.json').fsPath, 'utf8'), original, 'the fixture was changed');
    });

    it('is JSON with comments', async () => {
      const document = await vscode.workspace.openTextDocument(workspaceFile('quantfolio.json'));
      assert.equal(document.languageId, 'jsonc');
    });

    it('has no problem as it is', async () => {
      const document = await typed((text) => `${text}\n`);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.deepEqual(
        vscode.languages.getDiagnostics(document.uri).map((diagnostic) => diagnostic.message),
        [],
      );
    });

    it('marks an unknown exchange at its range, and fixes it', async () => {
      const document = await typed((text) =>
        text.replace('"accounts": {', '"accounts": {\n    "main": { "kind": "exchange", "exchange": "binanace" },'),
      );
      const problem = await waitFor(() => ours(document).find((one) => one.message.includes('binanace')));
      assert.match(document.getText(problem.range), /^"?binanace"?$/);
      assert.match(problem.message, /binance/);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        problem.range,
      );
      const fix = actions.find((action) => action.edit !== undefined && action.kind?.value === 'quickfix');
      assert.ok(fix?.edit, 'there is no quick fix');
      await vscode.workspace.applyEdit(fix.edit);
      assert.match(document.getText(), /"exchange": "binance"/);
      await waitFor(() => (ours(document).length === 0 ? true : null));
    });

    it('refuses a secret in the file and offers to move it to secret storage', async () => {
      const document = await typed((text) =>
        text.replace(
          '"accounts": {',
          '"accounts": {\n    "main": { "kind": "exchange", "exchange": "kraken", "apiKey": "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A" },',
        ),
      );
      const problem = await waitFor(() => ours(document).find((one) => /secret|key/i.test(one.message)));
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        problem.range,
      );
      const move = actions.find((action) => action.command?.command === 'quantfolio.moveSecret');
      assert.ok(move, `no fix moves the secret: ${actions.map((action) => action.title).join(', ')}`);
    });

    it('completes the limits from the schema', async () => {
      const document = await typed((text) => text.replace('"maxOpenPositions": 5,', '"maxOpenPositions": 5,\n    "'));
      const offset =
        document.getText().indexOf('"maxOpenPositions": 5,\n    "') + '"maxOpenPositions": 5,\n    "'.length;
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        document.positionAt(offset),
      );
      const labels = list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
      assert.ok(
        labels.some((label) => label.includes('maxDailyLossPct')),
        labels.join(', '),
      );
    });
  });
}
