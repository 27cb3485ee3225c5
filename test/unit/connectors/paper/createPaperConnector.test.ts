import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ConnectorContext } from '../../../../src/connectors/connector.ts';
import { createPaperConnector } from '../../../../src/connectors/paper/createPaperConnector.ts';
import { createSimulatedMarkets } from '../../../../src/connectors/prices/createSimulatedMarkets.ts';
import { filePrices } from '../../../../src/connectors/prices/filePrices.ts';
import { paperSettings } from '../../../../src/connectors/settings/paper.ts';
import { toNumber } from '../../../../src/core/decimal.ts';
import type { AccountReading } from '../../../../src/core/model/account.ts';
import { failed, ok } from '../../../../src/core/model/reading.ts';
import { paperEquity, replay } from '../../../../src/core/paper/replay.ts';
import type { PriceSource, Source } from '../../../../src/core/ports.ts';
import { valueBook } from '../../../../src/core/valuation/valueBook.ts';
import { connectorContext } from '../../../support/connectorContext.ts';

const markets = createSimulatedMarkets();
const connector = createPaperConnector(markets);
const day = 86_400_000;
const now = Date.UTC(2026, 5, 1, 13, 37);
const signal = new AbortController().signal;

function equityOf(reading: AccountReading, baseCurrency: string): number | null {
  const account = { id: 'p', kind: 'paper' as const, title: 'p', exchange: null, strategy: null, boundary: null };
  const settings = {
    baseCurrency,
    displayCurrencies: [],
    stablecoins: ['USDT', 'USDC'],
    countSpot: true,
    priceMaxAgeMs: day,
    dayStart: now - (now % day),
  };
  const accounts = [{ ...account, reading, state: 'ok' as const, reason: null, retryAt: null }];
  const snapshot = valueBook({ at: now, settings, accounts, quotes: [], past: [] });
  assert.deepEqual(snapshot.gaps, []);
  return snapshot.equity;
}

