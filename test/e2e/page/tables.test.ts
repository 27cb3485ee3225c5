import assert from 'node:assert/strict';
import type { Position } from '../../../src/core/model/snapshot.ts';
import { FakeHost } from './harness/fakeHost.ts';
import { type Bench, startBench } from './harness/openPage.ts';

describe('the tables', function () {
  this.timeout(30_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('search, sort and choose columns', async () => {
    const { page } = await bench.open({ savedState: { section: 'positions' } });
    const grid = page.getByRole('grid', { name: 'Positions' });
    await page.getByRole('searchbox', { name: 'Search positions' }).fill('short binance');
    assert.equal(await grid.getAttribute('aria-rowcount'), '2');
    await page.getByText('1 of 14').waitFor();
    await page.getByRole('searchbox', { name: 'Search positions' }).fill('nothing like this');
    await page.getByText('Nothing matches “nothing like this”.').waitFor();
    await page.getByRole('searchbox', { name: 'Search positions' }).fill('');

    const unrealised = grid.getByRole('button', { name: 'Unrealised P&L' });
    const first = () => grid.locator('tbody td:first-child').first().textContent();
    await unrealised.click();
    assert.equal(await first(), 'ETH/USD');
    await unrealised.click();
    assert.equal(await first(), 'LINK/USD');
    // Missing values come last either way.
    assert.match((await grid.locator('tbody tr').last().textContent()) ?? '', /–/);

    const missing = grid.getByRole('row', { name: /^XRP/ }).getByText('–').first();
    assert.equal(await missing.getAttribute('title'), 'no trades known: the ledger of this exchange is not read yet');
    await page.context().close();
  });

  it('export plain numbers, with formulas made text', async () => {
    const host = new FakeHost();
    const snapshot = host.state?.snapshot;
    assert.ok(host.state && snapshot);
    const [first, ...rest] = snapshot.positions;
    assert.ok(first);
    const evil: Position = { ...first, symbol: '=HYPERLINK("http://evil.example","BTC")', account: '@SUM(A1)' };
    host.state = { ...host.state, snapshot: { ...snapshot, positions: [evil, ...rest] } };
    const { page } = await bench.open({ host, savedState: { section: 'positions' } });
    await page.getByRole('button', { name: 'Export positions as CSV' }).click();
    const saved = host.named('save')[0];
    assert.equal(saved?.name, 'positions.csv');
    const lines = saved?.text.split('\r\n') ?? [];
    assert.equal(lines[0], 'Symbol,Account,Side,Size,Entry,Mark,Notional,Unrealised P&L,ROI,24 h,Share,State');
    assert.match(
      lines[1] ?? '',
      /^"'=HYPERLINK\(""http:\/\/evil\.example"",""BTC""\)",'@SUM\(A1\),Long,4\.85,91250,91250,442562\.5,/,
    );
    assert.equal(lines.length, 16);
    await page.context().close();
  });

  it('hold 5,000 rows with few of them in the document, and jump to the last by key', async () => {
    const host = new FakeHost();
    const snapshot = host.state?.snapshot;
    assert.ok(host.state && snapshot);
    const [asset] = snapshot.assets;
    assert.ok(asset);
    const assets = Array.from({ length: 5_000 }, (_, index) => ({
      ...asset,
      asset: `COIN${index}`,
      quantity: String(index + 1),
    }));
    host.state = { ...host.state, snapshot: { ...snapshot, assets, positions: [] } };
    const { page, errors } = await bench.open({ host, savedState: { section: 'positions' } });
    const grid = page.getByRole('grid', { name: 'Assets' });
    await grid.waitFor({ timeout: 20_000 });
    assert.equal(await grid.getAttribute('aria-rowcount'), '5001');
    assert.ok((await grid.locator('tbody tr').count()) < 60);
    await grid.focus();
    await page.keyboard.press('End');
    await page.getByRole('row', { name: /^COIN4999/ }).waitFor();
    const started = Date.now();
    await grid.getByRole('button', { name: 'Quantity' }).click();
    await page.keyboard.press('Home');
    assert.ok(Date.now() - started < 3_000, 'sorting takes too long');
    assert.deepEqual(errors, []);
    await page.context().close();
  });
});
