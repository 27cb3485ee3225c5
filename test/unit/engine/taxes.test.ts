import assert from 'node:assert/strict';
import type { PositionReading } from '../../../src/core/model/account.ts';
import type { Subject } from '../../../src/core/model/performance.ts';
import { ok } from '../../../src/core/model/reading.ts';
import type { CashFlow, Trade } from '../../../src/core/model/trade.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import { combinedPortfolio } from '../../../src/protocol/engine.ts';
import { fakePorts, manualClock, memoryHistory, reading, settle } from '../../support/fakeEngine.ts';
import { fakeExchange } from '../../support/fakeExchange.ts';

const folder = '/work space/book';
const minute = 61_000;
const text = JSON.stringify({
  version: 1,
  baseCurrency: 'USD',
  updateInterval: 60,
  accounts: { b: { kind: 'exchange', exchange: 'binance' } },
});

/** An account with three years of its own, read and known. */
async function running() {
  const clock = manualClock(Date.UTC(2026, 10, 19, 10));
  const fake = fakePorts(clock, memoryHistory());
  const exchange = fakeExchange(clock);
  exchange.deposit('USD', '50000', Date.UTC(2024, 0, 1));
  exchange.trade('BTC/USD', 'buy', '1', '10000', '10', Date.UTC(2024, 1, 1));
  exchange.trade('BTC/USD', 'buy', '1', '20000', '20', Date.UTC(2025, 1, 1));
  exchange.trade('BTC/USD', 'sell', '1.5', '30000', '45', Date.UTC(2025, 5, 1));
  exchange.trade('BTC/USD', 'sell', '0.5', '40000', '20', Date.UTC(2026, 5, 1));
  exchange.earn({ at: Date.UTC(2026, 6, 1), asset: 'USD', quantity: '7', kind: 'interest', symbol: null });
  const engine = createEngine(fake.ports);
  fake.answers.set('b', exchange.read);
  fake.ledgers.set('b', exchange.ledger);
  await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
  await settle();
  await settle();
  const minutes = async (count: number): Promise<void> => {
    for (let tick = 0; tick < count; tick += 1) await clock.advance(minute);
  };
  await minutes(5);
  return { engine, exchange, minutes, clock };
}

