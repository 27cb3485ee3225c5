import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { failedState, staleState } from './harness/book.ts';
import { FakeHost } from './harness/fakeHost.ts';
import { type Bench, startBench, until } from './harness/openPage.ts';
import { type ThemeName, themes } from './harness/themes.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds, as lines that name rule, element and cause; by all its rules, or by those about colours. */
async function violations(page: Page, rules: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  return page.evaluate(async (colours) => {
    type Found = { id: string; nodes: { html: string; failureSummary: string }[] };
    type Axe = { run(context: Document, options: object): Promise<{ violations: Found[]; passes: unknown[] }> };
    const options = {
      resultTypes: ['violations'],
      ...(colours ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } } : {}),
    };
    const result = await (globalThis as unknown as { axe: Axe }).axe.run(document, options);
    if (result.passes.length < (colours ? 1 : 8)) throw new Error('axe-core looked at almost nothing');
    return result.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 300)}`),
    );
  }, rules === 'colours');
}

/** In every theme; another one changes colours and nothing else. */
async function inThemes(page: Page, setTheme: (theme: ThemeName) => Promise<unknown>, what: string): Promise<void> {
  for (const [index, theme] of (Object.keys(themes) as ThemeName[]).entries()) {
    await setTheme(theme);
    assert.deepEqual(await violations(page, index === 0 ? 'all' : 'colours'), [], `${what}, ${theme}`);
  }
}

describe('the page, for everyone', function () {
  this.timeout(150_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('axe-core finds nothing in any section, in four themes that change under the open page', async () => {
    const { page, errors, setTheme } = await bench.open({});
    await page.getByText('Key metrics').waitFor();
    for (const section of ['Overview', 'Positions', 'Performance', 'Risk', 'Rebalance']) {
      await page.getByRole('tab', { name: section }).click();
      await inThemes(page, setTheme, section);
    }
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('axe-core finds nothing in any table, report, ticket, review or result, in four themes', async () => {
    const host = new FakeHost();
    host.live = true;
    host.tradingAllowed = true;
    host.partly = true;
    const { page, errors, setTheme } = await bench.open({ host, savedState: { section: 'trades' } });
    const look = (what: string) => inThemes(page, setTheme, what);
    for (const table of ['Trades', 'Closed positions', 'Tax', 'Reconciliation']) {
      await page.locator('.segments').getByRole('button', { name: table, exact: true }).click();
      await page.waitForFunction(() => document.querySelector('.card-loading') === null);
      await look(table);
    }
    await page.getByRole('button', { name: 'New order…' }).click();
    await page.getByRole('button', { name: 'Limit', exact: true }).click();
    await page.getByRole('button', { name: 'Review order…' }).click();
    await look('a ticket with problems');
    await page.getByRole('tab', { name: 'Positions' }).click();
    await page.getByRole('button', { name: 'BTC/USD' }).click();
    await page.getByLabel('New size').fill('4.56');
    await page.getByText('Symbol exposure of BTC: breach cleared').waitFor();
    await look('a position');
    await page.getByRole('button', { name: 'Adjust to this size…' }).click();
    await page.getByRole('button', { name: 'Review and confirm…' }).waitFor();
    await look('orders to review');
    await page.getByRole('button', { name: 'Review and confirm…' }).click();
    await page.getByRole('button', { name: 'Plan what remains' }).waitFor();
    await look('what became of them');
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('axe-core finds nothing in the empty, failed, stale and narrow states, and with lists and tables open', async () => {
    const empty = new FakeHost();
    empty.state = null;
    empty.portfolios = [];
    const failed = new FakeHost();
    failed.state = failedState();
    const stale = new FakeHost();
    stale.state = staleState();
    stale.privacy = true;
    for (const host of [empty, failed, stale]) {
      const { page } = await bench.open({ theme: 'light', host });
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.deepEqual(await violations(page), []);
      await page.context().close();
    }
    const { page } = await bench.open({ width: 480 });
    await page.getByRole('button', { name: 'Show portfolio value as table' }).click();
    await page.getByRole('button', { name: 'Choose columns' }).click();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('tab', { name: 'Risk' }).click();
    await page.getByRole('button', { name: 'Show correlation as table' }).click();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('tab', { name: 'Performance' }).click();
    await page.locator('.area-returns .readout b').first().waitFor();
    for (const name of ['cumulative return', 'rolling', 'distribution of returns']) {
      await page.getByRole('button', { name: `Show ${name} as table` }).click();
    }
    await page.getByRole('button', { name: 'Export rolling' }).click();
    await page.getByRole('button', { name: 'vs BTC, S&P 500' }).click();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('combobox', { name: 'Portfolio' }).selectOption('All portfolios and strategies');
    await page.getByRole('grid', { name: 'Portfolios, strategies and accounts' }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.context().close();

    const waiting = new FakeHost();
    waiting.hanging = ['series'];
    waiting.failing = { performance: 'The engine stopped and is being restarted.' };
    const half = await bench.open({ theme: 'light', host: waiting, savedState: { section: 'performance' } });
    await half.page.getByText('The engine stopped and is being restarted.').first().waitFor();
    assert.deepEqual(await violations(half.page), []);
    await half.page.context().close();
    const tearSheet = new FakeHost();
    tearSheet.tearSheet = true;
    const sheet = await bench.open({ theme: 'highContrastLight', host: tearSheet });
    await sheet.page.locator('.area-returns .readout b').first().waitFor();
    assert.deepEqual(await violations(sheet.page), []);
    await sheet.page.context().close();
  });

  it('is walked by keys alone: tabs, curve, rows, columns', async () => {
    const { page, host } = await bench.open({});
    const overview = page.getByRole('tab', { name: 'Overview' });
    await overview.focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.getByRole('tab', { name: 'Positions' }).getAttribute('aria-selected'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Positions');

    const grid = page.getByRole('grid', { name: 'Positions' });
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.match((await page.locator('tr[aria-selected="true"]').textContent()) ?? '', /^ETH\/USD/);
    await page.keyboard.press('Control+c');
    await until(() => host.named('command').length > 0);
    const copied = host.named('command').at(-1);
    assert.equal(copied?.command, 'copy');
    assert.match(copied?.argument ?? '', /^Symbol\tAccount[^\n]*\nETH\/USD\tKraken/);

    const choose = page.getByRole('button', { name: 'Choose columns' }).first();
    await choose.press('Enter');
    await page.getByLabel('Leverage').first().press('Space');
    await page.keyboard.press('Escape');
    assert.equal(await choose.getAttribute('aria-expanded'), 'false');
    assert.equal(await page.getByRole('columnheader', { name: 'Leverage' }).count(), 1);

    await page.getByRole('tab', { name: 'Positions' }).press('ArrowLeft');
    const plot = page.getByRole('application');
    await plot.focus();
    await page.waitForFunction(() => /Portfolio \$/.test(document.querySelector('.readout')?.textContent ?? ''));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    assert.match((await plot.locator('[aria-live]').textContent()) ?? '', /^18 Nov 2026: \$[\d,.]+, drawdown/);
    await page.context().close();
  });

  it('gives every limit as a meter with its numbers in words, and an unknown one as such', async () => {
    const { page } = await bench.open({ savedState: { section: 'risk' } });
    const meter = page.getByRole('meter', { name: 'Symbol exposure, ETH' });
    assert.equal(await meter.getAttribute('aria-valuenow'), '88.5');
    assert.equal(await meter.getAttribute('aria-valuetext'), 'Near limit, $194,713, 89% of $220,000, $25,287 headroom');
    assert.equal(await page.getByRole('meter').count(), 6);
    assert.equal(await page.getByRole('img', { name: 'Daily loss: Unknown' }).count(), 1);
    assert.equal(await page.getByRole('tab', { name: 'Risk 1 limit breached' }).count(), 1);
    await page.context().close();
  });
});
