import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type CliRun, runCli } from '../../support/runCli.ts';
import { startSimulator } from '../../support/startSimulator.ts';

/** S3's book (POS-3), dated now: its prices are what they are, its age is not what is tested. */
const peakBook = () =>
  JSON.stringify({
    as_of: new Date().toISOString(),
    positions: [
      { symbol: 'BTC/EUR', side: 'long', size: 0.5, entry_price: 28000, mark_price: 29500, realized_pnl: 120 },
      { symbol: 'ETH/EUR', side: 'short', size: 2, entry_price: 1800, mark_price: 1750, realized_pnl: 0 },
    ],
  });

describe('command line, run for real', function () {
  this.timeout(60_000);
  let place = '';
  const run = (
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    cwd = place,
  ): Promise<CliRun> =>
    runCli(args, { cwd, environment: { QUANTFOLIO_DATA_DIR: join(place, '.data'), ...environment } });
  const workspace = async (
    name: string,
    config: unknown,
    files: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    const folder = join(place, name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'quantfolio.json'), typeof config === 'string' ? config : JSON.stringify(config));
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    return folder;
  };
  const peak = (limits: unknown, book = peakBook(), more: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    workspace(
      'peak',
      {
        version: 1,
        name: 'Peak',
        baseCurrency: 'EUR',
        accounts: { live: { kind: 'file', path: 'book.json' } },
        limits,
        ...more,
      },
      { 'book.json': book },
    );

  before(async () => {
    place = await mkdtemp(join(tmpdir(), 'quantfolio-cli-'));
  });
  after(() => rm(place, { recursive: true, force: true }));

  it('snapshot --json: the golden book of POS-3 in the shape of CLI-2', async () => {
    const folder = await peak({ maxTotalExposureNotional: 50_000 });
    const { code, out, err } = await run(['snapshot', '--json', '--config', folder]);
    assert.equal(code, 0, err);
    const record = JSON.parse(out);
    assert.equal(record.version, 1);
    assert.deepEqual(record.totals, {
      num_open_positions: 2,
      total_notional: 18_250,
      total_unrealized_pnl: 850,
      total_realized_pnl: 120,
    });
    assert.deepEqual(record.symbol_notional, { 'BTC/EUR': 14_750, 'ETH/EUR': 3500 });
    assert.deepEqual(
      record.positions.map((position: Record<string, unknown>) => [
        position['symbol'],
        position['side'],
        position['size'],
        position['notional'],
        position['unrealized_pnl'],
      ]),
      [
        ['BTC/EUR', 'long', 0.5, 14_750, 750],
        ['ETH/EUR', 'short', 2, 3500, 100],
      ],
    );
    assert.equal(record.account.equity, null);
    assert.match(record.account.missing.equity, /positions only/);
    assert.equal(record.account.margin_used, null, 'no row tells its margin');
    assert.ok(record.account.missing.margin_used);
    assert.match(record.risk.missing.leverage, /positions only/);
    assert.equal(record.risk.allowed, true);
    assert.deepEqual(record.risk.reasons, []);
    const without = JSON.parse((await run(['snapshot', '--json', '--no-risk', '--config', folder])).out);
    assert.equal('risk' in without, false);
  });

  it('snapshot as text: totals, minus signs and no colours in a pipe', async () => {
    const folder = await peak({ maxTotalExposureNotional: 50_000 });
    const { out } = await run(['snapshot'], {}, folder);
    assert.match(out, /total_notional\s+€18,250\.00/);
    assert.match(out, /BTC\/EUR\s+long\s+0\.5/);
    assert.equal(out.includes('\u001b'), false);
  });

  it('check: the boundaries of RISK-4 by exit code', async () => {
    const cases: readonly (readonly [number, string, number])[] = [
      [50_000, 'OK', 0],
      [22_812.51, 'OK', 0],
      [22_812.5, 'WARNING', 0],
      [18_250.01, 'WARNING', 0],
      [18_250, 'BREACH', 2],
    ];
    for (const [limit, state, code] of cases) {
      const folder = await peak({ maxTotalExposureNotional: limit });
      const checked = await run(['check', '--json', '--config', folder]);
      assert.equal(JSON.parse(checked.out).state, state, String(limit));
      assert.equal(checked.code, code, String(limit));
    }
    const folder = await peak({ maxTotalExposureNotional: 22_812.5 });
    assert.equal((await run(['check', '--strict', '--config', folder])).code, 1);
  });

  it('check: daily loss of RISK-4, also in percent of --starting-cash', async () => {
    const book = (realized: number): string =>
      JSON.stringify({
        as_of: new Date().toISOString(),
        positions: [
          { symbol: 'BTC/EUR', side: 'long', size: 1, entry_price: 1, mark_price: 1, realized_pnl: realized },
        ],
      });
    for (const [realized, state] of [
      [-400, 'WARNING'],
      [-500, 'BREACH'],
      [600, 'OK'],
    ] as const) {
      const folder = await peak({ maxDailyLossAbs: 500 }, book(realized));
      assert.equal(JSON.parse((await run(['check', '--json', '--config', folder])).out).state, state, String(realized));
    }
    const folder = await peak({ maxDailyLossPct: 5 }, book(-500), { risk: { startingCash: 20_000 } });
    assert.equal((await run(['check', '--config', folder])).code, 0);
    assert.equal((await run(['check', '--config', folder, '--starting-cash', '10000'])).code, 2);
  });

  it('portfolio --json: the golden numbers of VAL-4', async () => {
    const folder = await workspace(
      'kit',
      {
        version: 1,
        accounts: { book: { kind: 'file', path: 'book.json' } },
        prices: { source: 'file:prices.csv' },
        displayCurrencies: ['BTC'],
      },
      {
        'book.json': '{"BTC": 0.15, "ETH": 1.2, "USDT": 1902.50}',
        'prices.csv': 'symbol,price\nBTC,67000\nETH,2900\nUSDT,1\n',
      },
    );
    const { code, out, err } = await run(['portfolio', '--json', '--config', join(folder, 'quantfolio.json')]);
    assert.equal(code, 0, err);
    const record = JSON.parse(out);
    assert.equal(record.total, 15_432.5);
    assert.equal(record.asset_count, 3);
    assert.deepEqual(
      record.assets.map((asset: { asset: string; quantity: string; value: number; share: number }) => [
        asset.asset,
        asset.quantity,
        asset.value,
        Math.round(asset.share * 10_000) / 100,
      ]),
      [
        ['BTC', '0.15', 10_050, 65.12],
        ['ETH', '1.2', 3480, 22.55],
        ['USDT', '1902.5', 1902.5, 12.33],
      ],
    );
    assert.ok(Math.abs(record.display.BTC - 15_432.5 / 67_000) < 1e-12);
    const text = await run(['portfolio'], {}, folder);
    assert.match(text.out, /│ BTC\s+│\s+0\.15 │ \$10,050\.00 │ 65\.1% │ ok/);
    const holdings = JSON.parse((await run(['holdings', 'btc', '--json'], {}, folder)).out);
    assert.deepEqual(
      holdings.holdings.map((each: { asset: string }) => each.asset),
      ['BTC'],
    );
  });

  it('a missing price is UNKNOWN, never zero: exit 2, null and a reason', async () => {
    const folder = await workspace(
      'unpriced',
      {
        version: 1,
        accounts: { book: { kind: 'file', path: 'book.json' } },
        prices: { source: 'file:prices.csv' },
        limits: { maxTotalExposureNotional: 1_000_000 },
      },
      { 'book.json': '{"BTC": 1, "WHAT": 5, "USD": 10}', 'prices.csv': 'symbol,price\nBTC,100\n' },
    );
    const checked = await run(['check', '--json', '--config', folder]);
    assert.equal(checked.code, 2);
    const record = JSON.parse(checked.out);
    assert.equal(record.state, 'UNKNOWN');
    assert.equal(record.allowed, false);
    const portfolio = JSON.parse((await run(['portfolio', '--json', '--config', folder])).out);
    const what = portfolio.assets.find((asset: { asset: string }) => asset.asset === 'WHAT');
    assert.equal(what.value, null);
    assert.equal(what.state, 'unpriced');
    assert.ok(what.reason);
    assert.deepEqual(
      portfolio.incomplete.map((gap: { asset: string }) => gap.asset),
      ['WHAT'],
    );
    const text = (await run(['portfolio', '--config', folder])).out;
    assert.match(text, /^Total: \$110\.00 \(incomplete: 1 asset unpriced\)/m);
  });

  it('a broken configuration: every problem at its line and column, exit 3, nothing on stdout', async () => {
    const folder = await workspace(
      'broken',
      '{\n  "version": 1,\n  "accounts": {\n    "a": { "kind": "exchange", "exchange": "binanace" }\n  },\n  "limits": { "maxOpenPosition": 3 }\n}\n',
    );
    const { code, out, err } = await run(['check', '--config', folder]);
    assert.equal(code, 3);
    assert.equal(out, '');
    assert.match(err, /quantfolio\.json:4:\d+: error: unknown exchange 'binanace': did you mean 'binance'\?/);
    assert.match(err, /quantfolio\.json:6:\d+: error: .*maxOpenPosition/);
    assert.doesNotMatch(err, /\n\s+at /);
  });

  it('no configuration, an empty one, a wrong command or option: exit 3 in words', async () => {
    const bare = await mkdtemp(join(tmpdir(), 'quantfolio-bare-'));
    try {
      const none = await run(['check'], {}, bare);
      assert.equal(none.code, 3);
      assert.match(none.err, /there is no quantfolio\.json in .* or above/);
    } finally {
      await rm(bare, { recursive: true, force: true });
    }
    const broken = await run(['doctor', '--config', await workspace('empty', '')]);
    assert.equal(broken.code, 3);
    assert.match(broken.out, /versions .*node/);
    assert.match(broken.err, /the configuration is empty/);
    const empty = await run(['check', '--config', await workspace('empty', '')]);
    assert.equal(empty.code, 3);
    assert.match(empty.err, /quantfolio\.json:1:1: error: the configuration is empty/);
    const wrong = await run(['portfoilo']);
    assert.equal(wrong.code, 3);
    assert.match(wrong.err, /did you mean 'portfolio'\?/);
    assert.match((await run(['check', '--stict'])).err, /did you mean --strict\?/);
    assert.equal((await run([])).code, 3);
  });

  it('help, help of a command, and the version', async () => {
    const help = await run(['help']);
    assert.equal(help.code, 0);
    for (const name of ['snapshot', 'portfolio', 'holdings', 'check', 'doctor'])
      assert.match(help.out, new RegExp(`\\b${name}\\b`));
    assert.match((await run(['check', '--help'])).out, /--strict/);
    const tax = await run(['help', 'tax']);
    assert.match(tax.out, /--method NAME +FIFO, LIFO, HIFO, LOFO or average/);
    assert.match((await run(['help', 'buy'])).out, /500USD/);
    assert.match((await run(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  });

  it('keys: none is said in words; another exchange than pinned is refused; clashing ids are refused; no secret is printed', async () => {
    const accounts = { 'main-1': { kind: 'exchange', exchange: 'kraken' } };
    const folder = await workspace('keys', { version: 1, accounts, limits: { maxTotalExposureNotional: 1 } });
    const none = await run(['check', '--config', folder, '--timeout', '5']);
    assert.equal(none.code, 2);
    assert.match(none.err, /set QUANTFOLIO_MAIN_1_API_KEY and QUANTFOLIO_MAIN_1_SECRET/);
    const key = {
      QUANTFOLIO_MAIN_1_API_KEY: 'key-visible-nowhere',
      QUANTFOLIO_MAIN_1_SECRET: 'secret-visible-nowhere',
    };
    const pinned = await run(['doctor', '--config', folder], { ...key, QUANTFOLIO_MAIN_1_EXCHANGE: 'binance' });
    assert.match(pinned.out, /QUANTFOLIO_MAIN_1_EXCHANGE is binance, but the configuration says kraken/);
    assert.match(pinned.out, /QUANTFOLIO_MAIN_1_API_KEY, QUANTFOLIO_MAIN_1_SECRET, QUANTFOLIO_MAIN_1_EXCHANGE set/);
    assert.doesNotMatch(pinned.out + pinned.err, /visible-nowhere/);
    const twins = await workspace('twins', {
      version: 1,
      accounts: { ...accounts, 'main.1': { kind: 'exchange', exchange: 'kraken' } },
    });
    const clash = await run(['portfolio', '--config', twins], key);
    assert.equal(clash.code, 3);
    assert.match(clash.err, /"main-1" and "main\.1" would read their keys from the same environment variables/);
    assert.doesNotMatch(clash.out + clash.err, /visible-nowhere/);
  });

  it('a redirect beyond this machine is refused', async () => {
    const folder = await peak({});
    const { code, err } = await run(['check', '--config', folder], {
      QUANTFOLIO_EXCHANGE_BASE_URL: 'https://example.com',
    });
    assert.equal(code, 3);
    assert.match(err, /only this machine is allowed/);
  });

  it('an exchange that hangs: answers in time with what is there', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const folder = await workspace(
        'hangs',
        {
          version: 1,
          accounts: { slow: { kind: 'exchange', exchange: 'binance' }, book: { kind: 'file', path: 'book.json' } },
        },
        { 'book.json': '{ "USD": 41 }' },
      );
      const environment = {
        QUANTFOLIO_EXCHANGE_BASE_URL: base,
        QUANTFOLIO_SLOW_API_KEY: 'k',
        QUANTFOLIO_SLOW_SECRET: 's',
      };
      const { out, err, ms, code } = await run(
        ['portfolio', '--json', '--timeout', '5', '--config', folder],
        environment,
      );
      assert.equal(code, 0, err);
      const record = JSON.parse(out);
      const slow = record.accounts.find((account: { id: string }) => account.id === 'slow');
      assert.equal(slow.state, 'failed');
      assert.match(slow.reason, /did not answer within \d+ s/);
      assert.equal(record.accounts.find((account: { id: string }) => account.id === 'book').value, 41);
      assert.equal(record.total, null);
      assert.ok(ms < 8000, `${ms} ms`);
      assert.match(err, /exchange traffic goes to http:\/\/127\.0\.0\.1/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('two accounts of one exchange, and one account failing while the others work', async () => {
    const simulator = await startSimulator();
    try {
      const exchange = (id: string) => ({ kind: 'exchange', exchange: id });
      const folder = await workspace('simulated-exchanges', {
        version: 1,
        accounts: {
          'binance-main': exchange('binance'),
          'binance-second': exchange('binance'),
          'kraken-main': exchange('kraken'),
        },
      });
      const secret = Buffer.from('a-revoked-secret').toString('base64');
      const environment = { ...simulator.environment, QUANTFOLIO_KRAKEN_MAIN_SECRET: secret };
      const { out, err, code } = await run(['portfolio', '--json', '--config', folder], environment);
      assert.equal(code, 0, err);
      const accounts: readonly { id: string; state: string; value: number; reason: string | null }[] =
        JSON.parse(out).accounts;
      const of = (id: string) => accounts.find((account) => account.id === id);
      assert.ok((of('binance-main')?.value ?? 0) > 0);
      assert.ok((of('binance-second')?.value ?? 0) > 0);
      assert.notEqual(of('binance-main')?.value, of('binance-second')?.value);
      assert.equal(of('kraken-main')?.state, 'failed');
      assert.equal(of('kraken-main')?.value, null);
      assert.ok(of('kraken-main')?.reason);
      for (const key of Object.values(environment).filter((value) => !value.startsWith('http'))) {
        assert.equal((out + err).includes(key), false, 'a key was printed');
      }
      const only = JSON.parse(
        (await run(['portfolio', '--json', '--exchange', 'binance', '--config', folder], environment)).out,
      );
      assert.deepEqual(
        only.accounts.map((account: { id: string }) => account.id),
        ['binance-main', 'binance-second'],
      );
      // A limit of the whole book says nothing of a part of it.
      const part = await run(['snapshot', '--json', '--exchange', 'kraken', '--config', folder], simulator.environment);
      assert.equal('risk' in JSON.parse(part.out), false);
      assert.match(part.err, /risk limits hold for the whole book/);
    } finally {
      await simulator.close();
    }
  });

  it('--exchange: only its accounts; one that is not there is said', async () => {
    const folder = await peak({});
    const { code, err } = await run(['portfolio', '--exchange', 'okx', '--config', folder]);
    assert.equal(code, 3);
    assert.match(err, /no account at 'okx' is configured/);
  });

  it('check --format sarif and junit: each finding, at its line, for CI servers', async () => {
    const folder = await peak({ maxTotalExposureNotional: 18_250, maxOpenPositions: 2, maxLeverage: 2 });
    const text = JSON.stringify(JSON.parse(await readFile(join(folder, 'quantfolio.json'), 'utf8')), null, 2);
    await writeFile(join(folder, 'quantfolio.json'), text);
    const sarif = await run(['check', '--format', 'sarif'], {}, folder);
    assert.equal(sarif.code, 2, sarif.err);
    const { version, runs } = JSON.parse(sarif.out);
    assert.equal(version, '2.1.0');
    const line = text.split('\n').findIndex((each) => each.includes('maxTotalExposureNotional')) + 1;
    const [first] = runs[0].results;
    assert.deepEqual([first.ruleId, first.level, first.kind], ['maxTotalExposureNotional', 'error', 'fail']);
    assert.deepEqual(first.locations[0].physicalLocation, {
      artifactLocation: { uri: 'quantfolio.json' },
      region: { startLine: line, startColumn: 5 },
    });
    assert.deepEqual(
      runs[0].results.map((result: { level: string }) => result.level),
      ['error', 'warning', 'error'],
    );
    const junit = await run(['check', '--format', 'junit'], {}, folder);
    assert.equal(junit.code, 2);
    assert.match(junit.out, /<testsuite name="Risk limits" tests="3" failures="1" errors="1"/);
    assert.match(
      junit.out,
      /name="maxTotalExposureNotional"><failure type="BREACH" message="Total exposure 18,250.00 EUR/,
    );
    assert.match(junit.out, /name="maxOpenPositions"><system-out>WARNING: /);
    const strict = await run(['check', '--format', 'junit', '--strict'], {}, folder);
    assert.match(strict.out, /failures="2"/);
  });

  it('check: never says OK of a book it could not read, limits or none', async () => {
    for (const [limits, exit] of [
      [{}, 3],
      [{ maxOpenPositions: 3 }, 2],
    ] as const) {
      const accounts = { book: { kind: 'file', path: 'book.json' } };
      const folder = await workspace('unread', { version: 1, accounts, limits }, { 'book.json': '{"positions": [' });
      const { code, out, err } = await run(['check', '--json', '--config', folder]);
      assert.equal(code, exit, err);
      assert.doesNotMatch(out, /"allowed": true/);
    }
  });

  it('portfolio --json: what is null has its reason beside it', async () => {
    const folder = await workspace(
      'display',
      { version: 1, displayCurrencies: ['XYZ'], accounts: { book: { kind: 'file', path: 'book.json' } } },
      { 'book.json': '{ "USD": 41 }' },
    );
    const record = JSON.parse((await run(['portfolio', '--json', '--config', folder])).out);
    assert.deepEqual([record.total, record.display], [41, { XYZ: null }]);
    assert.deepEqual(record.display_missing, { XYZ: 'no price leads from USD to XYZ' });
  });

  it('doctor: what is configured, reachable, priced, stored', async () => {
    const folder = await peak({ maxTotalExposureNotional: 50_000 });
    const { code, out } = await run(['doctor', '--config', folder]);
    assert.equal(code, 0);
    for (const word of [
      /versions .*node/,
      /config .*good/,
      /account .*live \(file\): ok/,
      /prices /,
      /history .*sqlite/,
      /data /,
    ]) {
      assert.match(out, word);
    }
  });
});
