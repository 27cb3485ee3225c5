import assert from 'node:assert/strict';
import { ok } from '../../../../src/core/model/reading.ts';
import type { PortfolioState } from '../../../../src/core/model/state.ts';
import type { TableName, TablePage, TableQuery } from '../../../../src/core/model/tables.ts';
import type { MarketRules } from '../../../../src/core/model/trading.ts';
import { createEngine } from '../../../../src/engine/createEngine.ts';
import { combinedPortfolio } from '../../../../src/protocol/engine.ts';
import { fakePorts, manualClock, memoryHistory, reading, settle } from '../../../support/fakeEngine.ts';
import { fakeExchange } from '../../../support/fakeExchange.ts';

const folder = '/work space/book';
const day = 86_400_000;
const binance = { kind: 'exchange', exchange: 'binance' };
const file = { kind: 'file', path: 'trades.csv' };

function setUp() {
  const clock = manualClock();
  const history = memoryHistory();
  const fake = fakePorts(clock, history);
  const others = memoryHistory();
  const openHistory = async (at: string) => ok(at === folder ? history : others);
  const engine = createEngine({ ...fake.ports, openHistory });
  const states = new Map<string, PortfolioState>();
  engine.onState((state) => states.set(state.id, state));
  const exchange = fakeExchange(clock);
  exchange.deposit('USD', '10000', clock.now() - 10 * day);
  exchange.trade('BTC/USD', 'buy', '1', '6000', '6', clock.now() - 9 * day);
  exchange.trade('BTC/USD', 'sell', '0.25', '8000', '2', clock.now() - 5 * day);
  fake.answers.set('b', exchange.read);
  fake.ledgers.set('b', exchange.ledger);
  const now = clock.now();
  fake.answers.set('f', async () =>
    ok(
      reading(
        clock.now(),
        { USD: '1100' },
        {
          trades: [
            {
              id: 'x1',
              at: now - 2 * day,
              symbol: 'ETH/USD',
              base: 'ETH',
              quote: 'USD',
              side: 'buy',
              quantity: '1',
              price: '2000',
              fee: null,
              feeCurrency: null,
              strategy: 'Carry',
            },
            {
              id: 'x2',
              at: now - day,
              symbol: 'ETH/USD',
              base: 'ETH',
              quote: 'USD',
              side: 'sell',
              quantity: '1',
              price: '2100',
              fee: null,
              feeCurrency: null,
              strategy: 'Carry',
              realizedPnl: '100',
            },
          ],
          flows: [{ id: 'd', at: now - 3 * day, asset: 'USD', quantity: '1000', kind: 'deposit' }],
        },
      ),
    ),
  );
  fake.prices.quotes = [{ base: 'BTC', quote: 'USD', price: '9000', at: clock.now(), source: 'binance' }];
  fake.prices.closes = (_, asset) => (asset === 'BTC' ? Array.from({ length: 100 }, () => 7000) : null);
  const open = async (accounts: Readonly<Record<string, unknown>>, more: object = {}, at = folder): Promise<void> => {
    const text = JSON.stringify({ version: 1, baseCurrency: 'USD', updateInterval: 60, accounts, ...more });
    await engine.request('open', { folder: at, configPath: `${at}/quantfolio.json`, text });
    for (let turn = 0; turn < 8; turn += 1) await settle();
  };
  const table = (name: TableName, more: Partial<TableQuery> = {}): Promise<TablePage> =>
    engine.request('table', {
      portfolio: folder,
      table: name,
      subject: { kind: 'portfolio', id: null },
      search: '',
      sort: null,
      from: null,
      to: null,
      offset: 0,
      limit: 100,
      privacy: false,
      ...more,
    });
  return { clock, history, engine, exchange, fake, open, table, states };
}

function values({ columns, rows }: TablePage, ids: readonly string[]) {
  return rows.map(({ cells }) =>
    ids.map((id) => cells[columns.findIndex((column) => column.id === id)]?.value ?? null),
  );
}

