import assert from 'node:assert/strict';
import { FakeHost } from './harness/fakeHost.ts';
import { type Bench, startBench, until } from './harness/openPage.ts';

const bitcoin = 'binance-main/spot/BTC';

describe('what stands beside the sections of the page', function () {
  this.timeout(40_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('an execution that still runs when it is answered is followed until it has ended', async () => {
    const host = new FakeHost();
    host.slow = true;
    const { page, send, errors } = await bench.open({ host, savedState: { section: 'risk' } });
    await page.getByRole('button', { name: /^Propose reducing orders/ }).click();
    await page.getByRole('button', { name: 'Execute on paper' }).click();
    await page.getByText(/Running: /).waitFor();
    host.slow = false;
    await send({ type: 'changed' });
    await page.getByText(/Done: /).waitFor();
    const asked = host.named('execution').length;
    await send({ type: 'changed' });
    await until(() => host.named('state').length > 2);
    await page.waitForTimeout(100);
    assert.equal(host.named('execution').length, asked, 'what has ended is not asked for again');
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('a result is in sight and has the focus, however far down its button was', async () => {
    const { page } = await bench.open({ savedState: { section: 'rebalance' }, height: 600 });
    await page.getByRole('button', { name: 'Execute on paper' }).click();
    const result = page.getByText(/Done: /);
    await result.waitFor();
    await until(async () => {
      const box = await result.boundingBox();
      return box !== null && box.y >= 0 && box.y + box.height <= 600;
    });
    assert.match(await page.evaluate(() => document.activeElement?.className ?? ''), /\bexecution\b/);
    await page.context().close();
  });

  it('details open where the host says, and close with their section', async () => {
    const { page, send } = await bench.open({ savedState: { section: 'overview' } });
    await page.getByText('Key metrics').waitFor();
    await send({ type: 'show', section: 'positions', position: bitcoin });
    const sheet = page.getByRole('complementary', { name: /^BTC/ });
    await sheet.getByText('Headroom to each limit').waitFor();
    await page.getByRole('tab', { name: 'Rebalance' }).click();
    await sheet.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Positions' }).click();
    await page.getByRole('grid', { name: 'Positions', exact: true }).waitFor();
    assert.equal(await sheet.count(), 0);
    await page.context().close();
  });

  it('tables are chosen by account and by strategy', async () => {
    const { page, host } = await bench.open({ savedState: { section: 'trades' } });
    const select = page.getByRole('combobox', { name: 'Of', exact: true });
    await select.waitFor();
    const groups = await select.locator('optgroup').evaluateAll((all) => all.map((one) => one.getAttribute('label')));
    assert.deepEqual(groups, ['Accounts', 'Strategies']);
    const name = await select.locator('optgroup[label="Strategies"] option').first().textContent();
    await select.selectOption({ label: name ?? '' });
    await until(() => host.named('table').at(-1)?.subject.kind === 'strategy');
    assert.equal(host.named('table').at(-1)?.subject.id, name);
    await page.context().close();
  });

  it('a table shows the order it comes in by itself, and the first click turns it round', async () => {
    const { page, host } = await bench.open({ savedState: { section: 'trades' } });
    const time = page.getByRole('columnheader', { name: /^Time/ });
    await time.waitFor();
    assert.equal(await time.getAttribute('aria-sort'), 'descending');
    await time.getByRole('button').click();
    await until(() => host.named('table').at(-1)?.sort?.descending === false);
    await page.locator('th[aria-sort="ascending"]').waitFor();
    await time.getByRole('button').click();
    await page.locator('th[aria-sort="descending"]').waitFor();
    assert.equal(host.named('table').at(-1)?.sort, null);
    await page.context().close();
  });

  it('its button to close stays at the end of the first line, however long its title', async () => {
    const host = new FakeHost();
    host.change = (request, value) =>
      request.name === 'plan'
        ? { ...(value as object), title: 'Reduce until the limit ‘Open positions’ is kept' }
        : value;
    const { page } = await bench.open({ host, savedState: { section: 'risk' } });
    await page.getByRole('button', { name: /^Propose reducing orders/ }).click();
    const sheet = page.getByRole('complementary', { name: /^Reduce until/ });
    const close = await sheet.getByRole('button', { name: 'Close', exact: true }).boundingBox();
    const box = await sheet.boundingBox();
    assert.ok(close && box && close.y - box.y < 20, JSON.stringify([close, box]));
    assert.ok(box.x + box.width - (close.x + close.width) < 24, JSON.stringify([close, box]));
    await page.context().close();
  });
});
