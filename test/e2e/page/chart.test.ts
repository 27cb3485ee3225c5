import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { at, day } from './harness/book.ts';
import { FakeHost } from './harness/fakeHost.ts';
import { type Bench, startBench } from './harness/openPage.ts';
import { colours } from './harness/pixels.ts';

async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(() => /Portfolio [^–]*\d/.test(document.querySelector('.readout')?.textContent ?? ''));
}

const value = '.canvas-box.value canvas';

describe('the value chart', function () {
  this.timeout(30_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('asks for one window of both curves, as wide as the plot, and draws it', async () => {
    const { page, host, errors } = await bench.open({ savedState: { preset: '1Y' } });
    await drawn(page);
    const asked = host.named('series').slice(-2);
    assert.deepEqual(
      asked.map((question) => question.series),
      ['value', 'drawdown'],
    );
    const width = await page.locator(value).evaluate((element) => element.clientWidth);
    for (const question of asked) {
      assert.equal(question.px, width - 64);
      assert.equal(question.from, Date.UTC(2025, 10, 19, 21));
      assert.equal(question.to, null);
      assert.equal(question.percent, false);
    }
    // Dark Modern's charts.blue for the recorded year.
    assert.ok(((await colours(page, value)).get('55,148,255') ?? 0) > 300);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('tells parts that were not recorded by a lighter line and a word', async () => {
    const { page } = await bench.open({ savedState: { preset: 'All' } });
    await drawn(page);
    assert.match((await page.locator('.readout').first().textContent()) ?? '', /reconstructed/);
    // Half way between the blue and the background #1f1f1f.
    assert.ok(((await colours(page, value)).get('43,90,143') ?? 0) > 100);
    await page.getByRole('button', { name: '1M', exact: true }).click();
    await page.waitForFunction(() => !/reconstructed/.test(document.querySelector('.readout')?.textContent ?? ''));
    await page.context().close();
  });

  it('zooms by drag, pans by shift-drag, zooms by Ctrl+wheel, resets by double-click, with few questions', async () => {
    const { page, host } = await bench.open({ savedState: { preset: 'All' } });
    await drawn(page);
    const box = await page.locator(value).boundingBox();
    assert.ok(box);
    const x = (share: number) => box.x + (box.width - 64) * share;
    const y = box.y + 80;
    const last = () => host.named('series').at(-1);
    // At least so many, and no more on their way: a busy machine may need a question more for the same gesture.
    const asked = async (count: number) => {
      let before = -1;
      while (host.named('series').length < count || host.named('series').length !== before) {
        before = host.named('series').length;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    };
    const start = host.named('series').length;

    await page.mouse.move(x(0.5), y);
    await page.mouse.down();
    await page.mouse.move(x(0.6), y, { steps: 4 });
    await page.mouse.move(x(0.75), y, { steps: 4 });
    assert.equal(await page.locator('.selection').count(), 1);
    await page.mouse.up();
    await asked(start + 2);
    const zoomed = last();
    assert.ok(Math.abs((zoomed?.from ?? 0) - (at - 1095 * day * 0.5)) < 3 * day);
    assert.ok(Math.abs((zoomed?.to ?? 0) - (at - 1095 * day * 0.25)) < 3 * day);

    await page.keyboard.down('Shift');
    await page.mouse.move(x(0.5), y);
    await page.mouse.down();
    await page.mouse.move(x(0.9), y, { steps: 12 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await asked(start + 4);
    const panned = last();
    assert.ok((panned?.from ?? 0) < (zoomed?.from ?? 0) - 60 * day);
    const span = (question: typeof panned) => (question?.to ?? 0) - (question?.from ?? 0);
    assert.ok(Math.abs(span(panned) - span(zoomed)) < 2);

    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await asked(start + 6);
    assert.ok(span(last()) < span(panned) * 0.7);

    await page.mouse.dblclick(x(0.3), y);
    await asked(start + 8);
    assert.equal(last()?.from, null);
    assert.equal(last()?.to, null);
    // 20 moves of a pan and two of a wheel are one question each, because the page waits for the hand to rest.
    assert.ok(host.named('series').length <= start + 20, String(host.named('series').length - start));
    await page.context().close();
  });

  it('drops a late answer to an old question', async () => {
    const host = new FakeHost();
    const { page } = await bench.open({ host, savedState: { preset: '1Y' } });
    await drawn(page);
    const before = host.named('series').length;
    // The first two answers (6M) come after the next two (1M).
    host.seriesDelay = (count) => (count <= before + 2 ? 600 : 0);
    await page.getByRole('button', { name: '6M', exact: true }).click();
    await page.waitForTimeout(200);
    await page.getByRole('button', { name: '1M', exact: true }).click();
    await page.waitForTimeout(900);
    assert.equal(host.named('series').length, before + 4);
    await page.getByRole('button', { name: 'Show portfolio value as table' }).click();
    assert.equal(await page.getByRole('grid', { name: 'Portfolio value' }).getAttribute('aria-rowcount'), '33');
    await page.context().close();
  });

  it('shows values under the crosshair, percent, a logarithmic axis, and the points as a table', async () => {
    const { page, host } = await bench.open({ savedState: { preset: 'All' } });
    await drawn(page);
    const box = await page.locator(value).boundingBox();
    assert.ok(box);
    const readout = page.locator('.readout').first();
    await page.mouse.move(box.x + (box.width - 64) / 2, box.y + 50);
    assert.match((await readout.textContent()) ?? '', /^2[12] May 2025.*Portfolio \$[\d,.]+.*Drawdown −/);
    await page.mouse.move(box.x + 5, box.y - 200);

    const before = await colours(page, value);
    await page.getByRole('button', { name: 'Log' }).click();
    await page.waitForTimeout(80);
    assert.notDeepEqual(await colours(page, value), before);

    await page.getByRole('button', { name: '%', exact: true }).click();
    await page.waitForFunction(() =>
      /Portfolio \+\d+\.\d\d%/.test(document.querySelector('.readout')?.textContent ?? ''),
    );
    assert.equal(host.named('series').at(-1)?.percent, true);

    await page.getByRole('button', { name: 'Show portfolio value as table' }).click();
    const grid = page.getByRole('grid', { name: 'Portfolio value' });
    assert.equal(await grid.getAttribute('aria-rowcount'), '1097');
    assert.match((await grid.locator('tbody tr').first().textContent()) ?? '', /^19 Nov 2026 21:00 UTC\+\d/);
    await page.context().close();
  });

  it('takes the colours of a theme that changes under it, also where the class stays', async () => {
    const { page, setTheme } = await bench.open({});
    await drawn(page);
    await setTheme('light');
    await page.waitForTimeout(100);
    assert.ok(((await colours(page, value)).get('26,133,255') ?? 0) > 300);
    await page.evaluate(() => document.documentElement.style.setProperty('--vscode-charts-blue', '#ff00ff'));
    await page.waitForTimeout(100);
    assert.ok(((await colours(page, value)).get('255,0,255') ?? 0) > 300);
    await page.context().close();
  });

  it('says why where there is no curve', async () => {
    const host = new FakeHost();
    host.emptySeries = 'nothing was recorded yet';
    const { page } = await bench.open({ host });
    await page.locator('.empty-state', { hasText: 'nothing was recorded yet' }).waitFor();
    await page.context().close();
  });

  it('draws up to 200 assets in the matrix, and names the pair under the keys', async () => {
    const host = new FakeHost();
    const names = Array.from({ length: 200 }, (_, index) => `C${index}`);
    const analytics = host.state?.analytics;
    assert.ok(host.state && analytics?.correlation);
    const rows = names.map((_, row) => names.map((_name, column) => (row === column ? 1 : Math.cos(row * column))));
    host.state = {
      ...host.state,
      analytics: {
        ...analytics,
        correlation: { ...analytics.correlation, assets: names, rows, overlap: rows.map((line) => line.map(() => 90)) },
      },
    };
    const { page, errors } = await bench.open({ host, savedState: { section: 'risk' } });
    await page.getByRole('application', { name: 'Correlation matrix of 200 assets' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    assert.match((await page.locator('.readout').first().textContent()) ?? '', /^C1 – C2 −0\.42 90 common days/);
    assert.ok((await colours(page, '.matrix canvas')).size > 50);
    assert.deepEqual(errors, []);
    await page.context().close();
  });
});
