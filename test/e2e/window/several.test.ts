import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodeWindow, openWindow } from '../../support/vscodeWindow.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** CFG-1: a workspace of several folders, one portfolio each, and all of them together. */
describe('a window on two portfolios', function () {
  this.timeout(120_000);
  let window: CodeWindow;
  let work: string;

  before(async () => {
    await mkdir(join(root, 'test', '.output', 'screenshots'), { recursive: true });
    work = await mkdtemp(join(tmpdir(), 'quantfolio-several-'));
    for (const [name, cash] of [
      ['Alpha', 1000],
      ['Beta', 500.5],
    ] as const) {
      const folder = join(work, name);
      await mkdir(folder);
      await writeFile(join(folder, 'book.json'), JSON.stringify({ USD: cash }));
      const accounts = { book: { kind: 'file', path: 'book.json' } };
      await writeFile(join(folder, 'quantfolio.json'), JSON.stringify({ version: 1, name, accounts }));
    }
    const file = join(work, 'both.code-workspace');
    await writeFile(file, JSON.stringify({ folders: [{ path: 'Alpha' }, { path: 'Beta' }] }));
    window = await openWindow({ vsix: join(root, 'dist', 'quantfolio.vsix') });
    await window.open(file);
  });

  after(async () => {
    await window?.close();
    await rm(work, { recursive: true, force: true });
  });

  it('tells all of them together in the status bar and the tree, and each below', async () => {
    await window.statusBar().filter({ hasText: '$1,500.50' }).waitFor({ timeout: 60_000 });
    await window.page.locator('.activitybar a.action-label[aria-label^="Quantfolio"]').click();
    await window.rows().filter({ hasText: 'All portfolios' }).first().waitFor();
    const texts = await window.rows().allInnerTexts();
    assert.ok(
      texts.some((text) => /All portfolios.*\$1,500\.50/s.test(text)),
      texts.join('\n'),
    );
    assert.ok(
      texts.some((text) => /Alpha.*\$1,000\.00/s.test(text)),
      texts.join('\n'),
    );
    assert.ok(
      texts.some((text) => /Beta.*\$500\.50/s.test(text)),
      texts.join('\n'),
    );
  });

  it('offers them in the panel', async () => {
    await window.command('Quantfolio: Open Portfolio Panel');
    const choice = window.panel().getByRole('combobox', { name: /portfolio/i });
    await choice.waitFor({ timeout: 30_000 });
    const offered = await choice.locator('option').allInnerTexts();
    assert.deepEqual(offered, ['All portfolios', 'Alpha', 'Beta', 'All portfolios and strategies']);
    await choice.selectOption({ label: 'All portfolios' });
    await window.panel().getByText('$1,500').first().waitFor();
    await window.page.screenshot({ path: join(root, 'test', '.output', 'screenshots', 'window-several.png') });
  });
});