describe('tables in the engine (POS-4)', () => {
  it('hold the fills of ledgers with what they realised, and those that readings tell', async () => {
    const { open, table, engine } = setUp();
    await open({ b: binance, f: file });
    const trades = await table('trades');
    assert.deepEqual(values(trades, ['symbol', 'side', 'quantity', 'realized', 'strategy', 'account']), [
      ['ETH/USD', 'sell', '1', '100', 'Carry', 'f'],
      ['ETH/USD', 'buy', '1', null, 'Carry', 'f'],
      // 0.25 × 8,000 − a quarter of 6,006, the fee of the purchase in its cost.
      ['BTC/USD', 'sell', '0.25', '498.5', null, 'Binance · b'],
      ['BTC/USD', 'buy', '1', '0', null, 'Binance · b'],
    ]);
    assert.equal(trades.total, 4);
    assert.deepEqual(trades.notes, []);
    const { matching, total } = await table('trades', { search: 'btc sell' });
    assert.deepEqual({ matching, total }, { matching: 1, total: 4 });
    const carry = await table('trades', { subject: { kind: 'strategy', id: 'Carry' } });
    assert.equal(carry.total, 2);
    const own = await table('trades', { subject: { kind: 'account', id: 'b' }, from: Date.UTC(2026, 10, 13) });
    assert.deepEqual(values(own, ['side']).flat(), ['sell']);
    await engine.close();
  });

  it('hold operations with their worth, and positions that were closed', async () => {
    const { open, table, engine } = setUp();
    await open({ b: binance, f: file });
    assert.deepEqual(values(await table('operations'), ['kind', 'asset', 'quantity', 'value', 'account']), [
      ['Deposit', 'USD', '1000', 1000, 'f'],
      ['Deposit', 'USD', '10000', 10_000, 'Binance · b'],
    ]);
    const closed = await table('closedPositions');
    assert.deepEqual(values(closed, ['symbol', 'side', 'entry', 'exit', 'strategy', 'account']), [
      ['ETH/USD', 'long', 2000, 2100, 'Carry', 'f'],
    ]);
    await engine.close();
  });

  it('tell what an asset was worth that is not held any more, by closes that are asked for once', async () => {
    const { open, table, engine, exchange, clock, fake } = setUp();
    exchange.deposit('SOL', '3', clock.now() - 4 * day);
    exchange.deposit('SOL', '-3', clock.now() - 2 * day);
    fake.prices.closes = (_, asset) => (asset === 'SOL' ? Array.from({ length: 100 }, () => 150) : null);
    await open({ b: binance });
    const wanted = ['kind', 'asset', 'value'];
    const rows = values(await table('operations'), wanted);
    assert.deepEqual(rows.slice(0, 2), [
      ['Withdrawal', 'SOL', -450],
      ['Deposit', 'SOL', 450],
    ]);
    const asked = fake.prices.closesAsked.length;
    await table('operations');
    assert.equal(fake.prices.closesAsked.length, asked);
    await engine.close();
  });

  it('follow new entries, and are made once while nothing happens', async () => {
    const { open, table, engine, exchange, clock, history } = setUp();
    await open({ b: binance });
    assert.equal((await table('trades')).total, 2);
    let asked = 0;
    const { orders } = history;
    history.orders = (...given) => {
      asked += 1;
      return orders(...given);
    };
    await table('orders');
    await table('orders', { search: 'btc' });
    assert.equal(asked, 1, 'the second question is answered from what the first one made');
    exchange.trade('BTC/USD', 'buy', '0.1', '9000', '1', clock.now());
    await clock.advance(61_000);
    await clock.advance(1000);
    assert.deepEqual(values(await table('trades', { limit: 1 }), ['quantity']), [['0.1']]);
    await engine.close();
  });

  it('keep what accounts did that have left the configuration, and say why its gain is not told', async () => {
    const { open, table, engine } = setUp();
    await open({ b: binance, f: file });
    await open({ f: file });
    const left = await table('trades', { subject: { kind: 'account', id: 'b' } });
    assert.deepEqual(values(left, ['symbol', 'realized']), [
      ['BTC/USD', null],
      ['BTC/USD', null],
    ]);
    const place = left.columns.findIndex(({ id }) => id === 'realized');
    assert.equal(left.rows[0]?.cells[place]?.note, 'its account is not configured any more');
    await engine.close();
  });

  it('say what is missing: where the ledger does not reach back, and accounts whose trades nobody tells', async () => {
    const { open, table, engine, exchange, clock, fake } = setUp();
    exchange.remembersFrom = clock.now() - 6 * day;
    fake.answers.set('g', async () => ok(reading(clock.now(), { USD: '1' }, { trades: null, flows: null })));
    await open({ b: binance, g: file });
    const { notes } = await table('trades');
    assert.equal(notes.length, 2);
    assert.match(notes[0] ?? '', /^Trades of Binance · b are known only from 14 Nov 2026/);
    assert.equal(notes[1], 'Trades of g are not known: its source does not tell them.');
    assert.deepEqual((await table('trades', { subject: { kind: 'account', id: 'g' } })).notes, [notes[1]]);
    await engine.close();
  });

  it('positions and assets are those of the last picture; of an account only what is there', async () => {
    const { open, table, engine } = setUp();
    await open({ b: binance, f: file });
    assert.deepEqual(values(await table('positions'), ['symbol', 'size', 'mark', 'notional']), [
      ['BTC/USD', '0.75', 9000, 6750],
    ]);
    const assets = await table('assets', { subject: { kind: 'account', id: 'f' } });
    assert.deepEqual(values(assets, ['asset', 'quantity', 'value']), [['USD', '1100', 1100]]);
    await engine.close();
  });

  it('of all portfolios hold the rows of each, under the names that the combined view gave their accounts', async () => {
    const { open, table, engine } = setUp();
    const other = '/other';
    await open({ b: binance }, { name: 'First' });
    await open({ f: file }, { name: 'Second' }, other);
    const trades = await table('trades', { portfolio: combinedPortfolio });
    assert.deepEqual(values(trades, ['symbol', 'account']), [
      ['ETH/USD', 'Second · f'],
      ['ETH/USD', 'Second · f'],
      ['BTC/USD', 'First · Binance · b'],
      ['BTC/USD', 'First · Binance · b'],
    ]);
    const positions = await table('positions', { portfolio: combinedPortfolio });
    assert.deepEqual(values(positions, ['symbol', 'size']), [['BTC/USD', '0.75']]);
    const details = await engine.request('positionDetails', {
      portfolio: combinedPortfolio,
      position: positions.rows[0]?.id ?? '',
    });
    assert.equal(details.fills.length, 2);
    await engine.close();
  });

  it('refuse what is not there in words', async () => {
    const { table, engine, open } = setUp();
    await assert.rejects(table('trades'), /no portfolio is open/);
    await open({ b: binance });
    await assert.rejects(table('trades', { portfolio: combinedPortfolio }), /needs two portfolios/);
    await assert.rejects(engine.request('positionDetails', { portfolio: folder, position: 'x' }), /not open any more/);
    await engine.close();
  });
});

