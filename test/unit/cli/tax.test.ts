import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../support/runCli.ts';

describe('quantfolio tax (LED-3, CLI-4)', function () {
  this.timeout(120_000);
  let work = '';
  const run = (...args: readonly string[]) =>
    runCli(['tax', '--config', work, ...args], { environment: { QUANTFOLIO_DATA_DIR: join(work, '.data') } });
  before(async () => {
    work = await mkdtemp(join(tmpdir(), 'quantfolio-tax-'));
    await mkdir(join(work, 'data'));
    const accounts = { bot: { kind: 'file', path: 'data/trades.csv' } };
    const config = { version: 1, baseCurrency: 'USD', prices: { source: ['file:prices.csv'] }, accounts };
    await writeFile(join(work, 'quantfolio.json'), JSON.stringify(config));
    await writeFile(join(work, 'prices.csv'), 'symbol,price,currency\nBTC,60000,USD\nETH,2000,USD\n');
    await writeFile(
      join(work, 'data', 'trades.csv'),
      [
        'time,symbol,side,quantity,price,fee,fee_currency,id',
        '2024-01-10T10:00:00Z,BTC/USD,buy,0.5,40000,10,USD,a1',
        '2024-06-10T10:00:00Z,BTC/USD,buy,0.3,50000,9,USD,a2',
        '2025-02-01T10:00:00Z,BTC/USD,sell,0.6,55000,12,USD,=a3',
        '2025-04-01T10:00:00Z,ETH/USD,sell,3,1800,0,USD,a4',
        '',
      ].join('\n'),
    );
  });
  after(() => rm(work, { recursive: true, force: true }));

  it('as JSON: the documented shape, lots first in first out', async () => {
    const { code, out, err } = await run('--year', '2025', '--json');
    assert.equal(code, 0, err);
    const report = JSON.parse(out);
    assert.deepEqual([report.version, report.year, report.method, report.base_currency], [1, 2025, 'FIFO', 'USD']);
    assert.deepEqual(report.disposals, [
      {
        asset: 'BTC',
        account: 'bot',
        side: 'long',
        acquired: '2024-01-10T10:00:00.000Z',
        disposed: '2025-02-01T10:00:00.000Z',
        quantity: '0.5',
        proceeds: 27500,
        cost: 20010,
        fee: 10,
        gain: 7480,
        holding_days: 388,
        trade: '=a3',
      },
      {
        asset: 'BTC',
        account: 'bot',
        side: 'long',
        acquired: '2024-06-10T10:00:00.000Z',
        disposed: '2025-02-01T10:00:00.000Z',
        quantity: '0.1',
        proceeds: 5500,
        cost: 5003,
        fee: 2,
        gain: 495,
        holding_days: 236,
        trade: '=a3',
      },
    ]);
    assert.deepEqual(report.totals, { proceeds: 33000, cost: 25013, fee: 12, gain: 7975, income: 0 });
    assert.deepEqual(
      report.unmatched.map((each: Record<string, unknown>) => [each['asset'], each['quantity'], each['proceeds']]),
      [['ETH', '3', 5400]],
    );
    assert.match(report.unmatched[0].reason, /more ETH was disposed of/);
    assert.deepEqual(report.income, []);
    assert.match(err, /1 disposal has no known cost/);
  });

  it('another method, as CSV into a file that is not overwritten, formulas made text', async () => {
    const path = join(work, 'tax.csv');
    const first = await run('--year', '2025', '--method', 'LIFO', '--format', 'csv', '--output', path);
    assert.equal(first.code, 0, first.err);
    assert.match(first.err, /2 disposals of 2025 in /);
    const lines = (await readFile(path, 'utf8')).trim().split('\r\n');
    assert.equal(
      lines[0],
      'line,account,asset,acquired,disposed,quantity,proceeds,cost,fee,gain,holding_days,method,side,kind,currency,trade,reason',
    );
    assert.match(
      lines[1] ?? '',
      /^disposal,bot,BTC,2024-06-10T10:00:00.000Z,.*,0\.3,16500,15009,6,1485,236,LIFO,long,,USD,'=a3,$/,
    );
    assert.deepEqual(
      lines.map((line) => line.split(',')[0]),
      ['line', 'disposal', 'disposal', 'unmatched', 'total', 'total'],
    );
    const again = await run('--year', '2025', '--format', 'csv', '--output', path);
    assert.equal(again.code, 3);
    assert.match(again.err, /exists already; write --force/);
  });

  it('as a table, by the configured method; a year without anything is no error', async () => {
    const { code, out } = await run('--year', '2025', '--method', 'average');
    assert.equal(code, 0);
    assert.match(out, /Taxes of 2025 average, in USD/);
    assert.match(out, /Total +.*\$33,000\.00/);
    assert.match(out, /Without a known cost or proceeds/);
    const none = await run('--year', '2020');
    assert.equal(none.code, 0);
    assert.match(none.out, /No disposals with a known cost/);
  });

  it('says what is wrong with its options', async () => {
    const method = await run('--year', '2025', '--method', 'best');
    assert.equal(method.code, 3);
    assert.match(method.err, /FIFO/);
    assert.equal((await run('--year', 'last')).code, 3);
    assert.equal((await run('--year', '2025', '--format', 'sarif')).code, 3);
    const early = await run('--year', '1950');
    assert.deepEqual([early.code, early.out], [3, '']);
    assert.match(early.err, /quantfolio: 1950 is no year/);
    assert.match((await run('--year', '2190')).err, /quantfolio: the year 2190 has not begun/);
  });
});
