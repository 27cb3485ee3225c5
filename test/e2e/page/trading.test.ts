import assert from 'node:assert/strict';
import { FakeHost } from './harness/fakeHost.ts';
import { type Bench, startBench, until } from './harness/openPage.ts';

const bitcoin = 'binance-main/spot/BTC';

describe('orders in the page', function () {
  this.timeout(40_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('a ticket is planned, looked at and executed on paper, exactly as it was shown', async () => {
    const { page, host, errors } = await bench.open({ savedState: { section: 'trades' } });
    await page.getByRole('button', { name: 'New order…' }).click();
    const sheet = page.getByRole('complementary', { name: 'New order' });
    await sheet.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'New order');
    await sheet.getByText('Paper', { exact: true }).waitFor();
    // A paper account comes first; one that is not ready cannot be chosen, and says why.
    const account = sheet.getByRole('combobox', { name: 'Account' });
    assert.equal(await account.inputValue(), 'paper');
    assert.match((await account.textContent()) ?? '', /Kraken \(read-only: set “mode”: “trade” in its block\)/);

    await sheet.getByRole('button', { name: 'Review order…' }).click();
    await sheet.getByText('Name a market (BTC/USD) or an asset (BTC).').waitFor();
    await sheet.getByRole('combobox', { name: 'Market or asset' }).fill('sol/usd');
    await sheet.getByRole('button', { name: 'Sell' }).click();
    await sheet.getByLabel('Quantity in SOL').fill('25,55');
    await sheet.getByRole('button', { name: 'Review order…' }).click();
    await sheet.getByText('Write a point before decimals and nothing between thousands: 1234.5').waitFor();
    assert.equal(host.named('plan').length, 0);
    await sheet.getByLabel('Quantity in SOL').fill('25.55');
    await sheet.getByRole('button', { name: 'Review order…' }).click();

    const review = page.getByRole('complementary', { name: 'Sell SOL/USD on Paper (simulated)' });
    await review.getByText('rounded down to the step 0.1').waitFor();
    assert.deepEqual(host.named('plan')[0]?.request, {
      kind: 'order',
      account: 'paper',
      symbol: 'SOL/USD',
      side: 'sell',
      size: { quantity: '25.55' },
      price: null,
      strategy: null,
    });
    await review.getByRole('heading', { name: 'Pre-trade check passed' }).waitFor();
    const meter = review.getByRole('meter', { name: 'Total exposure' });
    assert.match((await meter.getAttribute('aria-valuetext')) ?? '', /^\$812,400 → \$816,783, Within limit/);
    assert.equal(host.named('execute').length, 0);
    await review.getByRole('button', { name: 'Show as diff' }).click();
    await until(() => host.named('planDiff').length === 1);
    await review.getByRole('button', { name: 'Execute on paper' }).click();
    await page.getByText('Done: 1 order filled').waitFor();
    assert.deepEqual(host.named('execute'), [{ portfolio: '/home/me/book', plan: 'plan-1', digest: 'digest-1' }]);
    await page.getByRole('button', { name: 'Show order log' }).click();
    await page.getByRole('grid', { name: 'Order log' }).waitFor();
    await page.keyboard.press('Escape');
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('what a check or the engine refuses cannot be executed, and says why', async () => {
    const { page, host } = await bench.open({ savedState: { section: 'positions' } });
    const buy = async (symbol: string) => {
      await page.getByRole('button', { name: 'New order…' }).click();
      await page.getByRole('combobox', { name: 'Market or asset' }).fill(symbol);
      await page.getByRole('button', { name: 'Money' }).click();
      await page.getByLabel(/^Money in/).fill('31204');
      await page.getByRole('button', { name: 'Review order…' }).click();
    };
    await buy('ETH');
    await page.getByRole('heading', { name: 'Pre-trade check refuses these orders' }).waitFor();
    await page.getByText('Symbol exposure of ETH would be $225,917 of $220,000').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Execute on paper' }).count(), 0);
    // Back to the ticket as it was.
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await page.getByRole('combobox', { name: 'Market or asset' }).inputValue(), 'ETH');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await buy('ETHW');
    await page.getByRole('alert').getByText('ETHW has no price').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Execute on paper' }).count(), 0);
    assert.equal(host.named('execute').length, 0);
    await page.context().close();
  });

  it('live orders are marked, asked about by VS Code, and not sent when that is declined', async () => {
    const host = new FakeHost();
    host.live = true;
    host.tradingAllowed = true;
    host.confirms = false;
    const { page } = await bench.open({ host, savedState: { section: 'positions', choices: { position: bitcoin } } });
    const sheet = page.getByRole('complementary', { name: 'BTC/USD' });
    await sheet.getByText('LIVE', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Turn all trading off/ }).click();
    await until(() => host.named('command').some(({ command }) => command === 'turnAllTradingOff'));
    await sheet.getByRole('button', { name: 'Close…', exact: true }).click();
    await page.getByText('VS Code asks once more, with the exact orders.').waitFor();
    assert.deepEqual(host.named('plan').at(-1)?.request, { kind: 'close', position: bitcoin, part: 1 });
    await page.getByRole('button', { name: 'Review and confirm…' }).click();
    await page.getByText('Not confirmed: nothing was sent.').waitFor();
    host.confirms = true;
    await page.getByRole('button', { name: 'Review and confirm…' }).click();
    await page.getByText('Done: 1 order filled').waitFor();
    await page.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('complementary', { name: 'BTC/USD' }).waitFor();
    await page.context().close();
  });

  it('while the setting is off no order can be sent, in words and with the way to the setting', async () => {
    const host = new FakeHost();
    host.live = true;
    const { page } = await bench.open({ host, savedState: { section: 'rebalance' } });
    await page.getByText(/^Live trading is off\. Only you can turn it on/).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Review and confirm…' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: /Turn all trading off/ }).count(), 0);
    await page.getByRole('button', { name: 'Open the trading setting' }).click();
    await until(() => host.named('command').some(({ command }) => command === 'openTradingSetting'));
    assert.equal(host.named('execute').length, 0);
    await page.context().close();
  });

  it('without an account that takes orders the ticket says so and what to do', async () => {
    const host = new FakeHost();
    host.state = host.state && { ...host.state, trading: [] };
    const { page } = await bench.open({ host, savedState: { section: 'trades' } });
    await page.getByRole('button', { name: 'New order…' }).click();
    await page.getByText('No account here takes orders.').waitFor();
    await page.getByRole('button', { name: 'Add account…' }).click();
    await until(() => host.named('command').some(({ command }) => command === 'addAccount'));
    await page.context().close();
  });

  it('a rebalance shows targets, orders and limits, and says what remains of a half-executed one', async () => {
    const host = new FakeHost();
    host.partly = true;
    const { page, errors } = await bench.open({ host, savedState: { section: 'rebalance' } });
    await page.getByRole('list', { name: 'Shares now and targets' }).getByText('39.8% → 35.0%').waitFor();
    const legs = page.getByRole('grid', { name: 'Targets' });
    assert.match((await legs.getByRole('row', { name: /^BTC/ }).textContent()) ?? '', /Sell\+4\.80%/);
    assert.deepEqual(host.named('plan').at(-1)?.request, { kind: 'rebalance', threshold: null, mode: null });
    await page.getByText('Momentum bot: 0.12 BTC: a file: trade there yourself').waitFor();
    await page.getByRole('button', { name: 'Buy only' }).click();
    await page.getByLabel('Threshold %').fill('2.5');
    await until(() => {
      const asked = host.named('plan').at(-1)?.request;
      return asked?.kind === 'rebalance' && asked.mode === 'buyOnly' && asked.threshold === 0.025;
    });
    await page.getByLabel('Threshold %').fill('150');
    await page.getByText('A threshold is at most 100 %.').waitFor();
    await page.getByLabel('Threshold %').fill('');
    await page.waitForFunction(() => document.querySelector('.waiting') === null);
    await page.getByRole('button', { name: 'Execute on paper' }).click();
    await page.getByText('Partly done: of 2 orders 1 filled, 1 rejected').waitFor();
    await page.getByText('the exchange refused it: not enough free USD').waitFor();
    await page
      .getByRole('list', { name: 'What remains' })
      .getByText(/^Buy 8\.9 ETH\/USD/)
      .waitFor();
    await page.getByRole('button', { name: 'Plan what remains' }).click();
    await page.getByRole('complementary', { name: /^What remains of/ }).waitFor();
    assert.equal(host.named('plan').at(-1)?.request.kind, 'remaining');
    assert.deepEqual(errors, []);
    await page.context().close();

    const none = new FakeHost();
    none.state = none.state && { ...none.state, hasTargets: false };
    const empty = await bench.open({ host: none, savedState: { section: 'rebalance' } });
    await empty.page.getByRole('heading', { name: 'No targets to rebalance to' }).waitFor();
    assert.equal(none.named('plan').length, 0);
    await empty.page.context().close();
  });

  it('a breached limit offers the smallest orders that clear it', async () => {
    const { page, host } = await bench.open({ savedState: { section: 'risk' } });
    const proposals = page.getByRole('button', { name: /^Propose reducing orders/ });
    await proposals.first().waitFor();
    assert.equal(await proposals.count(), 1);
    await page.getByRole('button', { name: 'Propose reducing orders… for Symbol exposure, BTC' }).click();
    await page.getByText('Symbol exposure of BTC: breach cleared').waitFor();
    assert.deepEqual(host.named('plan')[0]?.request, { kind: 'reduce', limit: 'maxSymbolExposureNotional' });
    assert.equal(host.named('execute').length, 0);
    await page.context().close();
  });

  it('a plan whose prices are too old is planned again, never executed', async () => {
    const { page, host } = await bench.open({ savedState: { section: 'risk' }, clock: 'manual' });
    await page.clock.runFor(1_000);
    await page.getByRole('button', { name: /^Propose reducing orders/ }).click();
    await page.clock.runFor(1_000);
    await page.getByRole('button', { name: 'Execute on paper' }).waitFor();
    await page.clock.runFor(130_000);
    await page.getByText('These prices were good until 21:02 UTC. Plan again for new ones.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Execute on paper' }).count(), 0);
    await page.getByRole('button', { name: 'Plan again' }).click();
    await page.clock.runFor(100);
    await until(() => host.named('plan').length === 2);
    assert.equal(host.named('execute').length, 0);
    await page.context().close();
  });

  it('an execution whose answer is lost is not offered again', async () => {
    const host = new FakeHost();
    host.failing = { execute: 'The engine stopped and is being restarted.' };
    const { page } = await bench.open({ host, savedState: { section: 'risk' } });
    await page.getByRole('button', { name: /^Propose reducing orders/ }).click();
    await page.getByRole('button', { name: 'Execute on paper' }).click();
    await page.getByRole('alert').getByText('The engine stopped and is being restarted.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Execute on paper' }).count(), 0);
    await page.getByRole('alert').getByRole('button', { name: 'Show order log' }).waitFor();
    await page.context().close();
  });
});

