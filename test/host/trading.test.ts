import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TreeNode } from '../../src/present/treeNode.ts';
import { extensionApi, waitFor, waitForState } from './extension.ts';
import { answer } from './prompts.ts';

type Items = readonly { readonly label: string }[];
const labelled = (label: RegExp) => (items: unknown) => (items as Items).find((item) => label.test(item.label));
const setting = () => vscode.workspace.getConfiguration('quantfolio').inspect<boolean>('trading.enabled');

function walk(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...walk(node.children)]);
}

/** Orders, on the demo: its paper accounts can be traded at once, offline. */
export function tradingSuite(): void {
  describe('trading', () => {
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

    const state = async () => (await extensionApi()).states().find((one) => one.id === demo);
    const held = async (account: string, asset: string) =>
      Number(
        (await state())?.snapshot?.holdings.find((row) => row.account === account && row.asset === asset)?.quantity ??
          0,
      );
    const row = async (account: string, asset: string) => {
      const id = (await state())?.snapshot?.holdings.find((one) => one.account === account && one.asset === asset)?.id;
      return walk((await extensionApi()).portfolioRows()).find(
        (node) => node.ref.kind === 'holding' && node.ref.id === id,
      );
    };
    const open = (scheme: string) =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter((tab) => tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.scheme === scheme);

    it('is off by default, and no workspace can turn it on', async () => {
      assert.notEqual(setting()?.globalValue, true);
      const refused = vscode.workspace
        .getConfiguration('quantfolio')
        .update('trading.enabled', true, vscode.ConfigurationTarget.Workspace);
      await assert.rejects(Promise.resolve(refused), /trading\.enabled/);
      assert.equal(setting()?.workspaceValue, undefined);
    });

    it('is offered on paper rows at once', async () => {
      const account = walk((await extensionApi()).portfolioRows()).find(
        (node) => node.ref.kind === 'account' && node.ref.account === 'desk',
      );
      assert.equal(account?.context, 'account paper tradable');
      assert.equal((await row('desk', 'BTC'))?.context, 'holding tradable');
    });

    it('buys on paper from a row: amount, review, filled at once, and the book has it', async () => {
      const before = await held('desk', 'BTC');
      const size = answer('showInputBox', () => '0.01');
      const review = answer('showQuickPick', labelled(/Place the order on paper/));
      const told = answer('showInformationMessage', () => undefined);
      const modal = answer('showWarningMessage', () => undefined);
      const error = answer('showErrorMessage', () => undefined);
      await vscode.commands.executeCommand('quantfolio.buy', await row('desk', 'BTC'));
      await waitFor(
        () => told.calls[0] ?? error.calls[0],
        () => JSON.stringify([review.calls, modal.calls]),
      );
      for (const prompt of [size, review, told, modal, error]) prompt.end();
      assert.deepEqual(error.calls, []);
      assert.deepEqual(modal.calls, [], 'paper asks for no confirmation');
      const [items] = review.calls[0] as [Items];
      assert.ok(
        items.some((item) => /Buy 0\.01 BTC at the market on Desk/.test(item.label)),
        JSON.stringify(items),
      );
      assert.match(String(told.calls[0]?.[0]), /Done: 1 order filled: 0\.01 at [\d,.]+ USD, fee/);
      await vscode.commands.executeCommand('quantfolio.refresh');
      await waitForState((all) => {
        const holdings = all.find((one) => one.id === demo)?.snapshot?.holdings ?? [];
        const now = Number(holdings.find((one) => one.account === 'desk' && one.asset === 'BTC')?.quantity ?? 0);
        return Math.abs(now - before - 0.01) < 1e-9;
      });
    });

    it('places nothing when the review is dismissed', async () => {
      const before = await held('desk', 'BTC');
      const size = answer('showInputBox', () => 'all');
      const review = answer('showQuickPick', () => undefined);
      await vscode.commands.executeCommand('quantfolio.sell', await row('desk', 'BTC'));
      for (const prompt of [size, review]) prompt.end();
      assert.equal(review.calls.length, 1);
      await vscode.commands.executeCommand('quantfolio.refresh');
      assert.equal(await held('desk', 'BTC'), before);
    });

    it('shows a rebalance as a native diff of the book now and after, and dismisses it', async () => {
      const pick = answer('showQuickPick', labelled(/Show book now/));
      await vscode.commands.executeCommand('quantfolio.rebalance', demo);
      pick.end();
      const [tab] = await waitFor(() => (open('quantfolio-plan').length > 0 ? open('quantfolio-plan') : null));
      assert.equal(tab?.label, 'Rebalance: book now ↔ book after');
      const input = tab?.input as vscode.TabInputTextDiff;
      const [before, after] = await Promise.all(
        [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
      );
      const lines = (document: vscode.TextDocument | undefined) => document?.getText().split('\n') ?? [];
      const changed = lines(before).filter((line, index) => line !== lines(after)[index]);
      assert.ok(
        changed.some((line) => /^ {2}[A-Z]+ +[\d.,]+ +\$[\d.,]+ +[\d.]+%/.test(line)),
        `${before?.getText()}${after?.getText()}`,
      );
      assert.match(after?.getText() ?? '', /\nOrders\n1\. (Buy|Sell) [\d.,]+ \w+ at the market on /);
      await vscode.commands.executeCommand('quantfolio.hideAmounts');
      await waitFor(() => (after?.getText().includes('$') ? null : true));
      await vscode.commands.executeCommand('quantfolio.showAmounts');
      await vscode.commands.executeCommand('quantfolio.dismissPlan');
      await waitFor(() => (open('quantfolio-plan').length === 0 ? true : null));
    });

    it('has a log of every order, with its check and fill', async () => {
      await vscode.commands.executeCommand('quantfolio.showOrderLog', demo);
      const document = await waitFor(() =>
        vscode.workspace.textDocuments.find((each) => each.uri.scheme === 'quantfolio-orders'),
      );
      assert.match(document.getText(), /\| Buy 0\.01 BTC at the market on Desk[^|]* \| Filled \|/);
      assert.match(document.getText(), /Pre-trade check: /);
    });

    it('is turned off everywhere by one command, at any time', async () => {
      const settings = () => vscode.workspace.getConfiguration('quantfolio');
      await settings().update('trading.enabled', true, vscode.ConfigurationTarget.Global);
      await waitFor(() => (setting()?.globalValue === true ? true : null));
      const told = answer('showInformationMessage', () => undefined);
      await vscode.commands.executeCommand('quantfolio.turnAllTradingOff');
      told.end();
      assert.equal(setting()?.globalValue, false);
      assert.match(String(told.calls[0]?.[0]), /^Live trading is off\. Nothing was being executed\./);
      await settings().update('trading.enabled', undefined, vscode.ConfigurationTarget.Global);
    });

    it('writes tables and the tax report as files', async () => {
      const save = async (command: string, ...choices: readonly RegExp[]): Promise<string> => {
        const path = join(folder, `${command}-${Date.now()}`);
        const rest = [...choices];
        const pick = answer('showQuickPick', (items) => {
          const wanted = rest.shift() ?? /$^/;
          return typeof (items as readonly unknown[])[0] === 'string'
            ? (items as readonly string[]).find((item) => wanted.test(item))
            : labelled(wanted)(items);
        });
        const dialog = answer('showSaveDialog', () => vscode.Uri.file(path));
        const error = answer('showErrorMessage', () => undefined);
        const info = answer('showInformationMessage', () => undefined);
        const warning = answer('showWarningMessage', () => undefined);
        await vscode.commands.executeCommand(`quantfolio.${command}`, demo);
        for (const prompt of [pick, dialog, error, info, warning]) prompt.end();
        return existsSync(path) ? readFileSync(path, 'utf8') : String(error.calls[0]?.[0]);
      };
      const trades = await save('exportTable', /^Trades$/, /CSV/);
      assert.ok(trades.split('\r\n').length > 50, trades.slice(0, 500));
      const tax = JSON.parse(await save('taxReport', /^2025$/, /^FIFO$/, /JSON/));
      assert.equal(tax.year, 2025);
      assert.equal(tax.method, 'FIFO');
      assert.ok(tax.disposals.length > 0);
    });

    it('begins a paper account anew only after a question', async () => {
      const reset = async (answered: string | undefined) => {
        const question = answer('showWarningMessage', () => answered);
        const told = answer('showInformationMessage', () => undefined);
        await vscode.commands.executeCommand('quantfolio.resetPaper', 'treasury');
        for (const prompt of [question, told]) prompt.end();
        const [, options] = question.calls[0] as [string, { readonly modal: boolean }];
        assert.equal(options.modal, true);
        return told.calls.length;
      };
      const before = await held('treasury', 'EUR');
      assert.ok(before > 0);
      assert.equal(await reset(undefined), 0);
      await vscode.commands.executeCommand('quantfolio.refresh');
      assert.equal(await held('treasury', 'EUR'), before);
      assert.equal(await reset('Reset'), 1);
      await waitForState((all) => {
        const holdings = all.find((one) => one.id === demo)?.snapshot?.holdings ?? [];
        const of = holdings.filter((one) => one.account === 'treasury' && Number(one.quantity) !== 0);
        return of.length === 1 && of[0]?.asset === 'USD' && Number(of[0].quantity) === 16_000;
      });
    });
  });
}
