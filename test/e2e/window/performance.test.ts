import assert from 'node:assert/strict';
import { defaultWorld, emptyAccount } from '../../simulator/defaultWorld.ts';
import type { WorldRecord } from '../../simulator/movements.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';
import { type OpenWorkspace, openWorkspace } from './harness/workspace.ts';

const config = `{
  "version": 1,
  "name": "Ledger book",
  "baseCurrency": "USD",
  "updateInterval": 5,
  "accounts": { "kraken-small": { "kind": "exchange", "exchange": "kraken" } },
  "benchmarks": ["BTC"]
}
`;
const account = 'kraken-small';
const deposited = 50_000;
const day = 86_400_000;

/** A number out of "+1.23%", "−$1,234.50". */
function numberOf(text: string): number {
  return Number(text.replace('−', '-').replaceAll(/[^\d.-]/g, ''));
}

/** PERF-1 as a user sees it, against an exchange that tells its ledger: a deposit is worth, never a return. */
describe('performance of an exchange account in a window', function () {
  this.timeout(240_000);
  let simulator: Simulator;
  let book: OpenWorkspace;

  before(async () => {
    // A small account: with a real exchange's request costs, years of fills take minutes.
    const world = defaultWorld();
    world.accounts.push(emptyAccount('kraken', account));
    simulator = await startSimulator({ world });
    const now = Date.now();
    deposit('FT-first', 20_000, now - 40.3 * day);
    deposit('FT-second', 500, now - 12.3 * day);
    for (let trade = 0; trade < 20; trade += 1) {
      record({
        kind: 'fill',
        fill: {
          id: 500 + trade,
          market: 'SOLUSD',
          kind: 'spot',
          side: trade % 3 === 2 ? 'sell' : 'buy',
          price: String(100 + 3 * trade),
          quantity: '1',
          fee: '0.5',
          feeAsset: 'ZUSD',
          maker: false,
          at: Math.round(now - (39.4 - 1.7 * trade) * day),
        },
      });
    }
    book = await openWorkspace({
      files: { 'quantfolio.json': config },
      window: { environment: simulator.environment },
    });
    await book.openViews();
    await book.window.page
      .locator('.pane-body .monaco-list-row[aria-label^="Kraken"]')
      .first()
      .waitFor({ timeout: 60_000 });
    await book.window.command('Quantfolio: Open Portfolio Panel');
    await book.window.panel().getByRole('tab', { name: 'Performance' }).click({ timeout: 60_000 });
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await book.shoot(`failed-${this.currentTest.title.slice(0, 40)}`);
  });
  after(async () => {
    await book?.close();
    await simulator?.close();
  });

  const record = (one: WorldRecord): void => simulator.live.record(account, one);
  const deposit = (id: string, amount: number, at: number): void =>
    record({ kind: 'flow', flow: { id, kind: 'deposit', asset: 'ZUSD', amount: String(amount), fee: '0', at } });
  const figure = (title: string) =>
    book.window.panel().locator('.headline .kpi', { has: book.window.page.locator(`dt:text-is("${title}")`) });
  const read = async (title: string) => (await figure(title).locator('.figure').innerText()).trim();

  it('tells the return of today once the ledger was read, and draws a past nobody recorded', async () => {
    const { page } = book.window;
    const panel = book.window.panel();
    await panel.locator('.headline .kpi').first().waitFor({ timeout: 60_000 });
    // Until then the deposits of the day are not known, and the figure says so instead of guessing.
    for (let tries = 0; tries < 60 && (await read('Today')) === '–'; tries += 1) await page.waitForTimeout(1000);
    assert.match(await read('Today'), /^[+−]?\d+\.\d\d%$/);
    await panel.locator('.area-returns canvas').first().waitFor();
    await panel.locator('.area-metricGroups .metrics').first().waitFor();
    for (let tries = 0; tries < 20 && (await panel.getByText('rebuilt from trades').count()) === 0; tries += 1)
      await page.waitForTimeout(1000);
    await panel.getByText('rebuilt from trades').first().waitFor();
    await book.shoot('window-performance-exchange-dark');
  });

  it('counts a deposit as worth, never as profit', async () => {
    const { page } = book.window;
    const before = { today: numberOf(await read('Today')), total: numberOf(await read('Return, time-weighted')) };
    const worth = numberOf(await read('Worth'));
    const deposits = numberOf(await read('Net deposits'));
    deposit('live-deposit', deposited, Date.now());
    for (let tries = 0; tries < 90 && numberOf(await read('Worth')) < worth + deposited - 10; tries += 1)
      await page.waitForTimeout(1000);
    assert.ok(Math.abs(numberOf(await read('Worth')) - worth - deposited) < 10, await read('Worth'));
    // However soon the balance came, no answer ever calls it a profit.
    for (let tries = 0; tries < 8; tries += 1) {
      for (const [title, past] of [
        ['Today', before.today],
        ['Return, time-weighted', before.total],
      ] as const) {
        const text = await read(title);
        if (text !== '–') assert.ok(Math.abs(numberOf(text) - past) < 1, `${title}: ${text} after ${past}%`);
      }
      await page.waitForTimeout(1000);
    }
    // The ledger is asked when the balance moved; until it told why, there is a reason instead of a number.
    for (let tries = 0; tries < 90 && (await read('Today')) === '–'; tries += 1) await page.waitForTimeout(1000);
    assert.ok(Math.abs(numberOf(await read('Today')) - before.today) < 1, await read('Today'));
    assert.ok(Math.abs(numberOf(await read('Return, time-weighted')) - before.total) < 1);
    assert.equal(numberOf(await read('Net deposits')), deposits + deposited);
    await book.shoot('window-performance-deposit-dark');
  });

  it('offers every period and tells one subject from another', async () => {
    const panel = book.window.panel();
    for (const period of ['1W', 'MTD', 'All']) {
      await panel.getByRole('button', { name: period, exact: true }).click();
      await panel.locator(`.segments button[aria-pressed="true"]:text-is("${period}")`).waitFor();
      await panel.locator('.area-returns canvas').first().waitFor();
      assert.match(await read('Worth'), /^\$[\d,]+/);
    }
    await panel.getByLabel('Performance of').selectOption({ label: 'SOL' });
    await panel.locator('.headline-words b', { hasText: 'SOL' }).waitFor();
    // Fourteen bought, six sold, at a price of 150.
    assert.ok(Math.abs(numberOf(await read('Worth')) - 8 * 150) < 1, await read('Worth'));
  });

  it('hides amounts here too', async () => {
    await book.window.command('Quantfolio: Hide or Show Amounts');
    await book.window.page.waitForTimeout(1500);
    const text = await book.window.panel().locator('body').innerText();
    assert.doesNotMatch(text, /[$€£]\s?\d/);
    assert.match(text, /\d%/);
    await book.window.command('Quantfolio: Hide or Show Amounts');
  });

  it('wrote nothing to the exchange', () => {
    assert.deepEqual(simulator.log.writes(), []);
  });
});
