import assert from 'node:assert/strict';
import { createExchangePrices } from '../../../../src/connectors/exchange/createExchangePrices.ts';
import { createPool } from '../../../../src/connectors/exchange/createPool.ts';
import type { PriceSource } from '../../../../src/core/ports.ts';
import { type BinanceFake, binanceFake, spotTicker } from '../../../support/binanceFake.ts';
import { exchangeContext } from '../../../support/exchangeContext.ts';
import { localServer } from '../../../support/localServer.ts';

const soon = (): AbortSignal => AbortSignal.timeout(10_000);

describe('exchange prices', () => {
  let exchange: BinanceFake;
  let prices: PriceSource;
  beforeEach(async () => {
    exchange = await binanceFake();
    const { context } = await exchangeContext(exchange.url);
    const opened = createExchangePrices(createPool({ deadlineMs: 400 })).open(context, 'binance');
    assert.ok(opened.ok);
    prices = opened.value;
  });
  afterEach(() => exchange.close());

  it('serves every exchange by its id and nothing else', () => {
    const connector = createExchangePrices(createPool());
    assert.ok(connector.serves('binance') && connector.serves('kraken'));
    for (const link of ['account', 'simulated', 'file:prices.csv', 'coingecko', 'Binance'])
      assert.ok(!connector.serves(link));
  });

  it('asks once for all prices, without a key, and never prices a delisted market', async () => {
    const reading = await prices.quotes(['BTC', 'ETH', 'LUNA'], soon());
    assert.ok(reading.ok);
    assert.deepEqual(
      reading.value.map(({ base, quote, price, source, open24h }) => ({ base, quote, price, source, open24h })),
      [{ base: 'BTC', quote: 'USDT', price: '67000.1', source: 'binance BTC/USDT', open24h: '66000' }],
    );
    assert.equal(exchange.requests.filter(({ path }) => path.includes('ticker')).length, 1);
    assert.ok(exchange.requests.every(({ headers }) => headers['x-mbx-apikey'] === undefined));
  });

  it('dates no price in the future and leaves out those that are none', async () => {
    exchange.tickers = [
      { ...spotTicker('BTCUSDT', '67000', '66000'), closeTime: Date.now() + 3_600_000 },
      spotTicker('ETHUSDT', '0', '0'),
      spotTicker('BTCEUR', '', ''),
    ];
    const reading = await prices.quotes(['BTC'], soon());
    assert.ok(reading.ok);
    assert.deepEqual(
      reading.value.map(({ base, quote }) => base + quote),
      ['BTCUSDT'],
    );
    assert.ok((reading.value[0]?.at ?? Number.POSITIVE_INFINITY) <= Date.now());
  });

  it('says so when there is no price at all', async () => {
    exchange.tickers = [];
    const reading = await prices.quotes(['BTC'], soon());
    assert.ok(!reading.ok);
    assert.equal(reading.failure.kind, 'badResponse');
  });

  it('fails in words when the exchange is down', async () => {
    exchange.fault = (_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end('<html>bad gateway</html>');
      return 'written';
    };
    const reading = await prices.quotes(['BTC'], soon());
    assert.ok(!reading.ok);
    assert.equal(reading.failure.reason, 'Binance is not available (HTTP 502 with a web page)');
  });

  it('gives daily closes of complete days, in the currency of the market it found', async () => {
    const direct = await prices.closes?.('BTC', 'EUR', 30, soon());
    assert.ok(direct?.ok);
    assert.equal(direct.value.currency, 'EUR');
    assert.deepEqual(
      direct.value.closes.map(({ close }) => close),
      [96, 97, 98, 99],
    );
    assert.ok(direct.value.closes.every(({ day }) => day % 86_400_000 === 0 && day < Date.now() - 86_400_000 + 1));
    const through = await prices.closes?.('BTC', 'USD', 30, soon());
    assert.ok(through?.ok);
    assert.equal(through.value.currency, 'USDT');
    assert.equal(through.value.source, 'binance BTC/USDT');
  });

  it('says that an asset without an active market has no closes', async () => {
    for (const asset of ['LUNA', 'XYZ']) {
      const reading = await prices.closes?.(asset, 'USD', 30, soon());
      assert.ok(reading !== undefined && !reading.ok);
      assert.equal(reading.failure.kind, 'config');
      assert.match(reading.failure.reason, new RegExp(`no active market for ${asset}`));
    }
  });

  it('asks ticker by ticker where an exchange has no batch (Kraken Futures has, Paymium has none)', async () => {
    const asked: string[] = [];
    const server = await localServer(({ path }) => {
      asked.push(path);
      return path.endsWith('/ticker')
        ? { price: 61000.5, open: 60000, at: Math.floor(Date.now() / 1000), currency: 'EUR' }
        : {};
    });
    const { context } = await exchangeContext(server.url);
    const opened = createExchangePrices(createPool()).open(context, 'paymium');
    assert.ok(opened.ok);
    const reading = await opened.value.quotes(['BTC', 'DOGE'], soon());
    await server.close();
    assert.ok(reading.ok, reading.ok ? '' : reading.failure.reason);
    assert.deepEqual(
      reading.value.map(({ base, quote, price }) => [base, quote, price]),
      [['BTC', 'EUR', '61000.5']],
    );
    assert.equal(asked.length, 1);
  });
});