describe('the paper connector', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-paper-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const context = (parts: Partial<ConnectorContext> = {}) => {
    const { clock } = connectorContext({});
    return connectorContext({ folder, clock: { ...clock, now: () => now }, ...parts });
  };
  const open = (settings: object, parts: Partial<ConnectorContext> = {}): Source => {
    const opened = connector.open(
      context(parts),
      paperSettings.parse({ kind: 'paper', cash: { USD: 10000 }, ...settings }),
    );
    assert.ok(opened.ok, opened.ok ? '' : opened.failure.reason);
    return opened.value;
  };
  const read = async (source: Source) => {
    const reading = await source.read(signal);
    assert.ok(reading.ok, reading.ok ? '' : reading.failure.reason);
    return reading.value;
  };
  const orders = (text: string) =>
    writeFile(join(folder, 'orders.csv'), `time,symbol,side,quantity,price,strategy\n${text}`);

  it('starts with its cash, simulated, as a deposit and not a profit', async () => {
    const reading = await read(open({ startedAt: '2026-01-01' }));
    assert.deepEqual(reading.balances, [{ asset: 'USD', scope: 'spot', quantity: '10000' }]);
    assert.equal(reading.simulated, true);
    assert.deepEqual(reading.flows, [
      { id: 'start USD', at: Date.UTC(2026, 0, 1), asset: 'USD', quantity: '10000', kind: 'deposit' },
    ]);
    assert.deepEqual(reading.trades, []);
  });

  it('holds longs as balances with their entry, and realises by the average price', async () => {
    await orders(
      '2026-03-01,BTC/USD,buy,0.1,10000,\n2026-03-02,BTC/USD,buy,0.1,20000,\n2026-03-03,BTC/USD,sell,0.05,25000,\n',
    );
    const reading = await read(open({ orders: 'orders.csv', feeBps: 10 }));
    assert.deepEqual(reading.balances, [
      { asset: 'USD', scope: 'spot', quantity: '8245.75' },
      { asset: 'BTC', scope: 'spot', quantity: '0.15', entryPrice: '15000', entryCurrency: 'USD' },
    ]);
    assert.deepEqual(
      reading.trades?.map(({ fee, realizedPnl }) => [fee, realizedPnl]),
      [
        ['1', '0'],
        ['2', '0'],
        ['1.25', '500'],
      ],
    );
    assert.equal(reading.flows?.[0]?.at, Date.UTC(2026, 2, 1));
    const mark = reading.marks.find(({ base, quote }) => base === 'BTC' && quote === 'USD');
    assert.equal(mark?.price, markets(1).priceAt('BTC', 'USD', now));
    assert.ok(mark?.open24h);
  });

  it('shows a short as a position and sets its proceeds against it', async () => {
    await orders('2026-03-01,ETH/USD,sell,2,1800,swing\n');
    const reading = await read(open({ orders: 'orders.csv', feeBps: 0 }));
    assert.deepEqual(reading.balances, [{ asset: 'USD', scope: 'spot', quantity: '10000' }]);
    const [short] = reading.positions;
    assert.deepEqual(
      [short?.symbol, short?.side, short?.size, short?.entryPrice, short?.contract, short?.scope, short?.strategy],
      ['ETH/USD', 'short', '2', '1800', 'linear', 'margin', 'swing'],
    );
    const price = Number(markets(1).priceAt('ETH', 'USD', now));
    assert.equal(equityOf(reading, 'USD'), 10_000 + 2 * (1800 - price));
  });

  it('is worth exactly what the broker says, long and short, in any base currency', async () => {
    const assets = ['BTC', 'ETH', 'SOL', 'GLD', 'QQQ'];
    const order = fc.record({
      days: fc.integer({ min: 1, max: 400 }),
      asset: fc.constantFrom(...assets),
      side: fc.constantFrom('buy', 'sell'),
      dollars: fc.integer({ min: 1, max: 4000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(order, { maxLength: 12 }),
        fc.constantFrom('USD', 'EUR'),
        async (list, baseCurrency) => {
          const text = list.map(({ days, asset, side, dollars }) => {
            const at = now - days * day;
            const quantity = (dollars / Number(markets(1).priceAt(asset, 'USD', at))).toFixed(8);
            return `${new Date(at).toISOString()},${asset}/USD,${side},${quantity},,`;
          });
          await orders(text.filter((line) => !line.includes(',0.00000000,')).join('\n'));
          const source = open({ orders: 'orders.csv', startedAt: '2025-01-01' }, { baseCurrency });
          const reading = await read(source);
          const { feeBps, minFee, slippageBps } = paperSettings.parse({ kind: 'paper', cash: {} });
          const past = await source.past?.(baseCurrency, 0, signal);
          assert.ok(past?.ok);
          const trades = reading.trades ?? [];
          const { book } = replay({ orders: trades, flows: reading.flows ?? [], journal: [] }, markets(1), {
            feeBps,
            minFee,
            slippageBps,
            currency: baseCurrency,
            to: now,
          });
          const expected = paperEquity(book, markets(1), baseCurrency, now);
          assert.ok(expected);
          const equity = equityOf(reading, baseCurrency);
          // The simulated market rounds each price to seven digits, so USD × (EUR in USD) and EUR differ by that.
          const tolerance = baseCurrency === 'USD' ? 1e-9 : 0.01;
          assert.ok(Math.abs((equity ?? Number.NaN) - toNumber(expected)) <= tolerance, `${equity} is not ${expected}`);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('sees every change of its files, and orders of the future when their time comes, as time goes by', async () => {
    const { clock } = connectorContext({});
    let at = now;
    const source = open({ orders: 'orders.csv' }, { clock: { ...clock, now: () => at } });
    const held = async () =>
      (await read(source)).balances.map(({ asset, quantity }) => `${asset} ${Math.floor(Number(quantity) * 1000)}`);
    await orders('2026-03-01,BTC/USD,buy,0.1,10000,\n2026-06-02,BTC/USD,buy,0.2,20000,\n');
    const before = await held();
    assert.ok(before.includes('BTC 100'), String(before));
    assert.ok((await source.past?.('USD', 0, signal))?.ok);
    assert.deepEqual(await held(), before);
    assert.equal((await read(source)).at, now);
    at += 12 * 3_600_000;
    assert.ok((await held()).includes('BTC 300'));
    await orders('2026-03-01,BTC/USD,buy,0.4,10000,\n');
    assert.ok((await held()).includes('BTC 400'));
    at = now - 200 * day;
    assert.ok((await held()).every((each) => !each.startsWith('BTC')));
  });

  it('tells its past from the first day, with flows, as simulated', async () => {
    await orders('2026-05-20,BTC/USD,buy,0.05,,\n');
    await writeFile(
      join(folder, 'flows.csv'),
      'time,asset,quantity\n2026-05-25T09:00:00Z,USD,500\n2026-05-28,USD,-100\n2026-07-01,USD,7\n',
    );
    const source = open({ orders: 'orders.csv', flows: 'flows.csv', startedAt: '2026-05-01' });
    const past = await source.past?.('USD', 0, signal);
    assert.ok(past?.ok);
    assert.equal(past.value[0]?.at, Date.UTC(2026, 4, 1));
    assert.equal(past.value[0]?.equity, 10_000);
    assert.equal(past.value.length, 32);
    assert.ok(past.value.every(({ origin }) => origin === 'simulated'));
    assert.deepEqual(
      past.value.flatMap(({ at, flow }) => (flow ? [[new Date(at).toISOString().slice(0, 10), flow]] : [])),
      [
        ['2026-05-01', 10_000],
        ['2026-05-26', 500],
        ['2026-05-28', -100],
      ],
    );
    const later = await source.past?.('USD', Date.UTC(2026, 4, 20), signal);
    assert.ok(later?.ok);
    assert.equal(later.value.length, 13);
    const reading = await read(source);
    assert.equal(reading.flows?.length, 3, 'flows of the future have not come yet');
  });

  it('says which orders were not filled, and why', async () => {
    await orders('2026-05-20,BTC/USD,buy,50,30000,\n2026-05-21,NONE/USD,buy,1,,\n');
    const { notes, trades } = await read(open({ orders: 'orders.csv' }));
    assert.deepEqual(trades, []);
    assert.match(notes[0] ?? '', /^order 1 was not filled: not enough USD to buy 50 BTC/);
    assert.match(notes[1] ?? '', /^order 2 was not filled: no price of NONE\/USD is known/);
  });

  it('fills at the prices of a file: an order of the past at the close before it', async () => {
    await writeFile(
      join(folder, 'prices.csv'),
      'symbol,price,currency,time\nABC,10,USD,2026-05-01\nABC,12,USD,2026-05-10\nABC,20,USD,2026-06-01T12:00:00Z\n',
    );
    await orders('2026-05-05,ABC/USD,buy,100,,\n2026-04-01,ABC/USD,buy,1,,\n');
    const prices = (link: string) => filePrices.open(context(), link);
    const source = open(
      { orders: 'orders.csv', market: 'file:prices.csv', slippageBps: 0, feeBps: 0, startedAt: '2026-03-01' },
      { openPrices: prices },
    );
    const reading = await read(source);
    assert.deepEqual(
      reading.trades?.map(({ price }) => price),
      ['10'],
    );
    assert.equal(reading.notes.length, 1);
    assert.equal(equityOf(reading, 'USD'), 11_000);
    assert.equal(reading.simulated, true);
  });

  it("fills at an exchange's public prices, asks once a day for the past, and keeps only what it trades", async () => {
    await orders('2026-05-05,BTC/USDT,buy,0.1,,\n2026-06-01T13:36:58Z,ETH/USDT,buy,1,,\n');
    const asked: string[] = [];
    const quote = (base: string, price: string) => ({ base, quote: 'USDT', price, at: now - 1_000, source: 'x' });
    const source: PriceSource = {
      id: 'x',
      quotes: async () => ok([quote('BTC', '70000'), quote('ETH', '3000'), quote('OTHER', '1')]),
      closes: async (asset, currency) => {
        asked.push(`${asset}/${currency}`);
        if (asset !== 'BTC') return failed('config', 'none');
        return ok({ asset, currency, source: 'x', closes: [{ day: Date.UTC(2026, 4, 3), close: 50_000 }] });
      },
      close: () => {},
    };
    const account = open(
      { cash: { USDT: 20_000 }, orders: 'orders.csv', market: 'x', slippageBps: 0, startedAt: '2026-05-01' },
      { baseCurrency: 'USDT', openPrices: () => ok(source) },
    );
    const reading = await read(account);
    assert.deepEqual(
      reading.trades?.map(({ price }) => price),
      ['50000'],
    );
    assert.match(reading.notes.join(), /no price of ETH\/USDT is known at the time of the order/);
    assert.deepEqual(
      reading.marks.map(({ base }) => base),
      ['BTC', 'ETH'],
    );
    assert.deepEqual(asked, ['BTC/USDT', 'ETH/USDT']);
    await read(account);
    assert.equal(asked.filter((market) => market === 'BTC/USDT').length, 1);
    assert.equal(reading.simulated, true);
  });

  it('fails in words when a file is missing, wrong or outside', async () => {
    const reasonOf = async (settings: object) => {
      const reading = await open(settings).read(signal);
      return reading.ok ? '' : reading.failure.reason;
    };
    assert.equal(await reasonOf({ orders: 'none.csv' }), 'none.csv does not exist in the workspace');
    assert.match(await reasonOf({ orders: '../x.csv' }), /none|does not exist|outside/);
    await orders('2026-05-20,BTC/USD,hold,50,30000,\n');
    assert.equal(await reasonOf({ orders: 'orders.csv' }), 'orders.csv: row 1 has a side that is neither buy nor sell');
    const opened = connector.open(context(), paperSettings.parse({ kind: 'paper', cash: {}, market: 'nowhere' }));
    assert.ok(!opened.ok);
    assert.match(opened.failure.reason, /no price source nowhere/);
  });
});
