import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extensionApi, waitFor, waitForState, workspaceFile } from './extension.ts';
import { answer } from './prompts.ts';

type Items = readonly { readonly label: string }[];
const labelled = (label: RegExp) => (items: unknown) => (items as Items).find((item) => label.test(item.label));

/** Commands about the past, on the demo: it has three years of it, offline. */
export function pastSuite(): void {
  describe('the past of a portfolio', () => {
    let demo = '';
    let folder = '';
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'quantfolio-host-'));
      await vscode.commands.executeCommand('quantfolio.openDemoPortfolio');
      const states = await waitForState((all) => all.length === 2 && (all[1]?.snapshot?.equity ?? null) !== null);
      demo = states[1]?.id ?? '';
    });
    after(async () => {
      await vscode.commands.executeCommand('quantfolio.closeDemoPortfolio');
      await waitForState((all) => all.length === 1);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      rmSync(folder, { recursive: true, force: true });
    });

    /** Exports with these choices; the file's text, or what was said instead. */
    const exported = async (what: RegExp, format: RegExp): Promise<string> => {
      const path = join(folder, `export-${Date.now()}`);
      const choices = [what, format];
      const pick = answer('showQuickPick', (items) => labelled(choices.shift() ?? /$^/)(items));
      const save = answer('showSaveDialog', () => vscode.Uri.file(path));
      const told = answer('showInformationMessage', () => undefined);
      const error = answer('showErrorMessage', () => undefined);
      await vscode.commands.executeCommand('quantfolio.exportData', demo);
      for (const prompt of [pick, save, told, error]) prompt.end();
      return existsSync(path) ? readFileSync(path, 'utf8') : String(error.calls[0]?.[0]);
    };

    it('is exported as CSV and JSON with exact quantities', async () => {
      const values = await exported(/^Values/, /CSV/);
      assert.match(values, /^time,account,equity,net_flow,currency,origin\r\n/);
      assert.ok(values.split('\r\n').length > 500, values.slice(0, 300));
      assert.match(values, /,USD,simulated\r\n/);
      const trades = await exported(/^Trades/, /CSV/);
      assert.match(trades, /^time,account,id,symbol,side,quantity,price,fee,/);
      assert.match(trades, /,desk,.*,buy,/);
      const holdings: readonly { readonly account: string; readonly quantity: string }[] = JSON.parse(
        await exported(/^Holdings/, /JSON/),
      );
      assert.ok(holdings.some((row) => row.account === 'treasury' && /^[\d.]+$/.test(row.quantity)));
    });

    it('is not exported while amounts are hidden', async () => {
      await vscode.commands.executeCommand('quantfolio.hideAmounts');
      try {
        assert.match(await exported(/^Values/, /CSV/), /^Amounts are hidden; show them to export them/);
      } finally {
        await vscode.commands.executeCommand('quantfolio.showAmounts');
      }
    });

    it('is compared with a date in a read-only page that hides amounts with everything else', async () => {
      // The demo was opened a moment ago, and what it holds is recorded since then.
      const pick = answer('showQuickPick', () => ({ label: 'A moment ago', at: Date.now() }));
      await vscode.commands.executeCommand('quantfolio.compareWithDate', demo);
      pick.end();
      const page = () => vscode.workspace.textDocuments.find((each) => each.uri.scheme === 'quantfolio-compare');
      const document = await waitFor(page);
      assert.match(document.getText(), /^# Demo book: /);
      assert.match(document.getText(), /\| Prices \| [+−]?\$[\d,.]+ \|/, document.getText());
      const preview = () =>
        vscode.window.tabGroups.all
          .flatMap((group) => group.tabs)
          .find(
            (tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes('markdown.preview'),
          );
      await waitFor(preview);
      await vscode.commands.executeCommand('quantfolio.hideAmounts');
      try {
        await waitFor(() => (document.getText().includes('$') ? null : true));
        assert.match(document.getText(), /\| Prices \| [+−]?[\d.]+% \|/);
      } finally {
        await vscode.commands.executeCommand('quantfolio.showAmounts');
      }
    });

    it('refuses a date that is none as it is typed', async () => {
      const pick = answer('showQuickPick', labelled(/^Another date/));
      const problems: (string | null)[] = [];
      const input = answer('showInputBox', (options) => {
        const { validateInput } = options as { validateInput(text: string): string | null };
        for (const text of ['2026-02-30', 'soon', '2024-05-01']) problems.push(validateInput(text));
        return undefined;
      });
      await vscode.commands.executeCommand('quantfolio.compareWithDate', demo);
      pick.end();
      input.end();
      assert.deepEqual(
        problems.map((problem) => problem === null),
        [false, false, true],
      );
    });

    it('is copied as Python that names the real database, which is there', async () => {
      await vscode.commands.executeCommand('quantfolio.copyAsPandas', demo);
      const code = await vscode.env.clipboard.readText();
      const [, path] = /Path\("(.+)"\)/.exec(code) ?? [];
      assert.ok(path !== undefined && existsSync(path), code);
      assert.match(code, /# Demo book: history of Quantfolio/);
    });

    it('is shared only with a host that the user approves of', async () => {
      const config = workspaceFile('quantfolio.json').fsPath;
      const before = readFileSync(config, 'utf8');
      const [state] = (await extensionApi()).states();
      const input = answer('showInputBox', () => 'postgresql://me:hidden-password@db.example.com/team');
      const question = answer('showWarningMessage', () => undefined);
      const error = answer('showErrorMessage', () => undefined);
      await vscode.commands.executeCommand('quantfolio.connectSharedHistory', state?.id);
      for (const prompt of [input, question, error]) prompt.end();
      const [box] = input.calls[0] as unknown as [{ readonly password?: boolean }];
      assert.equal(box.password, true, 'it is typed as a password');
      assert.match(String(question.calls[0]?.[0]), /db\.example\.com/);
      assert.match(String(error.calls[0]?.[0]), /was not approved, so nothing was changed/);
      assert.doesNotMatch(JSON.stringify([question.calls, error.calls]), /hidden-password/);
      assert.equal(readFileSync(config, 'utf8'), before);
    });
  });
}
