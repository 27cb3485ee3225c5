import assert from 'node:assert/strict';
import { bookState } from './harness/book.ts';
import { FakeHost } from './harness/fakeHost.ts';
import { type Bench, startBench, until } from './harness/openPage.ts';

/** Every amount and quantity of the book, as text could show it: "442562", "4.85", "74210.55", "0.42 ETHW". */
function amountsOf(host: FakeHost): readonly string[] {
  const snapshot = host.state?.snapshot;
  assert.ok(snapshot);
  const numbers = [
    snapshot.equity,
    snapshot.cash,
    snapshot.totalNotional,
    snapshot.change24h.abs,
    snapshot.monthToDate.abs,
    snapshot.allTime.abs,
    ...snapshot.assets.flatMap((asset) => [Number(asset.quantity), asset.value]),
    ...snapshot.positions.flatMap((position) => [position.unrealizedPnl, position.margin]),
    ...snapshot.accounts.flatMap(({ card }) => [card.projected, card.openPnl, card.available, card.marginUsed]),
    ...(host.state?.risk?.findings ?? []).flatMap((finding) =>
      finding.unit === 'money' ? [finding.value, finding.threshold, finding.headroom] : [],
    ),
  ];
  // Small round numbers would match ages and counts by chance.
  return [
    ...new Set(
      numbers.flatMap((number) =>
        number !== null && Math.abs(number) >= 1000 ? [String(Math.trunc(Math.abs(number)))] : [],
      ),
    ),
  ];
}

/** What was typed into the what-if box is the user's own, and no part of the book. */
function hidden(content: string, amounts: readonly string[], where: string): void {
  const html = content.replaceAll(/(\d),(?=\d{3})/g, '$1');
  assert.deepEqual(
    amounts.filter((amount) => html.includes(amount)),
    [],
    where,
  );
  assert.doesNotMatch(html, /[$€]\s?\d/, where);
  assert.doesNotMatch(html, /0\.42\sETHW/);
}