describe('a position in the page', function () {
  this.timeout(40_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('opens by Enter, closes by Escape, and the focus goes where it was', async () => {
    const { page } = await bench.open({ savedState: { section: 'positions' } });
    const grid = page.getByRole('grid', { name: 'Positions', exact: true });
    await grid.getByText('BTC/USD').waitFor();
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('complementary', { name: 'BTC/USD' });
    await sheet.getByRole('heading', { name: 'P&L over time' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H2');
    await sheet.getByText('Total exposure').waitFor();
    await sheet.getByText('$687,600 · 7.53 BTC').waitFor();
    assert.match((await sheet.locator('.readout').textContent()) ?? '', /P&L \+\$[\d,]+/);
    assert.ok((await sheet.getByRole('grid', { name: 'Fills' }).getByRole('row').count()) > 3);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    // The focus goes back in the frame after the sheet is gone.
    await until(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Positions'));
    await page.context().close();
  });

  it('is still open when the page is shown again, and says when it is gone', async () => {
    const { page, host } = await bench.open({ savedState: { section: 'positions' } });
    await page.getByRole('button', { name: 'ETH/USD' }).click();
    await page.getByRole('complementary', { name: 'ETH/USD' }).waitFor();
    await page.reload();
    await page.getByRole('complementary', { name: 'ETH/USD' }).waitFor();
    host.failing = { position: 'ETH/USD is not held any more.' };
    await page.reload();
    await page.getByRole('alert').getByText('ETH/USD is not held any more.').waitFor();
    await page.context().close();
  });

  it('tries other sizes against the limits as they are typed, and adjusts to one', async () => {
    const host = new FakeHost();
    host.tradingAllowed = true;
    const { page } = await bench.open({ host, savedState: { section: 'positions', choices: { position: bitcoin } } });
    const size = page.getByLabel('New size');
    await size.fill('x');
    await page.getByText('“x” is not a number. Write it as 1234.5').waitFor();
    assert.equal(host.named('plan').length, 0);
    await size.pressSequentially('', { delay: 5 });
    await size.fill('');
    await size.pressSequentially('4.56', { delay: 20 });
    await page.getByText('Symbol exposure of BTC: breach cleared').waitFor();
    assert.deepEqual(host.named('plan').at(-1)?.request, { kind: 'adjust', position: bitcoin, size: '4.56' });
    assert.ok(host.named('plan').length <= 2, 'typing asks once the hand rests');
    await page.getByRole('button', { name: 'Adjust to this size…' }).click();
    await page.getByRole('button', { name: 'Execute on paper' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('complementary', { name: 'BTC/USD' }).waitFor();
    assert.equal(host.named('execute').length, 0);
    await page.context().close();
  });

  it('that cannot be traded here says why', async () => {
    const { page } = await bench.open({ savedState: { section: 'positions' } });
    await page.getByRole('button', { name: 'SOL/USDT:USDT' }).click();
    const sheet = page.getByRole('complementary', { name: 'SOL/USDT:USDT' });
    await sheet.getByText('It is a file: trade where it comes from').waitFor();
    assert.equal(await sheet.getByRole('button', { name: 'Close…', exact: true }).count(), 0);
    await page.context().close();
  });
});

describe('reports in the page', function () {
  this.timeout(40_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('taxes of a year by a method, with what is unmatched first, and as files', async () => {
    const { page, host } = await bench.open({ savedState: { section: 'trades', choices: { 'trades.tab': 'tax' } } });
    await page.getByRole('heading', { name: 'Tax report 2026' }).waitFor();
    await page.getByText('Their gain cannot be known').waitFor();
    await page.getByText('Kraken: trades are known from 3 Nov 2024').waitFor();
    assert.deepEqual(host.named('tax')[0], { portfolio: '/home/me/book', year: 2026, method: null });
    await page.getByRole('combobox', { name: 'Method' }).selectOption('HIFO');
    await page.getByRole('combobox', { name: 'Year' }).selectOption('2025');
    await page.getByRole('heading', { name: 'Tax report 2025' }).waitFor();
    await until(() => host.named('tax').at(-1)?.year === 2025);
    assert.equal(host.named('tax').at(-1)?.method, 'HIFO');
    await page.getByRole('button', { name: 'Export the tax report' }).click();
    await page.getByRole('button', { name: 'Save as CSV…' }).click();
    await until(() => host.named('saveTax').length === 1);
    assert.deepEqual(host.named('saveTax')[0], {
      portfolio: '/home/me/book',
      year: 2025,
      method: 'HIFO',
      format: 'csv',
    });
    await page.context().close();
  });

  it('statistics of closed positions by strategy, costs by category, differences of balances', async () => {
    const { page } = await bench.open({
      savedState: { section: 'trades', choices: { 'trades.tab': 'closedPositions' } },
    });
    const stats = page.getByRole('grid', { name: 'Closed positions by strategy' });
    assert.match((await stats.getByRole('row', { name: /^Momentum/ }).textContent()) ?? '', /^Momentum7070\.0%1\.34/);
    await page.getByText('Network fees').waitFor();
    await page.getByRole('button', { name: 'Reconciliation' }).click();
    await page.getByRole('grid', { name: 'Balances that differ' }).getByText('XRP').waitFor();
    await page.getByText('Momentum bot: a file of holdings has no entries to compare with').waitFor();
    await page.context().close();
  });
});
