import assert from 'node:assert/strict';
import type { AccountView } from '../../../src/core/model/snapshot.ts';
import { FakeHost } from './harness/fakeHost.ts';
import { type Bench, type Opened, startBench, until } from './harness/openPage.ts';

const inTab = (section: string, tab: string) => ({ section, choices: { [`${section}.tab`]: tab } });
const firstCells = ({ page }: Opened, name: string) =>
  page.getByRole('grid', { name, exact: true }).locator('tbody tr:not(.spacer) td:first-child').allTextContents();

describe('the tables', function () {
  this.timeout(30_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('search, sort and choose columns, and keep all of it when the page is shown again', async () => {
    const opened = await bench.open({ savedState: { section: 'positions' } });
    const { page, host } = opened;
    const grid = page.getByRole('grid', { name: 'Positions', exact: true });
    const search = page.getByRole('searchbox', { name: 'Search positions' });
    await page.getByText('14 of 14').waitFor();
    await search.fill('short binance');
    await page.getByText('1 of 14').waitFor();
    assert.equal(await grid.getAttribute('aria-rowcount'), '2');
    await search.fill('nothing like this');
    await page.getByText('Nothing matches “nothing like this”.').waitFor();
    await search.fill('');
    await page.getByText('14 of 14').waitFor();

    const unrealised = grid.getByRole('button', { name: 'Unrealised P&L' });
    await unrealised.click();
    await grid.locator('tbody tr').first().getByText('ETH/USD').waitFor();
    await unrealised.click();
    await grid.locator('tbody tr').first().getByText('LINK/USD').waitFor();
    // Missing values come last either way.
    assert.match((await grid.locator('tbody tr').last().textContent()) ?? '', /–/);
    assert.equal(
      await grid.getByRole('columnheader', { name: 'Unrealised P&L' }).getAttribute('aria-sort'),
      'ascending',
    );
    assert.deepEqual(host.named('table').at(-1)?.sort, { column: 'unrealized', descending: false });

    const missing = grid.getByRole('row', { name: /^XRP/ }).getByText('–').first();
    assert.match((await missing.getAttribute('title')) ?? '', /no trades known/i);
    await search.fill('usd');
    // What is typed is kept once the hand rests.
    await page.waitForFunction(() => /"searches":\{"positions":"usd"/.test(sessionStorage.getItem('state') ?? ''));
    await page.reload();
    await grid.locator('tbody tr').first().getByText('LINK/USD').waitFor();
    assert.equal(await search.inputValue(), 'usd');
    assert.deepEqual(opened.errors, []);
    await page.context().close();
  });

  it('hold 100,000 rows: few in the document, any of them reached by key, wheel and search', async () => {
    const host = new FakeHost();
    host.trades = 100_000;
    const opened = await bench.open({ host, savedState: { section: 'trades' } });
    const { page, errors } = opened;
    const grid = page.getByRole('grid', { name: 'Trades', exact: true });
    await grid.waitFor({ timeout: 20_000 });
    await page.getByText('100,000 of 100,000').waitFor();
    assert.equal(await grid.getAttribute('aria-rowcount'), '100001');
    assert.ok((await grid.locator('tbody tr').count()) < 70);
    await grid.focus();
    await page.keyboard.press('End');
    const last = grid.locator('tr[aria-rowindex="100001"]');
    await last.getByText('/USD').waitFor();
    assert.equal(await last.getAttribute('aria-selected'), 'true');
    const active = await grid.getAttribute('aria-activedescendant');
    assert.equal(active, await last.getAttribute('id'));
    await page.getByText(/^Rows 99,9\d\d–100,000 of 100,000/).waitFor();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Home');
    await grid.locator('tr[aria-rowindex="2"][aria-selected="true"]').getByText('/USD').waitFor();

    // Flown over quickly, only the places where somebody rests are asked for.
    const before = host.named('table').length;
    await grid.locator('tbody tr').nth(3).hover();
    for (let turn = 0; turn < 8; turn += 1) await page.mouse.wheel(0, 90_000);
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('table[aria-label="Trades"] tbody tr:not(.spacer)')];
      return rows.length > 20 && rows.every((row) => row.querySelector('.cell-bone') === null);
    });
    const asked = host.named('table').slice(before);
    assert.ok(asked.length <= 40, String(asked.length));
    assert.ok(asked.every((question) => question.limit === 100));

    await page.getByRole('searchbox', { name: 'Search trades' }).fill('NEAR/USD momentum sell');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('table[aria-label="Trades"] tbody tr:not(.spacer)')].every((row) =>
        /NEAR\/USD.*Sell.*Momentum/.test(row.textContent ?? ''),
      ),
    );
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('show nothing of late answers, and ask once for what is typed quickly', async () => {
    const host = new FakeHost();
    const opened = await bench.open({ host, savedState: { section: 'trades' } });
    const { page } = opened;
    await page.getByText('12,480 of 12,480').waitFor();
    host.tableDelay = () => 120;
    const search = page.getByRole('searchbox', { name: 'Search trades' });
    await search.pressSequentially('doge', { delay: 15 });
    await page.waitForFunction(() =>
      [...document.querySelectorAll('table[aria-label="Trades"] tbody tr:not(.spacer)')].every((row) =>
        /DOGE/.test(row.textContent ?? ''),
      ),
    );
    const asked = host.named('table').map((question) => question.search);
    assert.equal(asked.at(-1), 'doge');
    assert.ok(asked.filter(Boolean).length <= 4, asked.join());
    await page.context().close();
  });

  it('are brought up to date without moving what is read', async () => {
    const opened = await bench.open({ savedState: { section: 'trades' }, clock: 'real' });
    const { page, host, send } = opened;
    const grid = page.getByRole('grid', { name: 'Trades', exact: true });
    await page.getByText('12,480 of 12,480').waitFor();
    await grid.focus();
    await page.keyboard.press('End');
    await grid.locator('tr[aria-rowindex="12481"]').getByText('/USD').waitFor();
    await page.keyboard.press('PageUp');
    const read = await grid.locator('tr[aria-selected="true"]').textContent();
    const place = await grid.evaluate((element) => element.parentElement?.scrollTop ?? 0);
    // Two more fills, the newest first: every row is two places further down now.
    host.newTrades = 2;
    host.state = host.state && { ...host.state };
    await send({ type: 'changed' });
    await page.getByText('12,482 of 12,482', { exact: true }).waitFor({ timeout: 15_000 });
    assert.equal(await grid.locator('tr[aria-selected="true"]').textContent(), read);
    assert.ok(await grid.evaluate((element) => element === document.activeElement));
    const moved = (await grid.evaluate((element) => element.parentElement?.scrollTop ?? 0)) - place;
    assert.equal(moved, 54);
    // Shown again, the page is where it was.
    const top = Math.floor((place + moved) / 27);
    await page.waitForFunction(
      (row) => (sessionStorage.getItem('state') ?? '').includes(`"places":{"trades":${row}}`),
      top,
    );
    await page.reload();
    await page.getByText(`Rows ${(top + 1).toLocaleString('en-US')}–`).waitFor();
    await page.context().close();
  });

  it('copy what is chosen, by keys alone', async () => {
    const opened = await bench.open({ savedState: { section: 'trades' } });
    const { page, host } = opened;
    const grid = page.getByRole('grid', { name: 'Trades', exact: true });
    await page.getByText('12,480 of 12,480').waitFor();
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    assert.equal(await grid.locator('tr[aria-selected="true"]').count(), 3);
    await page.keyboard.press('Control+c');
    await until(() => host.named('command').some(({ command }) => command === 'copy'));
    const lines = host.named('command').at(-1)?.argument?.split('\n') ?? [];
    assert.match(lines[0] ?? '', /^Time \(UTC\)\tOrder\tSymbol/);
    assert.equal(lines.length, 4);
    assert.match(lines[1] ?? '', /^19 Nov 2026 20:41\t/);
    // Nothing chosen: all that the search left, in as many questions as it takes.
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: 'Search trades' }).fill('carry sell');
    await page.getByText(/^1,\d{3} of 12,480$/).waitFor();
    await page.getByRole('button', { name: 'Copy trades' }).click();
    await until(() => host.named('command').length === 2);
    const all = host.named('command').at(-1)?.argument?.split('\n') ?? [];
    assert.ok(all.length > 1_000, String(all.length));
    assert.ok(all.slice(1).every((line) => /Sell.*Carry/.test(line)));
    await page.context().close();
  });

  it('let the host write the whole table as it is searched and sorted', async () => {
    const opened = await bench.open({ savedState: inTab('trades', 'orders') });
    const { page, host } = opened;
    await page.getByText(/^(\d+) of \1$/).waitFor();
    await page.getByRole('searchbox', { name: 'Search orders' }).fill('filled');
    await page.getByText(/^2\d\d of 3\d\d$/).waitFor();
    await page.getByRole('grid').getByRole('button', { name: 'Symbol' }).click();
    for (const format of ['CSV', 'JSON']) {
      await page.getByRole('button', { name: 'Export orders' }).click();
      await page.getByRole('button', { name: `Save as ${format}…` }).click();
    }
    await until(() => host.named('saveTable').length === 2);
    const [csv, json] = host.named('saveTable');
    assert.equal(csv?.format, 'csv');
    assert.equal(json?.format, 'json');
    assert.equal(csv?.table, 'orders');
    assert.equal(csv?.search, 'filled');
    assert.deepEqual(csv?.sort, { column: 'symbol', descending: false });
    await page.context().close();
  });

  it('of the page itself are exported as plain numbers, with formulas made text', async () => {
    const host = new FakeHost();
    const snapshot = host.state?.snapshot;
    assert.ok(host.state && snapshot);
    const [first, ...rest] = snapshot.accounts;
    assert.ok(first);
    const evil: AccountView = { ...first, title: '=HYPERLINK("http://evil.example","BTC")', value: 442_562.5 };
    host.state = { ...host.state, snapshot: { ...snapshot, accounts: [evil, ...rest] } };
    const { page } = await bench.open({ host, savedState: { section: 'positions' } });
    await page.getByRole('button', { name: 'Export accounts as CSV' }).click();
    await until(() => host.named('save').length === 1);
    const saved = host.named('save')[0];
    assert.equal(saved?.name, 'accounts.csv');
    const lines = saved?.text.split('\r\n') ?? [];
    assert.match(lines[0] ?? '', /^Account,Projected balance,/);
    assert.match(lines[1] ?? '', /^"'=HYPERLINK\(""http:\/\/evil\.example"",""BTC""\)",\d/);
    await page.context().close();
  });

  it('are of the account and the time that were chosen', async () => {
    const opened = await bench.open({ savedState: { section: 'trades' } });
    const { page, host } = opened;
    await page.getByText('12,480 of 12,480').waitFor();
    await page.getByRole('combobox', { name: 'Of' }).selectOption('Kraken');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('table[aria-label="Trades"] tbody tr:not(.spacer)')].every((row) =>
        /Kraken$/.test(row.textContent ?? ''),
      ),
    );
    assert.deepEqual(host.named('table').at(-1)?.subject, { kind: 'account', id: 'kraken' });
    await page.getByRole('combobox', { name: 'Period' }).selectOption('1 week');
    await until(() => typeof host.named('table').at(-1)?.from === 'number');
    assert.ok((await firstCells(opened, 'Trades')).every((cell) => /Nov 2026/.test(cell)));
    await page.context().close();
  });

  it('say what is wrong, go on with what they have, and try again', async () => {
    const host = new FakeHost();
    host.failing = { table: 'The history cannot be read: the disk is full.' };
    const opened = await bench.open({ host, savedState: { section: 'trades' } });
    const { page, send } = opened;
    const alert = page.locator('.area-full [role="alert"]');
    await alert.getByText('The history cannot be read: the disk is full.').waitFor();
    host.failing = {};
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('12,480 of 12,480').waitFor();
    host.failing = { table: 'The engine stopped and is being restarted.' };
    await page.getByRole('searchbox', { name: 'Search trades' }).fill('btc');
    await page.getByText('Not updated: The engine stopped and is being restarted.').waitFor();
    assert.equal((await firstCells(opened, 'Trades')).length > 10, true);
    host.failing = {};
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(() => document.querySelector('.stale') === null);
    await send({ type: 'changed' });

    host.trades = 0;
    host.state = host.state && { ...host.state };
    await page.reload();
    await page.getByText('No trades are known.').waitFor();
    await page.context().close();
  });
});
