import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { postgresAbsent, startPostgres, type TestDatabase } from '../../support/postgres.ts';
import { heldSecrets } from './harness/heldSecrets.ts';
import { type OpenWorkspace, openWorkspace } from './harness/workspace.ts';

const config = `{
  // Shared with the team.
  "version": 1,
  "name": "Team book",
  "baseCurrency": "USD",
  "updateInterval": 2,
  "accounts": { "bot": { "kind": "paper", "cash": { "USD": 10000 } } },
}
`;

/** HIST-2 as a user meets it: a real PostgreSQL, its URL typed as a secret, its host approved, rows in it. */
describe('a shared history in a window', function () {
  this.timeout(120_000);
  let database: TestDatabase | null = null;
  let book: OpenWorkspace;

  before(async function () {
    const server = await startPostgres();
    if (server === null) {
      console.log(`    ${postgresAbsent}`);
      this.skip();
    }
    database = await server.database();
    book = await openWorkspace({ files: { 'quantfolio.json': config } });
    await book.window.statusBar().filter({ hasText: '$10,000.00' }).waitFor({ timeout: 60_000 });
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await book.shoot(`failed-${this.currentTest.title.slice(0, 40)}`);
  });
  after(async () => {
    await book?.close();
    await database?.drop();
  });

  const rows = async (): Promise<number> => {
    const found = await database?.query(
      `select table_schema as schema from information_schema.tables where table_name = 'points'`,
    );
    const schema = found?.[0]?.['schema'];
    if (typeof schema !== 'string') return 0;
    const [counted] = (await database?.query(`select count(*)::int as n from "${schema}".points`)) ?? [];
    return Number(counted?.['n'] ?? 0);
  };
  const text = () => readFile(join(book.folder, 'quantfolio.json'), 'utf8');

  it('is refused in words while what is typed is no URL of a database, and asks about the host', async () => {
    const { page } = book.window;
    assert.ok(database);
    await book.window.command('Quantfolio: Connect Shared History');
    const input = page.locator('.quick-input-widget input[type="password"]').first();
    await input.fill('mysql://nope');
    await page.locator('.quick-input-message', { hasText: 'postgresql://user:password@host' }).waitFor();
    await input.fill(database.url);
    await page.keyboard.press('Enter');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog
      .getByText(/127\.0\.0\.1:\d+/)
      .first()
      .waitFor();
    await book.shoot('window-shared-history-dark');
    await dialog.getByText('Cancel').click();
    await page.locator('.notification-toast', { hasText: 'was not approved, so nothing was changed' }).waitFor();
    assert.equal(await text(), config);
    assert.equal(await rows(), 0);
  });

  it('keeps the values once its host is allowed; the password stands in no file', async () => {
    const { page } = book.window;
    assert.ok(database);
    // The refusal before was no refusal for ever.
    await book.window.command('Quantfolio: Connect Shared History');
    await page.locator('.quick-input-widget input[type="password"]').first().fill(database.url);
    await page.keyboard.press('Enter');
    await page.locator('.monaco-dialog-box').getByText('Allow', { exact: true }).click();
    await page.locator('.notification-toast', { hasText: 'is kept at' }).waitFor({ timeout: 60_000 });
    await book.shoot('window-shared-history-open-dark');
    const edited = await text();
    assert.match(edited, /"storage": "postgres"/);
    assert.match(edited, /\/\/ Shared with the team\./, 'a minimal edit keeps comments');
    for (let tries = 0; (await rows()) === 0 && tries < 60; tries += 1) await wait(500);
    assert.ok((await rows()) > 0, 'nothing was recorded in the shared history');
    const password = new URL(database.url).password;
    assert.ok(password.length > 3);
    assert.doesNotMatch(edited, new RegExp(password));
    assert.deepEqual(await heldSecrets(page), { [`databaseUrl:${JSON.stringify([book.folder])}`]: database.url });
    assert.deepEqual(await filesWith(password, book.window.dataDir), []);
  });

  it('is left again without losing what it holds', async () => {
    const { page } = book.window;
    const before = await rows();
    await book.window.command('Quantfolio: Disconnect Shared History');
    await page.locator('.monaco-dialog-box').getByText('Disconnect', { exact: true }).click();
    for (let tries = 0; !/"embedded"/.test(await text()) && tries < 40; tries += 1) await wait(250);
    assert.match(await text(), /"storage": "embedded"/);
    assert.ok((await rows()) >= before);
    assert.deepEqual(await heldSecrets(page), {});
  });
});

/** Files below a folder (logs, storage) that hold this text. */
async function filesWith(text: string, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (info?.isFile() && info.size < 20_000_000 && (await readFile(path)).includes(text)) found.push(name);
  }
  return found;
}
