import assert from 'node:assert/strict';
import { bookState, failedState, staleState } from './harness/book.ts';
import { FakeHost } from './harness/fakeHost.ts';
import { type Bench, startBench, until } from './harness/openPage.ts';

function host(change: (host: FakeHost) => void): FakeHost {
  const made = new FakeHost();
  change(made);
  return made;
}

describe('the page in every state', function () {
  this.timeout(30_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('shows a skeleton in the final layout until the first answer, then the figures, and marks when', async () => {
    const slow = host((made) => {
      made.state = bookState({ snapshot: null, phase: 'starting' });
    });
    const { page, send, errors } = await bench.open({ host: slow, clock: 'real' });
    const chart = page.locator('.skeleton .area-value');
    await chart.waitFor();
    const before = await chart.boundingBox();
    slow.state = bookState();
    slow.state = { ...slow.state, snapshot: slow.state.snapshot && { ...slow.state.snapshot, gaps: [], accounts: [] } };
    await send({ type: 'changed' });
    await page.getByText('Key metrics').waitFor();
    const after = await page.locator('.card.area-value').boundingBox();
    assert.ok(before && after);
    assert.ok(Math.abs(before.x - after.x) < 1 && Math.abs(before.width - after.width) < 1);
    assert.ok(Math.abs(before.y - after.y) < 12, `${before.y} ${after.y}`);
    assert.equal(await page.locator('.kpi').count(), 7);
    await page.waitForFunction(() => performance.getEntriesByName('quantfolio:first-paint').length === 1);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('offers the demo and a configuration where there is no portfolio', async () => {
    const { page, host: asked } = await bench.open({
      host: host((made) => {
        made.state = null;
        made.portfolios = [];
      }),
    });
    await page.getByRole('button', { name: 'Open demo portfolio' }).click();
    await page.getByRole('button', { name: 'Create quantfolio.json' }).click();
    assert.deepEqual(
      asked.named('command').map((request) => request.command),
      ['openDemoPortfolio', 'createConfiguration'],
    );
    await page.context().close();
  });

  it('says the cause and what helps where nothing could be read', async () => {
    const { page, host: asked } = await bench.open({
      host: host((made) => {
        made.state = failedState();
      }),
    });
    await page.getByText('Binance · main refused the key: 401 Unauthorized').waitFor();
    await page.getByRole('button', { name: 'Replace key' }).click();
    assert.deepEqual(asked.named('command'), [{ command: 'health', argument: 'account:binance-main' }]);
    await page.context().close();
  });

  it('says when the host refuses or falls silent, tries again, and keeps the values it has', async () => {
    const refusing = host((made) => {
      made.refusal = 'The engine stopped and is being restarted.';
    });
    const { page, send } = await bench.open({ host: refusing });
    await page.getByText('The engine stopped and is being restarted.').waitFor();
    refusing.refusal = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Key metrics').waitFor();

    refusing.refusal = 'The engine stopped and is being restarted.';
    await send({ type: 'changed' });
    await page.locator('.banner.error').waitFor();
    assert.equal(await page.getByText('Key metrics').count(), 1);
    await page.context().close();
  });

  it('gives up on a host that never answers', async () => {
    const silent = host((made) => {
      made.silent = true;
    });
    const { page } = await bench.open({ host: silent, clock: 'manual' });
    await page.locator('.skeleton').waitFor();
    await page.clock.fastForward(15_100);
    await page.getByText('Quantfolio did not answer within 15 s.').waitFor();
    await page.context().close();
  });

  it('marks stale accounts with their age, the data still visible', async () => {
    const { page } = await bench.open({
      host: host((made) => {
        made.state = staleState();
      }),
    });
    await page.getByText('Stale: Kraken: values from 20:46 UTC (14 min ago)').waitFor();
    const row = page.getByRole('row', { name: /^Kraken/ });
    assert.match((await row.textContent()) ?? '', /\$233,638.*stale 14 min/);
    assert.equal(await row.locator('td').last().getAttribute('title'), 'rate limited, next try in 40 s');
    await page.context().close();
  });

  it('says what is simulated, redirected, incomplete or broken', async () => {
    const { page } = await bench.open({
      host: host((made) => {
        made.state = bookState({
          redirectedTo: 'http://127.0.0.1:9000',
          config: { state: 'broken', problems: 2, summary: 'unknown exchange “binanace”' },
          notices: ['History is not available: the disk is full'],
        });
      }),
    });
    await page.locator('.banner').first().waitFor();
    const banners = await page.locator('.banner').allTextContents();
    assert.equal(banners.length, 5);
    assert.match(banners[0] ?? '', /quantfolio\.json has 2 problems; the last good configuration stays in force/);
    assert.match(banners[1] ?? '', /redirected to http:\/\/127\.0\.0\.1:9000/);
    assert.match(banners[2] ?? '', /Incomplete: ETHW unpriced/);
    assert.match(banners[3] ?? '', /the disk is full/);
    assert.match(banners[4] ?? '', /Simulated account: Paper/);
    await page.context().close();
  });

  it('asks again on "changed", goes where the host says, and a section asks when it is first shown', async () => {
    const { page, host: asked, send } = await bench.open({ savedState: { section: 'risk' } });
    await page.getByText('Risk limits').waitFor();
    assert.equal(asked.named('series').length, 0);
    await send({ type: 'changed' });
    await until(() => asked.named('state').length === 2);
    await send({ type: 'show', section: 'overview' });
    await page.getByText('Key metrics').waitFor();
    await page.waitForFunction(() => document.querySelector('.readout b') !== null);
    assert.equal(asked.named('series').length, 2);
    await page.context().close();
  });

  it('keeps choices over a reload', async () => {
    const { page, host: asked } = await bench.open({});
    await page.getByRole('button', { name: '3M', exact: true }).click();
    await page.getByRole('combobox', { name: 'Allocation by' }).selectOption('sector');
    await page.getByRole('tab', { name: 'Positions' }).click();
    await page.getByRole('button', { name: 'Assets', exact: true }).click();
    await page.getByRole('columnheader', { name: 'Asset', exact: true }).getByRole('button').click();
    await page.locator('th[aria-sort="ascending"]').waitFor();
    await page.reload();
    assert.equal(await page.getByRole('tab', { name: 'Positions' }).getAttribute('aria-selected'), 'true');
    await page.locator('th[aria-sort="ascending"]').getByText('Asset').waitFor();
    await page.getByRole('tab', { name: 'Overview' }).click();
    assert.equal(await page.getByRole('button', { name: '3M', exact: true }).getAttribute('aria-pressed'), 'true');
    assert.equal(await page.getByRole('combobox', { name: 'Allocation by' }).inputValue(), 'sector');
    assert.ok(asked.named('state').length >= 2);
    await page.context().close();
  });

  it('tells a chosen portfolio once, so that the host may open another', async () => {
    const several = host((made) => {
      made.portfolios = [
        { id: '/home/me/book', name: 'Main book' },
        { id: '/home/me/other', name: 'Other' },
      ];
    });
    const { page, send } = await bench.open({ host: several });
    await page.getByRole('combobox', { name: 'Portfolio' }).selectOption('Other');
    await until(() => several.named('state').length === 2);
    await send({ type: 'changed' });
    await until(() => several.named('state').length === 3);
    assert.deepEqual(
      several.named('state').map((request) => request.portfolio),
      [null, '/home/me/other', null],
    );
    await page.context().close();
  });

  it('ignores messages and answers that are not of the protocol', async () => {
    const { page, errors } = await bench.open({});
    await page.getByText('Key metrics').waitFor();
    await page.evaluate(() => {
      window.postMessage({ type: 'show', section: '__proto__' }, '*');
      window.postMessage({ type: 'answer', id: 1, ok: true, value: '<img src=x onerror=alert(1)>' }, '*');
      window.postMessage('changed', '*');
    });
    await page.waitForTimeout(80);
    assert.equal(await page.getByText('Key metrics').count(), 1);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('shows names from outside as text, never as HTML', async () => {
    const evil = '<img src=x onerror="window.pwned=1"><b>BTC</b>';
    const { page, errors } = await bench.open({
      host: host((made) => {
        made.state = bookState({ name: evil });
      }),
    });
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), evil);
    assert.equal(await page.evaluate(() => 'pwned' in window), false);
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('fits 360 pixels without a horizontal scroll bar', async () => {
    const { page } = await bench.open({ width: 1700 });
    await page.getByText('Key metrics').waitFor();
    for (const section of ['Overview', 'Positions', 'Performance', 'Risk']) {
      await page.getByRole('tab', { name: section }).click();
      for (const width of [1700, 1180, 900, 640, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(30);
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(over, 0, `${section} at ${width}`);
      }
    }
    await page.context().close();
  });
});