describe('privacy', function () {
  this.timeout(60_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('leaves no amount and no quantity in the document, in any section, title or copy', async () => {
    const host = new FakeHost();
    host.privacy = true;
    const { page } = await bench.open({ host, savedState: { preset: 'All' } });
    await page.getByText('Key metrics').waitFor();
    const amounts = amountsOf(host);
    assert.ok(amounts.length > 60, String(amounts.length));
    for (const section of ['Overview', 'Positions', 'Performance', 'Risk', 'Trades', 'Rebalance']) {
      await page.getByRole('tab', { name: section }).click();
      await page.waitForTimeout(150);
      if (section === 'Overview') await page.getByRole('button', { name: 'Show portfolio value as table' }).click();
      if (section === 'Positions') {
        await page.getByText('14 of 14').waitFor();
        for (const name of ['Margin', 'Funding paid']) {
          await page.getByRole('button', { name: 'Choose columns' }).first().click();
          await page.getByLabel(name).first().check();
          await page.keyboard.press('Escape');
        }
        await page.getByRole('button', { name: 'Copy positions' }).click();
        await page.getByRole('button', { name: 'Export accounts as CSV' }).click();
        await page.getByRole('button', { name: 'BTC/USD' }).click();
        await page.getByRole('heading', { name: 'Fills' }).waitFor();
        await page.getByLabel('New size').fill('4.56');
        await page.getByRole('heading', { name: 'Pre-trade check passed' }).waitFor();
      }
      if (section === 'Trades') {
        for (const table of [
          'Orders',
          'Operations',
          'Closed positions',
          'Order log',
          'Tax',
          'Reconciliation',
          'Trades',
        ]) {
          await page.locator('.segments').getByRole('button', { name: table, exact: true }).click();
          await page.waitForFunction(() => document.querySelector('.card-loading') === null);
          hidden(await page.content(), amounts, table);
        }
      }
      if (section === 'Rebalance')
        await page.getByRole('heading', { name: 'Pre-trade check passed' }).first().waitFor();
      hidden(await page.content(), amounts, section);
      if (section === 'Positions') await page.getByRole('button', { name: 'Close', exact: true }).click();
    }
    const given = [
      ...host.named('save').map(({ text }) => text),
      ...host.named('command').map(({ argument }) => argument ?? ''),
    ];
    assert.ok(given.length >= 2);
    for (const text of given) {
      const plain = text.replaceAll(/(\d),(?=\d{3})/g, '$1');
      assert.deepEqual(
        amounts.filter((amount) => plain.includes(amount)),
        [],
      );
    }
    assert.match((await page.locator('.kpi').first().textContent()) ?? '', /•••••/);
    await page.context().close();
  });

  it('keeps percentages, and neither sorts nor searches by amounts, which would tell them', async () => {
    const host = new FakeHost();
    host.privacy = true;
    const { page } = await bench.open({
      host,
      savedState: { section: 'positions', choices: { 'positions.tab': 'assets' } },
    });
    const grid = page.getByRole('grid', { name: 'Assets' });
    await grid.getByText('39.78%').waitFor();
    const names = () => grid.locator('tbody td:first-child').allTextContents();
    const before = await names();
    await grid.getByRole('button', { name: 'Value' }).click();
    await until(() => host.named('table').at(-1)?.sort?.column === 'value');
    await page.waitForFunction(() => document.querySelector('table[aria-busy="true"]') === null);
    assert.deepEqual(await names(), before);
    assert.match((await grid.getByRole('row', { name: /^BTC/ }).textContent()) ?? '', /•••••.*39\.78%/);
    await page.context().close();
  });

  it('leaves the ticket usable: what is typed is shown, what is held is not', async () => {
    const host = new FakeHost();
    host.privacy = true;
    const { page } = await bench.open({ host, savedState: { section: 'trades' } });
    await page.getByRole('button', { name: 'New order…' }).click();
    await page.getByRole('combobox', { name: 'Market or asset' }).fill('SOL/USD');
    await page.getByLabel('Quantity in SOL').fill('25.55');
    await page.getByRole('button', { name: 'Review order…' }).click();
    await page.getByRole('heading', { name: 'Pre-trade check passed' }).waitFor();
    hidden(await page.content(), amountsOf(host), 'orders to review');
    await page.getByRole('button', { name: 'Execute on paper' }).click();
    await page.getByText('Done: 1 order filled').waitFor();
    hidden(await page.content(), amountsOf(host), 'what became of them');
    await page.context().close();
  });

  it('hides orders and results at once when it is switched on, and plans nothing anew after they were sent', async () => {
    const host = new FakeHost();
    const { page, send } = await bench.open({ host, savedState: { section: 'rebalance' } });
    const hide = async () => {
      await page.getByRole('button', { name: 'Hide amounts' }).click();
      await send({ type: 'changed' });
      await page.getByRole('button', { name: 'Show amounts' }).waitFor();
    };
    await page.getByText('Sell 0.58 BTC at the market').waitFor();
    host.hanging = ['plan'];
    await hide();
    assert.doesNotMatch((await page.locator('#section').textContent()) ?? '', /0\.58|\$\d/);
    host.hanging = [];
    await page.getByRole('button', { name: 'Show amounts' }).click();
    await send({ type: 'changed' });
    await page.getByText('Sell 0.58 BTC at the market').waitFor();
    await page.getByRole('button', { name: 'Execute on paper' }).click();
    await page.getByText('Done: 2 orders filled').waitFor();
    const plans = host.named('plan').length;
    await hide();
    await page.getByText('The orders were executed. What became of them is in the order log.').waitFor();
    assert.equal(host.named('plan').length, plans);
    assert.doesNotMatch((await page.locator('.area-plan').textContent()) ?? '', /0\.58|\$\d/);
    await page.context().close();
  });

  it('hides at once when it is switched on, curve too', async () => {
    const host = new FakeHost();
    const { page, send } = await bench.open({ host });
    await page.waitForFunction(() => /Portfolio \$/.test(document.querySelector('.readout')?.textContent ?? ''));
    host.seriesDelay = () => 400;
    await page.getByRole('button', { name: 'Hide amounts' }).click();
    await send({ type: 'changed' });
    await page.getByRole('button', { name: 'Show amounts' }).waitFor();
    // The percent curve is still on its way; the amounts must be gone already.
    assert.doesNotMatch((await page.locator('.readout').first().textContent()) ?? '', /\$/);
    await page.waitForFunction(() => /Portfolio [+−]\d/.test(document.querySelector('.readout')?.textContent ?? ''));
    assert.equal(host.named('series').at(-1)?.percent, true);
    await page.context().close();
  });

  it('hides amounts in sentences of others: reasons, limits, health', async () => {
    const host = new FakeHost();
    host.privacy = true;
    host.state = bookState({ notices: ['Kraken holds back a transfer of $12,345.67 and 0.42 ETHW until 14:02 UTC'] });
    const { page } = await bench.open({ host });
    await page.getByText('Kraken holds back a transfer of ••••• and ••••• until 14:02 UTC').waitFor();
    await page.context().close();
  });
});
