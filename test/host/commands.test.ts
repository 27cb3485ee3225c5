import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RiskResult } from '../../src/core/model/risk.ts';
import { extensionApi, waitForState, workspaceFile } from './extension.ts';

export function commandsSuite(): void {
  describe('commands', () => {
    it('Evaluate Risk Limits answers with the result', async () => {
      const result = await vscode.commands.executeCommand<RiskResult>('quantfolio.evaluateRiskLimits');
      assert.equal(result.state, 'OK');
      assert.equal(result.allowed, true);
      const total = result.findings.find((one) => one.limit === 'maxTotalExposureNotional');
      assert.equal(total?.value, 18_250);
      assert.equal(total?.ratio, 0.365);
    });

    it('Refresh reads the accounts anew', async () => {
      const [before] = (await extensionApi()).states();
      await vscode.commands.executeCommand('quantfolio.refresh');
      const [after] = await waitForState(([state]) => (state?.snapshot?.asOf ?? 0) > (before?.snapshot?.asOf ?? 0));
      assert.equal(after?.snapshot?.totalNotional, 18_250);
    });

    it('go to the line of a limit', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
      const limit = { portfolio: folder, limit: 'maxOpenPositions', subject: null };
      await vscode.commands.executeCommand('quantfolio.revealLimit', limit);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.fsPath, workspaceFile('quantfolio.json').fsPath);
      assert.match(editor.document.lineAt(editor.selection.active.line).text, /maxOpenPositions/);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });

    it('copy a row, a value and a record, and no amount in privacy', async () => {
      const api = await extensionApi();
      const [account] = api.portfolioRows();
      const row = account?.children[0];
      await vscode.commands.executeCommand('quantfolio.copyValue', row);
      assert.equal(await vscode.env.clipboard.readText(), '€14,750.00');
      await vscode.commands.executeCommand('quantfolio.copyRow', row);
      assert.match(await vscode.env.clipboard.readText(), /^BTC\/EUR\tlong 0\.5 @ 28,000\.00\t/);
      await vscode.commands.executeCommand('quantfolio.copyJson', row);
      assert.equal(JSON.parse(await vscode.env.clipboard.readText()).notional, 14_750);
      await vscode.commands.executeCommand('quantfolio.hideAmounts');
      await vscode.commands.executeCommand('quantfolio.copyRow', api.portfolioRows()[0]?.children[0]);
      assert.match(await vscode.env.clipboard.readText(), /long •••••/);
      await vscode.commands.executeCommand('quantfolio.showAmounts');
    });

    it('open the demo beside the workspace in one step, offline, and close it', async () => {
      await vscode.commands.executeCommand('quantfolio.openDemoPortfolio');
      const states = await waitForState(
        (all) => all.length === 2 && all[1]?.snapshot?.equity !== null && all[1]?.snapshot !== null,
      );
      assert.equal(states[1]?.snapshot?.simulated, true);
      assert.equal(vscode.workspace.workspaceFolders?.length, 1);
      assert.deepEqual(
        (await extensionApi()).portfolioRows().map((node) => node.label),
        states.map((state) => state.name),
      );
      await vscode.commands.executeCommand('quantfolio.closeDemoPortfolio');
      await waitForState((all) => all.length === 1);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  });
}
