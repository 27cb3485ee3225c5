import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionApi, waitFor, waitForState } from './extension.ts';

export function viewsSuite(): void {
  describe('the views', () => {
    before(() => waitForState((states) => states[0]?.risk !== null && states[0]?.snapshot?.positions.length === 2));

    it('show accounts and their positions', async () => {
      const [account] = (await extensionApi()).portfolioRows();
      const rows = account?.children.map((node) => `${node.label} ${node.description.replaceAll('\u2002', ' ')}`);
      assert.equal(rows?.length, 2);
      assert.match(rows?.[0] ?? '', /^BTC\/EUR long 0\.5 @ 28,000\.00 ▲ \+€750\.00/);
      assert.match(rows?.[1] ?? '', /^ETH\/EUR short 2 @ 1,800\.00 ▲ \+€100\.00/);
    });

    it('show the limits with their use: RISK-4, 36.5 %', async () => {
      const rows = (await extensionApi()).riskRows();
      const total = rows.find((node) => node.ref.kind === 'limit' && node.ref.limit === 'maxTotalExposureNotional');
      assert.equal(total?.description.split('\u2002')[0], '37% · €18,250 of €50,000');
      assert.equal(total?.icon?.id, 'pass');
    });

    it('hide amounts with one command and show them again', async () => {
      const api = await extensionApi();
      const text = () => JSON.stringify([api.portfolioRows(), api.riskRows()]);
      assert.match(text(), /€750/);
      await vscode.commands.executeCommand('quantfolio.togglePrivacy');
      assert.doesNotMatch(text(), /€\d/);
      assert.match(text(), /37%/);
      await vscode.commands.executeCommand('quantfolio.togglePrivacy');
      assert.match(text(), /€750/);
    });

    it('open in the panel, as one tab', async () => {
      await vscode.commands.executeCommand('quantfolio.openPanel');
      await vscode.commands.executeCommand('quantfolio.openPanel');
      const panels = () =>
        vscode.window.tabGroups.all
          .flatMap((group) => group.tabs)
          .filter(
            (tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes('quantfolio.panel'),
          );
      await waitFor(() => (panels().length > 0 ? panels() : null));
      assert.equal(panels().length, 1);
      await vscode.window.tabGroups.close(panels());
    });
  });
}
