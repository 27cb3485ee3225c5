import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionApi, waitForState } from './extension.ts';

export function activationSuite(): void {
  describe('activation', () => {
    it('opens the portfolio of the folder and shows its first state', async () => {
      const [state] = await waitForState((states) => states[0]?.snapshot?.positions.length === 2);
      assert.equal(state?.name, 'Host book');
      assert.equal(state?.config.state, 'good');
    });

    it('values the book of POS-3: 2 positions, 18,250 / 850 / 120', async () => {
      const [state] = await waitForState((states) => states[0]?.snapshot?.totalNotional === 18_250);
      assert.equal(state?.snapshot?.totalUnrealizedPnl, 850);
      assert.equal(state?.snapshot?.totalRealizedPnl, 120);
    });

    it('registers every command of the manifest', async () => {
      await extensionApi();
      const all = new Set(await vscode.commands.getCommands(true));
      const extension = vscode.extensions.getExtension('quantfolio.quantfolio');
      const declared: { command: string }[] = extension?.packageJSON.contributes.commands ?? [];
      assert.ok(declared.length > 20);
      assert.deepEqual(
        declared.map((entry) => entry.command).filter((command) => !all.has(command)),
        [],
      );
    });
  });
}
