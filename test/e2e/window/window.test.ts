import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodeWindow, openWindow } from '../../support/vscodeWindow.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const shots = join(root, 'test', '.output', 'screenshots');

/** The packaged extension in a real VS Code on the demo workspace, as a new user meets it. */
describe('a window on the demo workspace', function () {
  this.timeout(120_000);
  let window: CodeWindow;
  let folder: string;

  before(async () => {
    await mkdir(shots, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-demo-'));
    await cp(join(root, 'media', 'demo'), folder, { recursive: true });
    window = await openWindow({
      vsix: join(root, 'dist', 'quantfolio.vsix'),
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
    });
    await window.open(folder);
  });

  afterEach(async function () {
    if (!this.currentTest?.isFailed()) return;
    await window.page.screenshot({ path: join(shots, `failed-${this.currentTest.title.slice(0, 40)}.png`) });
  });
  after(async () => {
    await window?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows the value in the status bar', async () => {
    await window
      .statusBar()
      .filter({ hasText: /\$[\d,]+\.\d\d/ })
      .waitFor({ timeout: 60_000 });
  });

  it('fills the tree with accounts and their holdings', async () => {
    await window.page.locator('.activitybar a.action-label[aria-label^="Quantfolio"]').click();
    await window
      .rows()
      .filter({ hasText: /simulated/i })
      .first()
      .waitFor();
    await window.rows().filter({ hasText: 'BTC' }).first().waitFor();
    await window.page.screenshot({ path: join(shots, 'window-tree-dark.png') });
    const texts = await window.rows().allInnerTexts();
    assert.ok(
      texts.some((text) => /\$[\d,]+\.\d\d/.test(text)),
      `no value in the tree:\n${texts.join('\n')}`,
    );
  });

  it('opens the panel with a chart', async () => {
    await window.command('Quantfolio: Open Portfolio Panel');
    const panel = window.panel();
    await panel.locator('canvas').first().waitFor({ timeout: 30_000 });
    await panel
      .getByText(/\$[\d,]+/)
      .first()
      .waitFor();
    await window.page.waitForTimeout(500);
    await window.page.screenshot({ path: join(shots, 'window-panel-dark.png') });
  });

  it('opens the details of a holding from its row', async () => {
    const { page } = window;
    await window.rows().filter({ hasText: 'QQQ' }).first().click({ button: 'right' });
    // A menu that has just opened takes no click for a moment; the keyboard is heard at once.
    await page.locator('.monaco-menu .action-item', { hasText: /^Open Details/ }).hover();
    await page.keyboard.press('Enter');
    const sheet = window.panel().getByRole('complementary', { name: /^QQQ\/USD/ });
    await sheet.getByText('Headroom to each limit').waitFor();
    await sheet.getByRole('grid', { name: 'Fills' }).waitFor();
    // Opened by its first fill; every fee as money.
    assert.match(await sheet.locator('.facts').first().innerText(), /Opened\s+\d{1,2} \w{3} 2023/);
    const fee = await sheet.getByRole('grid', { name: 'Fills' }).locator('tbody tr').first().innerText();
    assert.match(fee, /\$\d+\.\d\d/);
    await page.screenshot({ path: join(shots, 'window-details-dark.png') });
    await sheet.getByRole('button', { name: 'Close', exact: true }).click();
    await window.panel().getByRole('tab', { name: 'Overview' }).click();
  });

  it('cuts no figure in a narrow panel', async () => {
    const { page } = window;
    await page.setViewportSize({ width: 1060, height: 900 });
    const figures = window.panel().locator('.kpi dd.figure, .kpi dd.sub');
    await page.waitForTimeout(500);
    const cut = await figures.evaluateAll((all) =>
      all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent),
    );
    await page.screenshot({ path: join(shots, 'window-narrow-dark.png') });
    assert.deepEqual(cut, []);
    assert.ok((await figures.count()) >= 14);
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  it('answers Evaluate Risk Limits in place', async () => {
    await window.command('Quantfolio: Evaluate Risk Limits');
    const toast = window.page.locator('.notification-toast').first();
    await toast.waitFor();
    assert.match(await toast.innerText(), /limit/i);
    await window.page.screenshot({ path: join(shots, 'window-evaluate-dark.png') });
  });

  it('hides every amount with one command', async () => {
    await window.command('Quantfolio: Hide or Show Amounts');
    await window.statusBar().filter({ hasText: '•••••' }).waitFor();
    await window.rows().filter({ hasText: '•••••' }).first().waitFor();
    await window.panel().getByText('•••••').first().waitFor();
    const texts = await window.rows().allInnerTexts();
    assert.deepEqual(
      texts.filter((text) => /[$€£]\s?[\d,]+/.test(text)),
      [],
    );
    const page = await window.panel().locator('body').innerText();
    assert.doesNotMatch(page, /[$€£]\s?[\d,]+/);
    await window.page.screenshot({ path: join(shots, 'window-privacy-dark.png') });
    await window.command('Quantfolio: Hide or Show Amounts');
    await window.statusBar().filter({ hasText: '$' }).waitFor();
  });

  it('has its panel again after the window is reloaded, on the section it showed', async () => {
    const { page } = window;
    await window.panel().getByRole('tab', { name: 'Risk' }).click();
    await window.panel().getByRole('tab', { name: 'Risk', selected: true }).waitFor();
    const loaded = page.waitForEvent('load');
    await window.command('Developer: Reload Window');
    await loaded;
    await page.locator('.monaco-workbench').waitFor();
    const panel = window.panel();
    await panel.getByRole('tab', { name: 'Risk', selected: true }).waitFor({ timeout: 30_000 });
    await panel.getByText('Total exposure').first().waitFor();
    await panel
      .getByText(/\$[\d,]+/)
      .first()
      .waitFor();
    assert.equal(await page.locator('.tab', { hasText: 'Quantfolio' }).count(), 1);
    await window
      .statusBar()
      .filter({ hasText: /\$[\d,]+\.\d\d/ })
      .waitFor();
    await page.screenshot({ path: join(shots, 'window-reloaded-dark.png') });
  });
});
