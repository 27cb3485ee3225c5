import assert from 'node:assert/strict';
import { createExchangeConnector } from '../../../src/connectors/exchange/createExchangeConnector.ts';
import { createPool } from '../../../src/connectors/exchange/createPool.ts';
import type { Scope } from '../../../src/core/model/account.ts';
import type { LedgerBatch } from '../../../src/core/model/ledger.ts';
import type { Reading } from '../../../src/core/model/reading.ts';
import { defaultWorld, emptyAccount } from '../../simulator/defaultWorld.ts';
import { giveLargeHistory } from '../../simulator/largeHistory.ts';
import { replay } from '../../simulator/movements.ts';
import { exchangeContext } from '../../support/exchangeContext.ts';
import {
  askLedger,
  emptyStore,
  heldBalances,
  impliedBalances,
  importAll,
  keep,
  readingOf,
  type Stored,
  simulatedSource,
} from '../../support/ledgerReader.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../support/startSimulator.ts';

const every: readonly Scope[] = ['spot', 'swap', 'future', 'funding', 'margin'];
const day = 86_400_000;

/** LED-1 over real HTTP, through real ccxt, from worlds whose pasts add up to their balances. */
describe('the ledger of exchange accounts', function () {
  this.timeout(60_000);
  const open: Simulator[] = [];
  const start = async (options: SimulatorOptions = {}): Promise<Simulator> => {
    const simulator = await startSimulator(options);
    open.push(simulator);
    return simulator;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((simulator) => simulator.close()));
  });

  const ids = (store: Stored): unknown => [
    [...store.trades.values()].sort(byId),
    [...store.flows.values()].sort(byId),
    [...store.income.values()].sort(byId),
    [...store.orders.values()].sort(byId),
  ];
  const covered = (batch: LedgerBatch | null, kind: 'trades' | 'flows' | 'income'): { from: number; until: number } => {
    const span = batch?.coverage[kind] ?? { reason: 'no batch' };
    assert.ok(!('reason' in span), 'reason' in span ? span.reason : '');
    return span;
  };

  it('the simulated pasts add up to the balances, in decimals', () => {
    const world = defaultWorld();
    for (const account of world.accounts)
      for (const scope of ['spot', 'margin', 'funding', 'linear', 'inverse'] as const) {
        const sums = replay(world, account);
        for (const [code, held] of Object.entries(account.pockets[scope])) {
          const total = sums.get(`${scope} ${code}`)?.toFixed() ?? '0';
          const net = Number(held.free) + Number(held.locked) - Number(held.borrowed) - Number(held.interest);
          assert.ok(Math.abs(Number(total) - net) < 1e-9, `${account.id} ${scope} ${code}: ${total} of ${net}`);
        }
      }
  });

  for (const [account, scopes] of [
    ['binance-main', ['spot']],
    ['binance-main', every],
    ['binance-second', ['spot']],
    ['kraken-main', ['spot']],
  ] as const)
    it(`${account} (${scopes.join(', ')}): replayed, it gives exactly the balances`, async () => {
      const simulator = await start();
      const source = await simulatedSource(simulator, account, scopes);
      const store = await importAll(source);
      assert.deepEqual(impliedBalances(store), heldBalances(await readingOf(source)));
      assert.equal(simulator.log.writes().length, 0);
      assert.deepEqual(
        simulator.log.entries.filter(({ status }) => status >= 400).map(({ path, query }) => [path, query]),
        [],
      );
      for (const kind of ['trades', 'flows', 'income'] as const) {
        const { until } = covered(store.last, kind);
        assert.ok(Date.now() - until < 60_000 && until <= Date.now(), `${kind} until ${until}`);
      }
    });

  it('imports twice as once: a second run asks little and adds nothing', async () => {
    const simulator = await start();
    for (const [account, most] of [
      ['binance-main', 80],
      ['kraken-main', 5],
    ] as const) {
      const source = await simulatedSource(simulator, account, account === 'kraken-main' ? ['spot'] : every);
      const store = await importAll(source);
      const before = ids(store);
      const asked = simulator.log.entries.length;
      await importAll(source, store);
      assert.deepEqual(ids(store), before);
      const requests = simulator.log.entries
        .slice(asked)
        .filter(({ path }) => !/Balance|account|Position|Time|time/.test(path));
      assert.ok(requests.length <= most, `${account}: ${requests.length} requests for nothing new`);
      // And from nothing, another source finds the same.
      assert.deepEqual(
        ids(await importAll(await simulatedSource(simulator, account, account === 'kraken-main' ? ['spot'] : every))),
        before,
      );
    }
  });

  for (const [account, scopes] of [
    ['binance-main', every],
    ['kraken-main', ['spot']],
  ] as const)
    it(`${account}: killed after every single page, the same entries in the end`, async () => {
      const simulator = await start();
      const whole = ids(await importAll(await simulatedSource(simulator, account, scopes)));
      const store = emptyStore();
      const reading = await readingOf(await simulatedSource(simulator, account, scopes));
      let source = await simulatedSource(simulator, account, scopes, { pages: 1, ms: 60_000 });
      for (let pages = 0; ; pages += 1) {
        assert.ok(pages < 2000, 'it has no end');
        // A new process every so often; between them nothing but the stored cursor.
        if (pages % 40 === 39) source = await simulatedSource(simulator, account, scopes, { pages: 1, ms: 60_000 });
        const batch = await askLedger(source, store, reading);
        assert.ok(batch.ok, batch.ok ? '' : batch.failure.reason);
        // Every second batch comes twice, as after a crash between storing entries and the cursor.
        keep(store, batch.value);
        if (pages % 2 === 0) keep(store, { ...batch.value, cursor: store.cursor ?? '' });
        if (!batch.value.more) break;
      }
      assert.deepEqual(ids(store), whole);
    });

  it('finds a coin that was bought and sold completely, and says how far it is until then', async () => {
    const simulator = await start();
    const source = await simulatedSource(simulator, 'binance-main', ['spot'], { pages: 40, ms: 60_000 });
    const store = emptyStore();
    const reading = await readingOf(source);
    const reasons: string[] = [];
    for (;;) {
      const batch = await askLedger(source, store, reading);
      assert.ok(batch.ok);
      keep(store, batch.value);
      const { trades } = batch.value.coverage;
      if (!batch.value.more) break;
      reasons.push('reason' in trades ? trades.reason : (trades.before ?? ''));
    }
    assert.ok(
      reasons.some((reason) => /of \d+ asked about/.test(reason)),
      reasons.join('\n'),
    );
    assert.equal(
      reading.balances.some(({ asset }) => asset === 'ADA'),
      false,
    );
    assert.equal([...store.trades.values()].filter(({ base }) => base === 'ADA').length, 36);
    assert.equal(covered(store.last, 'trades').from, 0);
  });

  it('sees what happens afterwards: trades of a new coin, deposits, withdrawals with fees, transfers out of what is read', async () => {
    const simulator = await start();
    const source = await simulatedSource(simulator, 'binance-main', ['spot']);
    const store = await importAll(source);
    const at = Date.now();
    const fill = {
      kind: 'spot',
      market: 'SOLUSDT',
      side: 'buy',
      price: '150',
      quantity: '2',
      fee: '0.0005',
      feeAsset: 'BNB',
      at,
      maker: false,
    } as const;
    simulator.live.record('binance-main', { kind: 'fill', fill: { ...fill, id: 77 } });
    simulator.live.record('binance-main', {
      kind: 'flow',
      flow: { id: 'wd-9', kind: 'withdrawal', asset: 'USDT', amount: '50', fee: '1.5', at: at - 2000 },
    });
    simulator.live.record('binance-main', {
      kind: 'flow',
      flow: { id: 'dep-9', kind: 'deposit', asset: 'ETH', amount: '0.25', fee: '0', at },
    });
    simulator.live.record('binance-main', {
      kind: 'transfer',
      transfer: { id: 9, from: 'spot', to: 'linear', asset: 'USDT', amount: '100', at },
    });
    const known = new Set([...store.flows.keys(), ...store.trades.keys()]);
    await importAll(source, store);
    assert.deepEqual(impliedBalances(store), heldBalances(await readingOf(source)));
    const fresh = [...store.flows.values()].filter(({ id }) => !known.has(id));
    assert.deepEqual(fresh.map(({ kind, asset, quantity }) => [kind, asset, quantity]).sort(), [
      ['deposit', 'ETH', '0.25'],
      ['fee', 'USDT', '-1.5'],
      ['transfer', 'USDT', '-100'],
      ['withdrawal', 'USDT', '-50'],
    ]);
    assert.deepEqual(
      [...store.trades.values()]
        .filter(({ id }) => !known.has(id))
        .map(({ symbol, feeCurrency }) => [symbol, feeCurrency]),
      [['SOL/USDT', 'BNB']],
    );
  });

  it('a transfer between two wallets that are both read is no flow, and a deposit waiting to be confirmed comes when it is', async () => {
    const simulator = await start();
    const source = await simulatedSource(simulator, 'binance-main', every);
    const store = await importAll(source);
    assert.deepEqual(
      [...store.flows.values()].filter(({ kind }) => kind === 'transfer'),
      [],
    );
    assert.equal(store.flows.has('deposit:dep-late'), false);
    const { flows } = simulator.live.account('binance-main');
    const index = flows.findIndex(({ id }) => id === 'dep-late');
    const [late] = flows.splice(index, 1);
    assert.ok(late);
    const { pending: _, ...confirmed } = late;
    simulator.live.record('binance-main', { kind: 'flow', flow: confirmed });
    await importAll(source, store);
    assert.equal(store.flows.get('deposit:dep-late')?.quantity, '3');
    assert.deepEqual(impliedBalances(store), heldBalances(await readingOf(source)));
  });

  it('orders: working ones with their stops, filled ones, and one that is cancelled later', async () => {
    const simulator = await start();
    for (const account of ['binance-main', 'kraken-main'] as const) {
      const source = await simulatedSource(simulator, account, account === 'kraken-main' ? ['spot'] : every);
      const store = await importAll(source);
      const working = [...store.orders.values()].filter(({ status }) => status === 'working');
      assert.deepEqual(
        working.map(({ symbol, side, stopPrice, clientOrderId }) => [symbol, side, stopPrice, clientOrderId]).sort(),
        account === 'kraken-main'
          ? [
              ['BTC/USD', 'buy', null, 'dip'],
              ['ETH/USD', 'sell', '2500', 'stop'],
            ]
          : [
              ['BTC/USDT', 'sell', null, 'take-profit'],
              ['BTC/USDT:USDT', 'sell', '60000', 'stop-1'],
            ],
      );
      const trade = [...store.trades.values()].find(
        ({ orderId }) => orderId !== undefined && store.orders.has(orderId),
      );
      assert.ok(trade, 'a fill knows its order');
    }
    // The cancelled order frees what it locked: that is how it is noticed.
    const source = await simulatedSource(simulator, 'binance-main', ['spot']);
    const store = await importAll(source);
    simulator.live.cancelOrder('binance-main', 900_001);
    simulator.live.setPocket('binance-main', 'spot', 'BTC', { free: '0.15000000', locked: '0' });
    await importAll(source, store);
    assert.equal(store.orders.get('BTC/USDT#900001')?.status, 'cancelled');
  });

  it('futures: fills carry what they realised, and it is no income beside them; inverse contracts say their size', async () => {
    const simulator = await start();
    const store = await importAll(await simulatedSource(simulator, 'binance-main', every));
    const fills = [...store.trades.values()].filter(({ contract }) => contract !== undefined);
    assert.equal(fills.filter(({ realizedPnl }) => realizedPnl === '25').length, 10);
    assert.deepEqual([...new Set([...store.income.values()].map(({ kind }) => kind))].sort(), [
      'conversion',
      'funding',
      'interest',
      'staking',
    ]);
    const inverse = fills.find(({ contract }) => contract === 'inverse');
    assert.deepEqual([inverse?.contractSize, inverse?.scope, inverse?.feeCurrency], ['100', 'future', 'BTC']);
    // The exchange remembers three months of this, and nothing more is claimed.
    const { from } = covered(store.last, 'trades');
    assert.ok(Math.abs(Date.now() - 90 * day - from) < 60_000);
  });

  it('Kraken: its ledger tells each movement once; margin, rollover, staking and conversions are P&L, not flows', async () => {
    const simulator = await start();
    const store = await importAll(await simulatedSource(simulator, 'kraken-main', ['spot']));
    const kinds = [...store.income.values()].map(({ kind }) => kind);
    assert.deepEqual([...new Set(kinds)].sort(), ['conversion', 'interest', 'realizedPnl', 'staking']);
    assert.deepEqual([...new Set([...store.flows.values()].map(({ kind }) => kind))].sort(), [
      'deposit',
      'fee',
      'withdrawal',
    ]);
    assert.equal([...store.trades.values()].filter(({ scope }) => scope === 'margin').length, 3);
    const pages = simulator.log.find('kraken', 'Ledgers');
    assert.ok(pages.length >= 4, 'more than one page of 50');
    assert.deepEqual(
      new Set(pages.map(({ query }) => query['end'])).size,
      1,
      'all pages have one end, so that none moves',
    );
  });

  it('a clock that is wrong, either way, changes nothing', async () => {
    for (const clockOffsetMs of [3 * 3_600_000, -3 * 3_600_000]) {
      const simulator = await start({ clockOffsetMs });
      for (const [account, scopes] of [
        ['binance-main', every],
        ['kraken-main', ['spot']],
      ] as const) {
        const source = await simulatedSource(simulator, account, scopes);
        const store = await importAll(source);
        assert.deepEqual(impliedBalances(store), heldBalances(await readingOf(source)));
        const { until } = covered(store.last, 'flows');
        assert.ok(Math.abs(Date.now() + clockOffsetMs - until) < 60_000, 'by the clock of the exchange');
      }
    }
  });

  it('too many requests: the batch stops, nothing is lost, and the time of the next question is told', async () => {
    const simulator = await start();
    const source = await simulatedSource(simulator, 'binance-main', ['spot']);
    const reading = await readingOf(source);
    const store = emptyStore();
    simulator.faults.add({
      path: '/api/v3/myTrades',
      skip: 5,
      count: 1,
      effect: {
        kind: 'status',
        status: 429,
        body: '{"code":-1003,"msg":"Too many requests"}',
        headers: { 'retry-after': '1' },
      },
    });
    const first = await askLedger(source, store, reading);
    assert.ok(first.ok && first.value.more);
    for (let asked: Reading<LedgerBatch> = first; ; asked = await askLedger(source, store, reading)) {
      if (asked.ok) keep(store, asked.value);
      else {
        assert.equal(asked.failure.kind, 'rateLimited');
        assert.ok((asked.failure.retryAt ?? 0) > Date.now());
        await new Promise((resolve) => setTimeout(resolve, (asked.failure.retryAt ?? 0) - Date.now()));
      }
      if (asked.ok && !asked.value.more) break;
    }
    assert.deepEqual(impliedBalances(store), heldBalances(reading));
  });

  it('never delays a balance: its questions wait, at the rate limits of the real exchange', async () => {
    const simulator = await start();
    const { exchange, apiKey, secret } = simulator.live.account('kraken-main');
    const { context } = await exchangeContext(simulator.url, { account: 'kraken-main' }, () => ({ apiKey, secret }));
    const source = createExchangeConnector(createPool({ ledgerBudget: { pages: 20, ms: 4000 } })).open(context, {
      kind: 'exchange',
      exchange,
      scopes: ['spot'],
      sandbox: false,
      mode: 'read',
    });
    assert.ok(source.ok);
    const reading = await readingOf(source.value);
    const asking = askLedger(source.value, emptyStore(), reading);
    const waits: number[] = [];
    for (let readings = 0; readings < 2; readings += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const startedAt = Date.now();
      await readingOf(source.value);
      waits.push(Date.now() - startedAt);
    }
    assert.ok((await asking).ok);
    // By ccxt's own throttler one page of the ledger alone would have held the second reading up for six seconds.
    assert.ok(Math.max(...waits) < 2500, `readings took ${waits.join(' and ')} ms`);
  });

  it('a key that is refused, or has no right to trades, is told in words', async () => {
    const simulator = await start();
    const source = await simulatedSource(simulator, 'kraken-main', ['spot']);
    const reading = await readingOf(source);
    simulator.live.revoke('kraken-main');
    const answer = await askLedger(source, emptyStore(), reading);
    assert.ok(!answer.ok && answer.failure.kind === 'credentials');
    assert.doesNotMatch(answer.failure.reason, /Simulator.*Key/);
  });

  it('keeps up with 10,000 fills, and pages of one market follow their ids', async () => {
    const world = defaultWorld();
    const account = emptyAccount('binance', 'large');
    world.accounts.push(account);
    giveLargeHistory(world, account, 10_000);
    const simulator = await start({ world });
    const source = await simulatedSource(simulator, 'large', ['spot']);
    const store = await importAll(source);
    assert.equal(store.trades.size, 10_000);
    assert.deepEqual(impliedBalances(store), heldBalances(await readingOf(source)));
    const pages = simulator.log
      .find('api.binance.com', '/api/v3/myTrades')
      .filter(({ query }) => query['symbol'] === 'BTCUSDT');
    assert.ok(pages.length <= 3, `${pages.length} pages of 1,000 for 1,000 fills`);
  });
});

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
