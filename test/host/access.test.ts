import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionApi } from './extension.ts';
import { answer } from './prompts.ts';

export function accessSuite(): void {
  describe('approved hosts', () => {
    const host = 'my.bot.example';
    const portfolio = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const approve = () => vscode.commands.executeCommand('quantfolio.approveHost', { portfolio, host });
    /** Opens the list, keeps what `keep` says, tells what was in it. */
    const manage = async (keep: (items: readonly unknown[]) => unknown): Promise<readonly string[]> => {
      const pick = answer('showQuickPick', (items) => keep(items as readonly unknown[]));
      const none = answer('showInformationMessage', () => undefined);
      try {
        await vscode.commands.executeCommand('quantfolio.manageApprovedHosts');
        const items = (pick.calls[0]?.[0] ?? []) as readonly { readonly label: string }[];
        if (items.length === 0) assert.match(String(none.calls[0]?.[0]), /No host is approved/);
        return items.map((item) => item.label);
      } finally {
        pick.end();
        none.end();
      }
    };

    before(() => extensionApi());

    it('are approved by a person only: closing the question approves nothing', async () => {
      const question = answer('showWarningMessage', () => undefined);
      await approve();
      question.end();
      assert.match(String(question.calls[0]?.[0]), new RegExp(host));
      assert.deepEqual(question.calls[0]?.[1], { modal: true, detail: `Folder: ${portfolio}` });
      assert.deepEqual(await manage(() => undefined), []);
    });

    it('are listed once allowed, and withdrawn when unticked', async () => {
      const question = answer('showWarningMessage', () => 'Allow');
      await approve();
      question.end();
      assert.deepEqual(await manage(() => undefined), [host], 'closing the list keeps it as it is');
      assert.deepEqual(await manage((items) => items), [host]);
      assert.deepEqual(await manage(() => []), [host]);
      assert.deepEqual(await manage(() => undefined), []);
    });
  });
}
