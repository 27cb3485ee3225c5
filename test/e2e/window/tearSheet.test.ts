import assert from 'node:assert/strict';
import { type OpenWorkspace, openWorkspace } from './harness/workspace.ts';

const day = 86_400_000;
const dateOf = (index: number) => new Date(Date.UTC(2023, 0, 1) + index * day).toISOString().slice(0, 10);
/** Two years of a curve that rises, falls and rises: a drawdown, and months of both signs. */
const equity = Array.from({ length: 730 }, (_, index) => 10_000 * (1 + index / 2000 + 0.1 * Math.sin(index / 60)));

/** What the page says of the file: 730 values are 729 returns. */
const covered = /7(29|30) days · 365 periods per year \(told from the dates\)/;

/** PERF-8 as a user meets it: a back-test's file, its context menu, the page, a reload. */
describe('a tear sheet in a window', function () {
  this.timeout(120_000);
  let book: OpenWorkspace;

  before(async () => {
    book = await openWorkspace({
      files: {
        'backtest.csv': ['date,equity', ...equity.map((value, index) => `${dateOf(index)},${value.toFixed(2)}`)].join(
          '\n',
        ),
        'notes.md': 'No portfolio is in this folder.\n',
      },
    });
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await book.shoot(`failed-${this.currentTest.title.slice(0, 40)}`);
  });
  after(() => book?.close());

  it('opens from the context menu of a file, without any portfolio', async () => {
    const { page } = book.window;
    const entry = page.locator('.context-view .action-label[aria-label^="Open Tear Sheet"]');
    // Whether a folder is trusted is known some seconds after the window opened; before, our entry is not there.
    for (let tries = 0; tries < 30 && (await entry.count()) === 0; tries += 1) {
      await page.keyboard.press('Escape');
      await page
        .locator('.explorer-folders-view .monaco-list-row', { hasText: 'backtest.csv' })
        .click({ button: 'right' });
      // VS Code's menus ignore a click in their first moment, which would else come from opening them.
      await page.waitForTimeout(600);
    }
    await entry.click();
    await page.locator('.tab', { hasText: 'backtest.csv' }).waitFor();
    const panel = book.window.panel();
    await panel.getByText('365 periods per year (told from the dates)').first().waitFor({ timeout: 60_000 });
    await panel.getByRole('button', { name: 'All', exact: true }).click();
    await panel.getByText(covered).first().waitFor({ timeout: 60_000 });
    await panel.locator('canvas').first().waitFor();
    await page.waitForTimeout(700);
    await book.shoot('window-tear-sheet-dark');
    const total = equity.at(-1) ?? 0;
    const percent = ((total / (equity[0] ?? 1) - 1) * 100).toFixed(2);
    assert.match(await panel.locator('body').innerText(), new RegExp(`\\+${percent.replace('.', '\\.')}%`));
  });

  it('follows the file, and hides amounts with everything else', async () => {
    const { page } = book.window;
    const doubled = equity.map((value, index) => `${dateOf(index)},${(value * (1 + index / 729)).toFixed(2)}`);
    const percent = (((equity.at(-1) ?? 0) * 2) / (equity[0] ?? 1) - 1) * 100;
    await book.write('backtest.csv', ['date,equity', ...doubled].join('\n'));
    await book.window
      .panel()
      .getByText(`+${percent.toFixed(2)}%`)
      .first()
      .waitFor({ timeout: 20_000 });
    await book.window.command('Quantfolio: Hide or Show Amounts');
    await page.waitForTimeout(1500);
    const text = await book.window.panel().locator('body').innerText();
    assert.doesNotMatch(text, /[$€£]\s?\d/);
    // A file names no currency: its amounts are bare numbers.
    assert.doesNotMatch(text, /\d,\d{3}\.\d\d(?!%)/);
    assert.match(text, /\d%/);
    await book.window.command('Quantfolio: Hide or Show Amounts');
  });

  it('is there again after the window is reloaded', async () => {
    const { page } = book.window;
    const loaded = page.waitForEvent('load');
    await book.window.command('Developer: Reload Window');
    await loaded;
    await page.locator('.monaco-workbench').waitFor();
    await book.window.panel().getByText(covered).first().waitFor({ timeout: 60_000 });
    assert.equal(await page.locator('.tab', { hasText: 'backtest.csv' }).count(), 1);
    await book.shoot('window-tear-sheet-reloaded-dark');
  });
});
