import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extensionApi, waitFor } from './extension.ts';
import { answer } from './prompts.ts';

const day = 86_400_000;
const dates = Array.from({ length: 300 }, (_, index) =>
  new Date(Date.UTC(2024, 0, 1) + index * day).toISOString().slice(0, 10),
);

export function tearSheetSuite(): void {
  describe('tear sheets of files', () => {
    let folder = '';
    const file = (name: string, lines: readonly string[]): vscode.Uri => {
      const path = join(folder, name);
      writeFileSync(path, `${lines.join('\n')}\n`);
      return vscode.Uri.file(path);
    };
    const tabs = () =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(
          (tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes('quantfolio.tearSheet'),
        );
    const titles = () => tabs().map((tab) => tab.label);
    const open = (uri: vscode.Uri) => vscode.commands.executeCommand('quantfolio.openTearSheet', uri);

    before(async () => {
      await extensionApi();
      folder = mkdtempSync(join(tmpdir(), 'quantfolio-host-'));
    });
    after(async () => {
      await vscode.window.tabGroups.close(tabs());
      rmSync(folder, { recursive: true, force: true });
    });

    it('open in a tab each, several at once, and each only once', async () => {
      const equity = file('equity.csv', [
        'date,equity',
        ...dates.map((date, index) => `${date},${10_000 + (index % 7) * 10}`),
      ]);
      const returns = file('returns.csv', [
        'date,return',
        ...dates.map((date, index) => `${date},${((index % 5) - 2) / 1000}`),
      ]);
      const pick = answer('showQuickPick', () => undefined);
      await open(equity);
      await open(returns);
      await open(equity);
      pick.end();
      assert.deepEqual(pick.calls, [], 'nothing is asked where the column is clear');
      await waitFor(
        () => (tabs().length >= 2 ? true : null),
        () => JSON.stringify(titles()),
      );
      assert.deepEqual(titles().sort(), ['equity.csv', 'returns.csv']);
    });

    it('ask for the column only where several fit, showing what is in them', async () => {
      const two = file('two.csv', [
        'date,grid,trend',
        ...dates.map((date, index) => `${date},${((index % 5) - 2) / 1000},${((index % 3) - 1) / 1000}`),
      ]);
      const pick = answer('showQuickPick', (items) =>
        (items as readonly { readonly label: string }[]).find((item) => item.label === 'trend'),
      );
      await open(two);
      pick.end();
      const items = (pick.calls[0]?.[0] ?? []) as readonly { readonly label: string; readonly detail: string }[];
      assert.deepEqual(items.map((item) => item.label).sort(), ['grid', 'trend']);
      assert.match(items.find((item) => item.label === 'grid')?.detail ?? '', /-0\.002/);
      await waitFor(() => (titles().includes('two.csv') ? true : null));
    });

    it('say in words why a file cannot be one, and open nothing', async () => {
      const before = tabs().length;
      const error = answer('showErrorMessage', () => undefined);
      await open(file('notes.csv', ['name,colour', 'a,red', 'b,blue']));
      await open(vscode.Uri.file(join(folder, 'missing.csv')));
      error.end();
      assert.equal(error.calls.length, 2, JSON.stringify(error.calls));
      assert.match(String(error.calls[0]?.[0]), /notes\.csv/);
      assert.match(String(error.calls[1]?.[0]), /missing\.csv/);
      assert.equal(tabs().length, before);
    });
  });
}
