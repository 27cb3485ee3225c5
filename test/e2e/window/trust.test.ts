import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineProcesses } from './harness/engineProcesses.ts';
import { type OpenWorkspace, openWorkspace } from './harness/workspace.ts';

/** Restricted Mode: a workspace is hostile until it is trusted (SEC-2). */
describe('a workspace that is not trusted', function () {
  this.timeout(120_000);
  let book: OpenWorkspace;

  before(async () => {
    book = await openWorkspace({
      from: 'test/fixtures/workspaces/host',
      window: {
        trustAll: false,
        settings: { 'security.workspace.trust.startupPrompt': 'never' },
        machineSettings: { 'quantfolio.trading.enabled': true },
      },
    });
    await book.openViews();
  });
  after(() => book?.close());

  it('is told so, starts no engine and shows no amount', async () => {
    const { page } = book.window;
    await page.locator('.pane-body .welcome-view-content', { hasText: 'a workspace you trust' }).first().waitFor();
    // What would start, starts in the first seconds.
    await page.waitForTimeout(2500);
    assert.equal(await book.window.rows().count(), 0);
    assert.equal(await book.window.statusBar().count(), 0);
    assert.doesNotMatch(await page.locator('body').innerText(), /[$€]\s?\d/);
    await book.shoot('window-restricted-dark');
    if (process.platform === 'linux') assert.deepEqual(await engineProcesses(book.window), []);
  });

  it('offers no order, and still turns all trading off', async () => {
    const { page } = book.window;
    const offered = async (title: string) => {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').first().fill(`>Quantfolio: ${title}`);
      await page.waitForTimeout(400);
      const titles = await page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
      await page.keyboard.press('Escape');
      return titles.some((text) => text.includes(`Quantfolio: ${title}`));
    };
    assert.equal(await offered('Trade…'), false);
    assert.equal(await offered('Rebalance…'), false);
    await book.window.command('Quantfolio: Turn All Trading Off');
    await page.locator('.notification-toast', { hasText: 'Nothing was being executed' }).first().waitFor();
    const machine = join(book.window.dataDir, 'data', 'Machine', 'settings.json');
    assert.equal(JSON.parse(await readFile(machine, 'utf8'))['quantfolio.trading.enabled'], false);
    if (process.platform === 'linux') assert.deepEqual(await engineProcesses(book.window), []);
  });

  it('shows the book as soon as it is trusted, without a reload', async () => {
    const { page } = book.window;
    await page.locator('.pane-body .welcome-view-content').getByText('Trust this Workspace').click();
    await page.locator('.workspace-trust-editor').getByText('Trust', { exact: true }).first().click();
    await book.window.rows().filter({ hasText: 'BTC/EUR' }).first().waitFor({ timeout: 20_000 });
    await book.window.statusBar().filter({ hasText: '€' }).waitFor();
    await book.shoot('window-trusted-dark');
    if (process.platform === 'linux') assert.equal((await engineProcesses(book.window)).length, 1);
  });
});
