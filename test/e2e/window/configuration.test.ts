import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { type OpenWorkspace, openWorkspace } from './harness/workspace.ts';

/** The book of POS-3 (exposure 18,250 EUR) and its configuration, edited while the window watches: CFG-3, RISK-4. */
describe('a configuration that changes', function () {
  this.timeout(120_000);
  let book: OpenWorkspace;
  let good: string;
  const limit = '"maxTotalExposureNotional": 50000';

  before(async () => {
    book = await openWorkspace({ from: 'test/fixtures/workspaces/host' });
    good = await readFile(join(book.folder, 'quantfolio.json'), 'utf8');
    assert.ok(good.includes(limit));
    await book.openViews();
    await calm();
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await book.shoot(`failed-${this.currentTest.title.slice(0, 40)}`);
  });
  after(() => book?.close());

  const bar = () => book.window.statusBar();
  const badge = () => book.window.page.locator('.activitybar .action-item', { hasText: /./ }).locator('.badge-content');
  const exposure = (words: string): Locator =>
    book.window.page.locator(`.pane-body .monaco-list-row[aria-label^="Total exposure, ${words}"]`);
  const config = async () => readFile(join(book.folder, 'quantfolio.json'), 'utf8');

  /** Nothing is wrong: the limit is 36.5 % used. */
  async function calm(): Promise<void> {
    await exposure('OK, 37%').waitFor({ timeout: 60_000 });
    assert.equal(await book.window.page.locator('.pane-body .monaco-list-row .codicon-warning').count(), 0);
    await bar()
      .filter({ hasText: '€' })
      .and(book.window.page.locator(':not(.error-kind):not(.warning-kind)'))
      .waitFor();
    await quiet();
  }

  async function quiet(): Promise<void> {
    await book.window.page.waitForFunction(
      () => ![...document.querySelectorAll('.activitybar .badge-content')].some((each) => each.textContent?.trim()),
    );
  }

  async function breached(): Promise<void> {
    await exposure('breach, 122%').waitFor({ timeout: 8000 });
    await book.window.page
      .locator('.statusbar-item.error-kind[id^="quantfolio.quantfolio"]')
      .waitFor({ timeout: 3000 });
    assert.equal(await badge().innerText(), '1');
  }

  it('below the exposure is a breach everywhere within seconds, and clears again', async () => {
    const started = Date.now();
    await book.write('quantfolio.json', good.replace(limit, '"maxTotalExposureNotional": 15000'));
    await breached();
    assert.ok(Date.now() - started < 8000);
    await book.shoot('window-breach-dark');
    await book.theme('light');
    await book.shoot('window-breach-light');
    await book.theme('dark');
    await book.write('quantfolio.json', good);
    await calm();
  });

  it('through the editor counts when it is saved', async () => {
    const { page } = book.window;
    await exposure('OK').click();
    await page.locator('.editor-group-container .monaco-editor .view-line', { hasText: 'maxTotalExposure' }).waitFor();
    await page.locator('.monaco-editor .view-line', { hasText: 'maxTotalExposure' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.insertText('    "maxTotalExposureNotional": 15000,');
    await page.locator('.monaco-editor .view-line', { hasText: '15000' }).waitFor();
    assert.equal(await config(), good, 'it was saved before the user saved');
    await page.keyboard.press('Control+S');
    await breached();
    assert.match(await config(), /"maxTotalExposureNotional": 15000,/);
    await book.write('quantfolio.json', good);
    await calm();
  });

  it('that is broken keeps the last good one in force, and the bar says so', async () => {
    const before = await bar().innerText();
    await book.write('quantfolio.json', good.slice(0, good.indexOf('"limits"')));
    await bar().filter({ hasText: 'fix quantfolio.json' }).waitFor({ timeout: 8000 });
    assert.equal((await bar().innerText()).replace(/ · fix.*/, ''), before, 'the value is gone');
    assert.equal(await exposure('OK, 37%').count(), 1);
    await book.window.page
      .locator('.pane-body .message', { hasText: /\S\. The last good configuration stays in force\./ })
      .waitFor();
    await book.shoot('window-broken-dark');
    await book.write('quantfolio.json', good);
    await bar().filter({ hasNotText: 'fix quantfolio.json' }).waitFor({ timeout: 8000 });
    await calm();
  });

  it('with an unknown exchange has a problem at the word, and a fix for it', async () => {
    const { page } = book.window;
    const added = '"accounts": {\n    "main": { "kind": "exchange", "exchange": "binanace" },';
    await book.write('quantfolio.json', good.replace('"accounts": {', added));
    await book.window.command('Quantfolio: Open Configuration');
    await page.locator('.monaco-editor .view-line', { hasText: 'binanace' }).click();
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    await page.keyboard.press('F8');
    const problem = page.locator('.marker-widget');
    await problem.waitFor();
    assert.match(await problem.innerText(), /binanace[\s\S]*binance/);
    await book.shoot('window-problem-dark');
    await page.keyboard.press('Control+.');
    const action = page.locator('.action-widget .monaco-list-row', { hasText: /binance/i }).first();
    await action.waitFor();
    await book.shoot('window-fix-dark');
    await page.keyboard.press('Enter');
    await page.locator('.monaco-editor .view-line', { hasText: '"binance"' }).waitFor();
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'detached' });
    assert.match(await config(), /binanace/, 'the fix saved the file on its own');
    await page.keyboard.press('Control+Z');
    await book.write('quantfolio.json', good);
    await calm();
  });
});
