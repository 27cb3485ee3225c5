import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { tradingWorld } from '../../simulator/tradingWorld.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';
import { type OpenWorkspace, openWorkspace } from './harness/workspace.ts';

const config = `{
  "version": 1,
  "name": "Trading book",
  "baseCurrency": "USD",
  "updateInterval": 3,
  "accounts": {
    "binance-main": { "kind": "exchange", "exchange": "binance", "mode": "trade" },
    "kraken-main": { "kind": "exchange", "exchange": "kraken" }
  },
  "limits": { "maxOpenPositions": 50, "maxSymbolExposureNotional": { "ETH": 30000 } }
}
`;

/** Rule 3 in a real window, on simulated exchanges that take orders: what leaves for the exchange is in their request log. */
describe('live trading in a window', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let book: OpenWorkspace;

  before(async () => {
    simulator = await startSimulator({ world: tradingWorld(), trades: true });
    book = await openWorkspace({
      files: { 'quantfolio.json': config },
      window: { environment: simulator.environment, machineSettings: { 'quantfolio.trading.enabled': true } },
    });
    await book.openViews();
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await book.shoot(`failed-${this.currentTest.title.slice(0, 40)}`);
  });
  after(async () => {
    await book?.close();
    await simulator?.close();
  });

  const row = (start: string): Locator =>
    book.window.page.locator(`.pane-body .monaco-list-row[aria-label^="${start}"]`).first();
  const choice = (text: string | RegExp): Locator =>
    book.window.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
  const toast = (text: string | RegExp): Locator =>
    book.window.page.locator('.notification-toast').filter({ hasText: text }).first();

  /** From the palette to the review of an order at Binance. */
  const review = async (side: 'Buy' | 'Sell', asset: string, size: string): Promise<void> => {
    const { page } = book.window;
    await book.window.command('Quantfolio: Trade…');
    const account = page.locator('.quick-input-title', { hasText: /which account|Trade what/ });
    await account.waitFor();
    if (/account/.test(await account.innerText())) await choice('Binance · main').click();
    await page.locator('.quick-input-title', { hasText: 'Trade what' }).waitFor();
    await page.locator('.quick-input-widget input').first().fill(asset);
    await choice(asset).click();
    await page.locator('.quick-input-title', { hasText: `Buy or sell ${asset}` }).waitFor();
    await choice(side).click();
    await page.locator('.quick-input-title', { hasText: `${side} ${asset}` }).waitFor();
    await page.locator('.quick-input-widget input').first().fill(size);
    await page.keyboard.press('Enter');
    await choice('Show book now').waitFor({ timeout: 20_000 });
  };

  it('is marked where the user looks: bar, card and the row of the account', async () => {
    const { page } = book.window;
    await row('Binance · main').waitFor({ timeout: 60_000 });
    await book.window.statusBar().filter({ hasText: 'live trading' }).waitFor();
    assert.match((await row('Binance · main').getAttribute('aria-label')) ?? '', /trading on/);
    assert.doesNotMatch((await row('Kraken · main').getAttribute('aria-label')) ?? '', /trading on/);
    await book.window.statusBar().hover();
    const card = page.locator('.monaco-hover', { hasText: 'Live trading is on' });
    await card.waitFor();
    assert.match(await card.innerText(), /orders to Binance · main can be sent, each confirmed by you/);
    await book.shoot('window-trading-dark');
    await page.mouse.move(700, 400);
  });

  it('sends nothing when the confirmation is declined', async () => {
    const { page } = book.window;
    await review('Buy', 'ETH', '0.1');
    await book.shoot('window-trade-review-dark');
    await choice(/Send the order/).click();
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const words = await dialog.innerText();
    assert.match(words, /Send 1 live order to Binance · main\? This is real money\./);
    assert.match(words, /Buy 0\.1 ETH at the market on Binance · main/);
    assert.match(words, /ETH\/USDT, market, quantity 0\.1\b/);
    assert.match(words, /Expected price [\d,.]+ USDT \(.*amount \$[\d,.]+, fee /);
    assert.match(words, /Allowed: /);
    await book.shoot('window-trade-confirm-dark');
    // Enter is what a hurried hand presses: it sends nothing.
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.waitForTimeout(500);
    assert.deepEqual(simulator.log.writes(), []);
  });

  it('is refused by the pre-trade check before anybody is asked', async () => {
    const { page } = book.window;
    await review('Buy', 'ETH', '15');
    await choice('The pre-trade check refuses it').waitFor();
    await book.shoot('window-trade-refused-dark');
    assert.equal(await choice(/Send the order/).count(), 0);
    await page.keyboard.press('Escape');
    assert.deepEqual(simulator.log.writes(), []);
  });

  it('sends exactly the order that was confirmed, once', async () => {
    const { page } = book.window;
    await review('Buy', 'ETH', '0.1');
    await choice(/Send the order/).click();
    await page.locator('.monaco-dialog-box').getByText('Send 1 Order', { exact: true }).click();
    await toast(/Done: 1 order filled/).waitFor({ timeout: 30_000 });
    await book.shoot('window-trade-filled-dark');
    const writes = simulator.log.writes();
    assert.equal(writes.length, 1, JSON.stringify(writes));
    const query = writes[0]?.query ?? {};
    assert.deepEqual(
      [query['symbol'], query['side'], query['type'], query['quantity']],
      ['ETHUSDT', 'BUY', 'MARKET', '0.1'],
    );
    assert.match(query['newClientOrderId'] ?? '', /^qf[0-9a-f]{12}\d\d$/);
  });

  it('is turned off everywhere by one command; then the same trade cannot be sent', async () => {
    const { page } = book.window;
    await book.window.command('Quantfolio: Turn All Trading Off');
    await toast(/Live trading is off\. Nothing was being executed/).waitFor();
    await book.window.statusBar().filter({ hasText: 'live trading' }).waitFor({ state: 'detached' });
    simulator.log.clear();
    await review('Sell', 'ETH', '0.1');
    await choice('Live trading is off').waitFor();
    await book.shoot('window-trade-off-dark');
    await choice('Open the live trading setting').click();
    await page.getByText('Lets Quantfolio send orders').first().waitFor();
    await book.shoot('window-trade-setting-dark');
    assert.deepEqual(simulator.log.writes(), []);
  });

  it('is turned on again by the user alone, and off at once by any other window of the machine', async () => {
    const { dataDir } = book.window;
    const machine = join(dataDir, 'data', 'Machine', 'settings.json');
    const written = await readFile(machine, 'utf8');
    assert.match(written, /"quantfolio\.trading\.enabled": ?false/);
    await writeFile(machine, written.replace(/("quantfolio\.trading\.enabled": ?)false/, '$1true'));
    const shown = book.window.statusBar().filter({ hasText: 'live trading' });
    await shown.waitFor();
    // What another window writes where it turns trading off and the settings cannot be written.
    const storage = (await readdir(dataDir, { recursive: true })).find((path) =>
      /globalStorage.+quantfolio$/i.test(path),
    );
    assert.ok(storage !== undefined, 'the storage that all windows share');
    const mark = join(dataDir, storage, 'trading-stopped');
    await writeFile(mark, 'held\n');
    await shown.waitFor({ state: 'detached' });
    await writeFile(machine, written);
    await book.window.page.waitForTimeout(1000);
    assert.equal(await shown.count(), 0);
  });

  it('cannot be turned on by a workspace', async () => {
    const { page } = book.window;
    await book.write('.vscode/settings.json', '{ "quantfolio.trading.enabled": true }').catch(async () => {
      await book.theme('dark');
      await book.write('.vscode/settings.json', '{ "quantfolio.trading.enabled": true }');
    });
    await page.waitForTimeout(1500);
    assert.equal(await book.window.statusBar().filter({ hasText: 'live trading' }).count(), 0);
  });
});
