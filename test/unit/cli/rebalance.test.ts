import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../../src/cli/commands/index.ts';
import { parse } from '../../../src/cli/parse.ts';
import { runCli } from '../../support/runCli.ts';

interface Printed {
  readonly version: number;
  readonly total: number;
  readonly legs: readonly { readonly asset: string; readonly side: string; readonly notional: number }[];
  readonly fee: number | null;
  readonly refused: string | null;
  readonly orders: readonly { readonly side: string; readonly account: string; readonly symbol: string }[];
  readonly not_executable: readonly { readonly account: string | null; readonly what: string }[];
  readonly execution: { readonly state: string } | null;
}

describe('quantfolio rebalance', function () {
  this.timeout(120_000);
  let work = '';
  const targets = { allocation: { BTC: 0.5, ETH: 0.3, USDT: 0.2 }, threshold: 0.05 };
  const write = (name: string, value: unknown) =>
    writeFile(join(work, name), typeof value === 'string' ? value : JSON.stringify(value));
  const config = (accounts: object, more: object = {}) =>
    write('quantfolio.json', {
      version: 1,
      baseCurrency: 'USD',
      prices: { source: ['file:prices.csv'] },
      accounts,
      targets,
      ...more,
    });
  const run = (...args: readonly string[]) =>
    runCli(['rebalance', ...args, '--timeout', '40'], {
      cwd: work,
      environment: { QUANTFOLIO_DATA_DIR: join(work, 'data') },
    });
  const printed = (out: string): Printed => JSON.parse(out) as Printed;
  const legs = (plan: Printed) =>
    Object.fromEntries(plan.legs.map(({ asset, side, notional }) => [asset, [side, Math.round(notional * 100) / 100]]));

  before(async () => {
    work = await mkdtemp(join(tmpdir(), 'quantfolio-rebalance-'));
    await write('prices.csv', 'symbol,price\nBTC,67000\nETH,2900\nUSDT,1\n');
    await write('book.json', { BTC: 0.15, ETH: 1.2, USDT: 1902.5 });
  });
  after(() => rm(work, { recursive: true, force: true }));

  it('prints the golden plan of S4 for a book of files, to be done by hand', async () => {
    await config({ bot: { kind: 'file', path: 'book.json' } });
    const told = await run('--dry-run', '--json');
    assert.equal(told.code, 0, told.err);
    const plan = printed(told.out);
    assert.deepEqual([plan.version, plan.total, plan.execution], [1, 15_432.5, null]);
    assert.deepEqual(Object.keys(plan).slice(0, 4), ['version', 'as_of', 'total', 'legs']);
    assert.deepEqual(legs(plan), { BTC: ['sell', 2333.75], ETH: ['buy', 1149.75], USDT: ['buy', 1184] });
    assert.deepEqual(
      plan.not_executable.map(({ account, what }) => [account, what.split(' ')[0]]),
      [
        ['bot', 'sell'],
        ['bot', 'buy'],
      ],
    );
    // Without --dry-run somebody expects it to be done, and it is not.
    const real = await run();
    assert.equal(real.code, 2);
    assert.match(real.out, /BTC +│ +65\.12% │ 50\.00% │ sell \$2,333\.75/);
    assert.match(real.out, /not possible here: sell 0\.0348320\d+ BTC/);
    assert.match(real.out, /Refused: none of these trades can be made here/);
  });

  it('carries it out on a paper account, and then has nothing to do', async () => {
    await config(
      { paper: { kind: 'paper', cash: { USDT: 10_000 }, feeBps: 10, slippageBps: 0, market: 'file:prices.csv' } },
      { limits: { maxTotalExposureNotional: 9000 } },
    );
    await write('prices.csv', 'symbol,price,currency\nBTC,67000,USDT\nETH,2900,USDT\nUSDT,1,USD\n');
    const first = await run('--json');
    assert.equal(first.code, 0, first.err + first.out);
    const plan = printed(first.out);
    assert.deepEqual(
      plan.orders.map(({ side, account, symbol }) => [side, account, symbol]),
      [
        ['buy', 'paper', 'BTC/USDT'],
        ['buy', 'paper', 'ETH/USDT'],
      ],
    );
    assert.equal(plan.execution?.state, 'done');
    const again = await run();
    assert.equal(again.code, 0, again.err);
    assert.match(again.out, /No order is needed/);
    assert.doesNotMatch(again.out, /Refused/);
    const wide = await run('--threshold', '90%', '--dry-run', '--json');
    assert.equal(wide.code, 0);
    assert.ok(printed(wide.out).legs.every(({ side }) => side === 'hold'));
  });

  it('is refused by a limit, by a part without a price, and without targets', async () => {
    const paper = { kind: 'paper', cash: { USDT: 10_000 }, market: 'file:prices.csv' };
    await config({ other: paper }, { limits: { maxTotalExposureNotional: 7000 } });
    const limited = await run();
    assert.equal(limited.code, 2, limited.err);
    assert.match(limited.out, /Refused: Total exposure 8,00\d\.\d\d USD is over the limit 7,000\.00 USD/);
    await write('book.json', { BTC: 0.15, ETHW: 3 });
    await config({ bot: { kind: 'file', path: 'book.json' } });
    const unpriced = await run('--dry-run', '--json');
    assert.equal(unpriced.code, 2);
    assert.match(printed(unpriced.out).refused ?? '', /the book is incomplete.*ETHW/);
    await config({ other: paper }, { targets: undefined });
    const none = await run('--dry-run');
    assert.equal(none.code, 2);
    assert.match(none.out, /no targets are configured/);
  });

  it('takes a threshold and a mode', () => {
    const command = commands.find(({ name }) => name === 'rebalance');
    assert.ok(command);
    const good = parse(command, ['--threshold', '5%', '--mode', 'buyOnly', '--dry-run']);
    assert.ok(good.ok && good.options.threshold === 0.05 && good.options.mode === 'buyOnly' && good.options.dryRun);
    for (const wrong of [
      ['--threshold', 'much'],
      ['--mode', 'sell'],
    ])
      assert.equal(parse(command, wrong).ok, false);
  });
});
