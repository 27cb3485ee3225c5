import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buyCommand } from '../../../src/cli/commands/buy.ts';
import { orderAccount } from '../../../src/cli/orderAccount.ts';
import { orderSize } from '../../../src/cli/orderSize.ts';
import { parse } from '../../../src/cli/parse.ts';
import type { TradableAccount } from '../../../src/core/model/trading.ts';
import { callCli } from '../../support/callCli.ts';
import { portfolioState } from '../../support/portfolioState.ts';
import { runCli } from '../../support/runCli.ts';

describe('orders as they are typed', () => {
  const none = { quantity: null, notional: null, all: false, limit: null };

  it('one size, in one of its ways; money of another currency names the market', () => {
    assert.deepEqual(orderSize(['btc', '0.5'], none), { symbol: 'BTC', size: { quantity: '0.5' }, price: null });
    assert.deepEqual(orderSize(['btc', '500usd'], none), { symbol: 'BTC/USD', size: { notional: '500' }, price: null });
    assert.deepEqual(orderSize(['BTC/USD', '0.5@91000'], none), {
      symbol: 'BTC/USD',
      size: { quantity: '0.5' },
      price: '91000',
    });
    assert.deepEqual(orderSize(['ETH', 'all'], none), { symbol: 'ETH', size: { all: true }, price: null });
    assert.deepEqual(orderSize(['ETH'], { ...none, notional: '50', limit: '3000' }), {
      symbol: 'ETH',
      size: { notional: '50' },
      price: '3000',
    });
    const reason = (...given: Parameters<typeof orderSize>) => {
      const asked = orderSize(...given);
      return 'reason' in asked ? asked.reason : 'an order';
    };
    assert.match(reason([], none), /name what to trade/);
    assert.match(reason(['BTC'], none), /say how much: an amount/);
    assert.match(reason(['BTC', '1'], { ...none, all: true }), /in one way/);
    assert.match(reason(['BTC', 'much'], none), /'much' is no amount/);
    assert.match(reason(['BTC/EUR', '500USD'], none), /BTC\/EUR is priced in EUR, not in USD/);
    assert.match(reason(['BTC', '1@5'], { ...none, limit: '6' }), /give one price/);
  });

  it('numbers are above zero, and exact', () => {
    const parsed = parse(buyCommand, ['BTC', '--quantity', '0.1000000000000000055', '--limit', '1_000']);
    assert.ok(parsed.ok);
    assert.deepEqual([parsed.options.quantity, parsed.options.limit], ['0.1000000000000000055', '1000']);
    for (const wrong of [
      ['--quantity', '0'],
      ['--notional', '-5'],
      ['--limit', 'market'],
      ['--quantity', '1e999'],
    ]) {
      const refused = parse(buyCommand, ['BTC', ...wrong]);
      assert.ok(!refused.ok && /needs a number above 0/.test(refused.reason), wrong.join(' '));
    }
    for (const amount of ['-5', '-.5', '-500USD']) {
      const refused = parse(buyCommand, ['BTC', amount]);
      assert.ok(!refused.ok && /buy takes no number below 0/.test(refused.reason), amount);
    }
  });

  it('the account may be left out where one paper account is the only one; live orders are never sent from here', () => {
    const account = (id: string, more: Partial<TradableAccount> = {}): TradableAccount => ({
      account: id,
      live: false,
      ready: true,
      reason: null,
      ...more,
    });
    const of = (trading: readonly TradableAccount[], named: string | null, dryRun = false) => {
      const found = orderAccount({ ...portfolioState({}), trading }, named, dryRun);
      return 'reason' in found ? found.reason : found.account;
    };
    const live = account('binance', { live: true });
    assert.equal(of([account('paper'), live], null), 'paper');
    assert.match(of([account('a'), account('b')], null), /--account a, --account b/);
    assert.match(of([live], null), /there is no paper account/);
    assert.match(of([live], 'binance'), /real money, and the command line sends no live orders.*--dry-run/);
    assert.equal(of([live], 'binance', true), 'binance');
    assert.match(of([account('paper', { ready: false, reason: 'no history' })], null), /paper: no history/);
    assert.match(of([], 'nobody'), /no account 'nobody' is configured/);
  });
});

