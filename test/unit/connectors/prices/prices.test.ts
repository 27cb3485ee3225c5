import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulatedMarkets } from '../../../../src/connectors/prices/createSimulatedMarkets.ts';
import { createSimulatedPrices } from '../../../../src/connectors/prices/createSimulatedPrices.ts';
import { filePrices } from '../../../../src/connectors/prices/filePrices.ts';
import type { PriceSource } from '../../../../src/core/ports.ts';
import { connectorContext } from '../../../support/connectorContext.ts';

const signal = new AbortController().signal;
const day = 86_400_000;

describe('prices from a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-prices-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = async (text: string, link = 'file:prices.csv'): Promise<PriceSource> => {
    const file = join(folder, link.slice(5));
    await writeFile(file, text);
    await utimes(file, 1_700_000_000, 1_700_000_000);
    const { clock } = connectorContext({});
    const context = connectorContext({ folder, clock: { ...clock, now: () => Date.UTC(2026, 0, 10) } });
    const opened = filePrices.open(context, link);
    assert.ok(opened.ok);
    return opened.value;
  };
  const quotes = async (text: string) => {
    const read = await (await open(text)).quotes([], signal);
    assert.ok(read.ok, read.ok ? '' : read.failure.reason);
    return read.value;
  };

  it('takes symbol and price; the base currency and the age of the file stand in for the rest', async () => {
    assert.deepEqual(await quotes('symbol,price\nBTC,67000.10\neth,2900\n'), [
      { base: 'BTC', quote: 'USD', price: '67000.1', at: 1_700_000_000_000, source: 'prices.csv' },
      { base: 'ETH', quote: 'USD', price: '2900', at: 1_700_000_000_000, source: 'prices.csv' },
    ]);
  });

  it('takes pairs, currencies and times; the newest row counts and tells the price of a day before', async () => {
    assert.deepEqual(
      await quotes(
        'symbol,price,currency,time\nQQQ,510,EUR,2026-01-03\nQQQ,500,EUR,2026-01-02\nBTC/EUR,60000,,2026-01-05\n',
      ),
      [
        { base: 'QQQ', quote: 'EUR', price: '510', at: Date.UTC(2026, 0, 3), source: 'prices.csv', open24h: '500' },
        { base: 'BTC', quote: 'EUR', price: '60000', at: Date.UTC(2026, 0, 5), source: 'prices.csv' },
      ],
    );
  });

  it('takes no price of the future for the one of now', async () => {
    const [price, ...others] = await quotes('symbol,price,time\nBTC,60000,2027-01-01\nBTC,50000,2026-01-09\n');
    assert.deepEqual([price?.price, price?.at, others], ['50000', Date.UTC(2026, 0, 9), []]);
    assert.deepEqual(await quotes('symbol,price,time\nBTC,60000,2027-01-01\n'), []);
  });

  it('gives daily closes, also of a file with dates and closes only', async () => {
    const source = await open('Date,Close\n2026-01-05,1.5\n2026-01-06,1.25\n2020-01-01,9\n', 'file:spx.csv');
    const closes = await source.closes?.('SPX', 'USD', 30, signal);
    assert.deepEqual(closes, {
      ok: true,
      value: {
        asset: 'SPX',
        currency: 'USD',
        source: 'spx.csv',
        closes: [
          { day: Date.UTC(2026, 0, 5), close: 1.5 },
          { day: Date.UTC(2026, 0, 6), close: 1.25 },
        ],
      },
    });
    const none = await source.closes?.('BTC', 'USD', 30, signal);
    assert.ok(none && !none.ok);
  });

  it('refuses a price that is zero or no number, by its row, without quoting it', async () => {
    for (const [text, expected] of [
      ['symbol,price\nBTC,1\nETH,0\n', 'prices.csv: row 2 has no positive price'],
      ['symbol,price\nBTC,SECRET\n', 'prices.csv: row 1 has no positive price'],
      ['symbol,price,time\nBTC,1,SECRET\n', 'prices.csv: row 1 has a time that is none'],
      ['a,b\n1,2\n', 'prices.csv needs columns symbol and price (or date and close)'],
    ] as const) {
      const read = await (await open(text)).quotes([], signal);
      assert.ok(!read.ok);
      assert.equal(read.failure.reason, expected);
    }
  });

  it('stays inside the workspace', async () => {
    const opened = filePrices.open(connectorContext({ folder }), 'file:../../../../../../etc/hostname');
    assert.ok(opened.ok);
    const read = await opened.value.quotes([], signal);
    assert.ok(!read.ok);
    assert.equal(read.failure.kind, 'refused');
    assert.ok(!filePrices.open(connectorContext({ folder }), 'file:').ok);
  });
});

describe('prices of the simulated market', () => {
  const markets = createSimulatedMarkets();
  const connector = createSimulatedPrices(markets);
  const now = Date.UTC(2026, 5, 1, 13);
  const { clock } = connectorContext({});
  const context = (baseCurrency: string) => connectorContext({ baseCurrency, clock: { ...clock, now: () => now } });

  it('serves its own links only', () => {
    for (const link of ['simulated', 'simulated:7', 'simulated:-1']) assert.ok(connector.serves(link), link);
    for (const link of ['simulated:', 'simulatedx', 'binance', 'file:simulated'])
      assert.ok(!connector.serves(link), link);
  });

  it('gives quotes of now and of 24 h before, in USD and in the base currency, by its seed', async () => {
    const quotesOf = async (link: string, baseCurrency: string) => {
      const opened = connector.open(context(baseCurrency), link);
      assert.ok(opened.ok);
      assert.equal(opened.value.id, link);
      const read = await opened.value.quotes(['BTC'], signal);
      assert.ok(read.ok);
      return read.value;
    };
    const first = await quotesOf('simulated', 'EUR');
    const btc = first.find(({ base, quote }) => base === 'BTC' && quote === 'EUR');
    assert.equal(btc?.price, markets(1).priceAt('BTC', 'EUR', now));
    assert.equal(btc?.open24h, markets(1).priceAt('BTC', 'EUR', now - day));
    assert.ok(first.some(({ base, quote }) => base === 'EUR' && quote === 'USD'));
    assert.deepEqual(await quotesOf('simulated', 'EUR'), first);
    assert.notDeepEqual(await quotesOf('simulated:7', 'EUR'), first);
  });

  it('gives daily closes, and words for what it does not know', async () => {
    const opened = connector.open(context('USD'), 'simulated');
    assert.ok(opened.ok);
    const closes = await opened.value.closes?.('BTC', 'USD', 90, signal);
    assert.ok(closes?.ok);
    assert.ok(closes.value.closes.length >= 89);
    const none = await opened.value.closes?.('NOPE', 'USD', 90, signal);
    assert.ok(none && !none.ok);
    assert.match(none.failure.reason, /has no NOPE\/USD/);
  });
});