describe('details of a position (POS-5)', () => {
  it('tell its fills, its P&L over time, its share, what each limit leaves, and whether it can be traded', async () => {
    const { open, engine, states, clock } = setUp();
    await open({ b: binance, f: file }, { limits: { maxTotalExposureNotional: 10_000, maxDailyLossAbs: 500 } });
    const position = states.get(folder)?.snapshot?.positions[0];
    assert.ok(position);
    const details = await engine.request('positionDetails', { portfolio: folder, position: position.id });
    assert.deepEqual(
      details.fills.map(({ side, quantity }) => [side, quantity]),
      [
        ['sell', '0.25'],
        ['buy', '1'],
      ],
    );
    assert.equal(details.pathReason, null);
    const { at, value } = details.path;
    assert.equal(at[0], clock.now() - 9 * day);
    // At the close of 7,000 after the purchase at 6,000: 1,000; after a quarter went at 8,000: 500 + 0.75 × 1,000; now 9,000.
    assert.equal(value[1], 1000);
    assert.ok(value.includes(1250));
    assert.equal(value.at(-1), 500 + 0.75 * 3000);
    assert.equal(details.shareOfBook, 1);
    const total = details.headrooms.find(({ limit }) => limit === 'maxTotalExposureNotional');
    assert.equal(total?.notional, 3250);
    assert.equal(details.tradable.ready, false);
    assert.match(details.tradable.reason ?? '', /read-only/);
    assert.equal(details.rules, null);
    await engine.close();
  });

  it('tell the rules of its market where orders can be given', async () => {
    const { open, engine, states, fake } = setUp();
    const rules: MarketRules = {
      symbol: 'BTC/USD',
      base: 'BTC',
      quote: 'USD',
      scope: 'spot',
      contractSize: '1',
      quantityStep: '0.001',
      priceStep: '0.01',
      minQuantity: '0.001',
      maxQuantity: null,
      minNotional: '10',
      takerFee: 0.001,
      allowsShort: false,
    };
    const refused = async (): Promise<never> => {
      throw new Error('nothing is sent for a look at a position');
    };
    fake.tradings.set('b', {
      live: true,
      rules: async () => ok([rules]),
      price: refused,
      place: refused,
      find: refused,
      cancel: refused,
    });
    await open({ b: { ...binance, mode: 'trade' } });
    const position = states.get(folder)?.snapshot?.positions[0];
    const details = await engine.request('positionDetails', { portfolio: folder, position: position?.id ?? '' });
    assert.deepEqual(details.rules, rules);
    assert.deepEqual(details.tradable, { account: 'b', live: true, ready: true, reason: null });
    await engine.close();
  });

  it('say why there is no path where no fills are known', async () => {
    const { open, engine, states, fake, clock } = setUp();
    fake.answers.set('g', async () => ok(reading(clock.now(), { BTC: '2' }, { trades: null, flows: null })));
    await open({ g: file });
    const position = states.get(folder)?.snapshot?.positions[0];
    const details = await engine.request('positionDetails', { portfolio: folder, position: position?.id ?? '' });
    assert.deepEqual(details.path, { at: [], value: [] });
    assert.equal(details.pathReason, 'no fills of it are known');
    await engine.close();
  });
});