describe('orders to a paper account, from the command line', function () {
  this.timeout(120_000);
  let place = '';
  const settings = () => ({ cwd: place, environment: { QUANTFOLIO_DATA_DIR: join(place, '.data') } });
  const run = (...args: readonly string[]) => callCli([...args, '--timeout', '40'], settings());
  before(async () => {
    place = await mkdtemp(join(tmpdir(), 'quantfolio-orders-'));
    const config = {
      version: 1,
      name: 'Orders',
      baseCurrency: 'USD',
      accounts: {
        paper: { kind: 'paper', cash: { USD: 10_000 }, feeBps: 10, slippageBps: 0 },
        bot: { kind: 'file', path: 'book.json' },
      },
      prices: { source: ['account', 'simulated'] },
      limits: { maxPositionPct: 60 },
    };
    await writeFile(join(place, 'quantfolio.json'), JSON.stringify(config));
    await writeFile(join(place, 'book.json'), '{"USD": 1}');
  });
  after(() => rm(place, { recursive: true, force: true }));

  it('a dry run sends nothing; buy, sell, close, trades and executions; a reset', async () => {
    const dry = await run('buy', 'BTC', '1000USD', '--dry-run', '--json');
    assert.equal(dry.code, 0, dry.err);
    const plan = JSON.parse(dry.out);
    assert.deepEqual([plan.version, plan.execution, plan.refused, plan.check.allowed], [1, null, null, true]);
    assert.ok(Math.abs(plan.orders[0].notional - 1000) < 0.02);
    assert.deepEqual(JSON.parse((await run('trades', '--json')).out).rows, []);

    const bought = JSON.parse((await run('buy', 'BTC', '--notional', '1000', '--json')).out);
    assert.equal(bought.execution.state, 'done');
    const [fill] = bought.execution.orders;
    assert.deepEqual([fill.state, fill.account, fill.side, fill.fee_currency], ['filled', 'paper', 'buy', 'USD']);
    assert.ok(Math.abs(Number(fill.fee) - (Number(fill.filled) * Number(fill.average_price)) / 1000) < 1e-9);
    // As a user does, in a process of its own.
    const sold = await runCli(['sell', 'BTC', '0.001', '--timeout', '40'], settings());
    assert.equal(sold.code, 0, sold.err);
    assert.match(sold.out, /Limits allow it \(OK\)\nDone: 1 order filled/);
    const closed = await run('close', 'btc');
    assert.equal(closed.code, 0, closed.err);

    const trades = JSON.parse((await run('trades', '--json')).out).rows;
    assert.deepEqual(
      trades.map(({ side }: { side: string }) => side),
      ['sell', 'sell', 'buy'],
    );
    const pnl = trades.reduce((total: number, { realized }: { realized: string }) => total + Number(realized), 0);
    const fees = trades.reduce((total: number, { fee }: { fee: string }) => total + Number(fee), 0);
    const snapshot = JSON.parse((await run('snapshot', '--json')).out);
    assert.ok(Math.abs(snapshot.account.equity - (10_001 + pnl - fees)) < 1e-6);
    assert.equal((await run('trades', '--format', 'csv')).out.trim().split('\n').length, 4);
    const { executions } = JSON.parse((await run('executions', '--json')).out);
    assert.deepEqual(
      executions.map(({ state, orders }: { state: string; orders: unknown[] }) => [state, orders.length]),
      [
        ['done', 1],
        ['done', 1],
        ['done', 1],
      ],
    );

    const unsure = await run('reset', 'paper');
    assert.equal(unsure.code, 3);
    assert.match(unsure.err, /write --yes if that is meant/);
    assert.equal((await run('reset', 'paper', '--yes')).code, 0);
    assert.deepEqual(JSON.parse((await run('trades', '--json')).out).rows, []);
    assert.equal(JSON.parse((await run('snapshot', '--json')).out).account.equity, 10_001);
    assert.equal(JSON.parse((await run('executions', '--json')).out).executions.length, 3);
    const nobody = await run('executions', '--account', 'nope');
    assert.deepEqual([nobody.code, nobody.out], [3, '']);
    assert.match(nobody.err, /no account 'nope' is configured; there is/);
    for (const [words, ...order] of [
      [/would have to wait.*keeps no waiting orders/, 'buy', 'BTC', '0.001', '--limit', '1'],
      [/not enough USD to sell 100000 BTC short/, 'sell', 'BTC', '100000'],
    ] as const) {
      const tried = await run(...order, '--dry-run');
      assert.equal(tried.code, 2, tried.out + tried.err);
      assert.match(tried.out + tried.err, words);
    }
  });

  it('what the limits do not allow ends with 2 and sends nothing; what cannot be, with 3 and words', async () => {
    const refused = await run('buy', 'BTC', '--all');
    assert.equal(refused.code, 2);
    assert.match(refused.out, /Limits do not allow it \(BREACH\)[\s\S]*Refused: Largest position/);
    assert.deepEqual(JSON.parse((await run('trades', '--json')).out).rows, []);
    const said = async (...args: readonly string[]) => {
      const told = await run(...args);
      assert.equal(told.code, 3, told.out);
      assert.equal(told.err.includes('internal error'), false, told.err);
      return told.err;
    };
    assert.match(await said('buy', 'BTC', '1', '--account', 'bot'), /bot takes no orders/);
    assert.match(await said('close', 'ETH'), /no position in ETH is open/);
    assert.match(await said('reset', 'bot', '--yes'), /no paper account 'bot' is configured; there is paper/);
    assert.match(await said('export', '--table', 'nope'), /--table is positions/);
    const late = await runCli(['reset', 'paper', '--yes', '--timeout', '0.001'], settings());
    assert.equal(late.code, 3);
    assert.match(late.err, /there was no answer within 0.001 s/);
    const unknown = await run('buy', 'NONE', '1');
    assert.ok(unknown.code === 2 || unknown.code === 3, String(unknown.code));
    assert.match(unknown.out + unknown.err, /NONE/);
    assert.doesNotMatch(unknown.out, /No order is needed/);
  });
});