describe('taxes, reconciliation and trades, asked of the engine', () => {
  it('a year’s report out of the whole ledger, by the configured method or another', async () => {
    const { engine } = await running();
    const report = await engine.request('tax', { portfolio: folder, year: 2025, method: null });
    assert.deepEqual([report.method, report.currency, report.unmatched], ['FIFO', 'USD', []]);
    // 30,000 − 10,010 − 30 and 15,000 − 10,010 − 15
    assert.deepEqual(
      report.disposals.map(({ account, quantity, gain }) => [account, quantity, gain]),
      [
        ['b', '1', 19960],
        ['b', '0.5', 4975],
      ],
    );
    const last = await engine.request('tax', { portfolio: folder, year: 2025, method: 'LIFO' });
    assert.equal(last.totals.gain, 45000 - 20020 - 5005 - 45);
    const open = await engine.request('tax', { portfolio: folder, year: 2026, method: null });
    assert.deepEqual([open.disposals.length, open.incomeTotal], [1, 7]);
    assert.equal(open.notes[0], '2026 is not over yet.');
    await assert.rejects(
      () => engine.request('tax', { portfolio: folder, year: 1492, method: null }),
      /1492 is no year/,
    );
    await assert.rejects(
      () => engine.request('tax', { portfolio: folder, year: 2027, method: null }),
      /the year 2027 has not begun/,
    );
    await assert.rejects(
      () => engine.request('tax', { portfolio: combinedPortfolio, year: 2025, method: null }),
      /single portfolios/,
    );
    await engine.close();
  });

  it('round trips are kept until there are more, and no longer', async () => {
    const { engine, exchange, minutes } = await running();
    const subject = { kind: 'portfolio', id: null } as const;
    const ask = () => engine.request('tradeStats', { portfolio: folder, subject, period: { id: 'all' } });
    const [first, again] = [await ask(), await ask()];
    assert.deepEqual(again, first);
    exchange.trade('BTC/USD', 'buy', '1', '40000');
    exchange.trade('BTC/USD', 'sell', '1', '41000');
    await minutes(5);
    const next = await ask();
    assert.equal(next.stats[0]?.trips, (first.stats[0]?.trips ?? 0) + 1);
    assert.ok(Math.abs((next.stats[0]?.net ?? 0) - (first.stats[0]?.net ?? 0) - 1000) < 1e-6);
    await engine.close();
  });

  it('round trips and costs of a span', async () => {
    const { engine } = await running();
    const subject = { kind: 'portfolio', id: null } as const;
    const all = await engine.request('tradeStats', { portfolio: folder, subject, period: { id: 'all' } });
    const [stats] = all.stats;
    // One trip: 45,000 + 20,000 − 30,000 − 95 of fees
    assert.deepEqual([stats?.trips, stats?.wins, stats?.net, stats?.expectancy], [1, 1, 34905, 34905]);
    assert.equal(all.costs.find(({ id }) => id === 'trading')?.amount, 95);
    const recent = { from: Date.UTC(2026, 0, 1), to: null };
    const part = await engine.request('tradeStats', { portfolio: folder, subject, period: recent });
    assert.equal(part.costs.find(({ id }) => id === 'trading')?.amount, 20);
    const other = { kind: 'account', id: 'nobody' } as const;
    const none = await engine.request('tradeStats', { portfolio: folder, subject: other, period: { id: 'all' } });
    assert.deepEqual([none.stats[0]?.trips, none.costs[0]?.amount], [0, 0]);
    await engine.close();
  });

  it('balances agree with the entries; a change that nobody tells is not compared, then a difference', async () => {
    const { engine, exchange, minutes } = await running();
    const agreed = await engine.request('reconciliation', { portfolio: folder });
    assert.deepEqual([agreed.differences, agreed.notCompared], [[], []]);
    assert.deepEqual(agreed.agreed, [{ account: 'b', assets: 2 }]);
    exchange.slip('USD', '500');
    await minutes(4);
    const fresh = await engine.request('reconciliation', { portfolio: folder });
    assert.deepEqual(fresh.differences, []);
    assert.match(fresh.notCompared[0]?.reason ?? '', /USD is 500 more than its entries tell/);
    await minutes(26);
    const later = await engine.request('reconciliation', { portfolio: folder });
    assert.deepEqual(
      later.differences.map(({ account, asset, difference, value }) => [account, asset, difference, value]),
      [['b', 'USD', '500', 500]],
    );
    await engine.close();
  });

  it('an account that was not read, and one that tells no trades, are said', async () => {
    const clock = manualClock(Date.UTC(2026, 10, 19, 10));
    const fake = fakePorts(clock, memoryHistory());
    const engine = createEngine(fake.ports);
    await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text });
    const report = await engine.request('tax', { portfolio: folder, year: 2025, method: null });
    assert.deepEqual(report.disposals, []);
    assert.ok(
      report.notes.some((note) => /^b was not read yet/.test(note)),
      report.notes.join('\n'),
    );
    const { notCompared } = await engine.request('reconciliation', { portfolio: folder });
    assert.deepEqual(notCompared, [{ account: 'b', reason: 'b was not read yet' }]);
    await engine.close();
  });

  it('an open paper short is no coin that was there before', async () => {
    const clock = manualClock(Date.UTC(2026, 10, 19, 10));
    const fake = fakePorts(clock, memoryHistory());
    const engine = createEngine(fake.ports);
    const common = { symbol: 'BTC/USD', base: 'BTC', quote: 'USD', fee: null, feeCurrency: null, strategy: null };
    const [at, later] = [Date.UTC(2026, 1, 1), Date.UTC(2026, 2, 1)];
    const trades: readonly Trade[] = [
      { ...common, id: '1', at, side: 'sell', quantity: '3', price: '100' },
      { ...common, id: '2', at: later, side: 'buy', quantity: '1', price: '80' },
    ];
    const position: PositionReading = {
      symbol: 'BTC/USD',
      asset: 'BTC',
      currency: 'USD',
      scope: 'margin',
      side: 'short',
      size: '2',
      contractSize: '1',
      contract: 'linear',
      entryPrice: '100',
      markPrice: null,
      realizedPnl: '20',
      leverage: null,
      margin: null,
      liquidationPrice: null,
      fundingPaid: null,
      openedAt: at,
      strategy: null,
      at: null,
    };
    const flow: CashFlow = { id: 'f', at: Date.UTC(2026, 0, 1), asset: 'USD', quantity: '1000', kind: 'deposit' };
    const book = {
      ...reading(clock.now(), { USD: '1020' }),
      positions: [position],
      trades,
      flows: [flow],
      simulated: true,
    };
    fake.answers.set('p', async () => ok(book));
    const accounts = { p: { kind: 'paper', cash: { USD: 1000 } } };
    const config = JSON.stringify({ version: 1, baseCurrency: 'USD', accounts });
    await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text: config });
    await settle();
    await clock.advance(minute);
    const report = await engine.request('tax', { portfolio: folder, year: 2026, method: null });
    assert.deepEqual(report.unmatched, []);
    assert.deepEqual(
      report.disposals.map(({ side, quantity, gain }) => [side, quantity, gain]),
      [['short', '1', 20]],
    );
    assert.ok(report.notes.some((note) => /Simulated accounts are in it: p/.test(note)));
    const { differences, agreed } = await engine.request('reconciliation', { portfolio: folder });
    assert.deepEqual([differences, agreed], [[], [{ account: 'p', assets: 2 }]]);
    await engine.close();
  });

  it('a strategy’s round trips are its own where another holds a position in the same market', async () => {
    const clock = manualClock(Date.UTC(2026, 10, 19, 10));
    const fake = fakePorts(clock, memoryHistory());
    const engine = createEngine(fake.ports);
    const symbol = 'BTC/USDT:USDT';
    const of = { symbol, base: 'BTC', quote: 'USD', fee: '1', feeCurrency: 'USD', contract: 'linear' as const };
    const contract = { ...of, contractSize: '1', scope: 'swap' as const };
    const fill = (month: number, strategy: string, side: Trade['side'], quantity: string, price: string): Trade => {
      const at = Date.UTC(2026, month, 1);
      return { ...contract, id: `${month}`, at, strategy, side, quantity, price };
    };
    const trades = [
      fill(1, 'holds', 'buy', '2', '100'),
      fill(2, 'trades', 'buy', '1', '100'),
      fill(3, 'trades', 'sell', '1', '110'),
    ];
    const position: PositionReading = {
      symbol,
      asset: 'BTC',
      currency: 'USD',
      scope: 'swap',
      side: 'long',
      size: '2',
      contractSize: '1',
      contract: 'linear',
      entryPrice: '100',
      markPrice: '110',
      realizedPnl: null,
      leverage: null,
      margin: null,
      liquidationPrice: null,
      fundingPaid: null,
      openedAt: null,
      strategy: null,
      at: null,
    };
    fake.answers.set('p', async () =>
      ok({ ...reading(clock.now(), { USD: '1000' }), positions: [position], trades, flows: [] }),
    );
    const accounts = { p: { kind: 'file', path: 'trades.csv' } };
    const config = JSON.stringify({ version: 1, baseCurrency: 'USD', accounts });
    await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text: config });
    await settle();
    await clock.advance(minute);
    const statsOf = async (subject: Subject) => {
      const { stats } = await engine.request('tradeStats', { portfolio: folder, subject, period: { id: 'all' } });
      return stats.map(({ trips, unknown, net }) => [trips, unknown, net]);
    };
    assert.deepEqual(await statsOf({ kind: 'strategy', id: 'trades' }), [
      [1, 0, 8],
      [1, 0, 8],
    ]);
    assert.deepEqual(await statsOf({ kind: 'strategy', id: 'holds' }), [[0, 0, 0]]);
    assert.deepEqual((await statsOf({ kind: 'portfolio', id: null }))[0], [1, 0, 8]);
    await engine.close();
  });
});
