import assert from 'node:assert/strict';
import { loadExchangeClass } from '../../../../src/connectors/exchange/ccxt.ts';
import { createClient } from '../../../../src/connectors/exchange/createClient.ts';
import { createExchangePrices } from '../../../../src/connectors/exchange/createExchangePrices.ts';
import { createPool } from '../../../../src/connectors/exchange/createPool.ts';
import { createLimiter } from '../../../../src/connectors/exchange/limiter.ts';
import { exchangeContext, testKeyFor } from '../../../support/exchangeContext.ts';
import { localServer } from '../../../support/localServer.ts';
import { market, withSyntheticMarkets } from '../../../support/syntheticMarkets.ts';

describe('client', () => {
  async function client(id: string) {
    const limiter = createLimiter({ msPerUnit: 1 });
    return createClient({
      exchangeClass: await loadExchangeClass(id),
      sandbox: false,
      redirectedTo: null,
      credentials: testKeyFor(id),
      options: {},
      deadlineMs: 1000,
      limiterOf: () => limiter,
    });
  }

  it('its nonces grow within a millisecond, and follow a clock that is set back', async () => {
    const { exchange } = await client('kraken');
    const burst = Array.from({ length: 200 }, () => exchange.nonce());
    assert.equal(new Set(burst).size, 200);
    assert.deepEqual(
      burst,
      [...burst].sort((a, b) => a - b),
    );
    assert.ok((burst.at(-1) ?? 0) - Date.now() < 500);
    exchange.options['timeDifference'] = 3_600_000;
    assert.ok(exchange.nonce() < Date.now() - 3_500_000);
  });

  it('a nonce in whole seconds stays the time', async () => {
    const { exchange } = await client('luno');
    const burst = Array.from({ length: 50 }, () => exchange.nonce());
    assert.ok(Math.abs((burst.at(-1) ?? 0) - Date.now() / 1000) < 2 || (burst.at(-1) ?? 0) > 1e12);
  });

  it('one ticker that makes no sense leaves the others their prices', async () => {
    const ticker = (symbol: string, lastPrice: unknown) => ({
      symbol,
      lastPrice,
      openPrice: '1',
      closeTime: Date.now(),
    });
    const server = await localServer(({ path }) =>
      path.endsWith('/ticker/24hr')
        ? [
            ticker('BTCUSDT', '67000'),
            ticker('ETHUSDT', '--1.2.3e'),
            { symbol: 'SOLUSDT', lastPrice: '150', openPrice: 'x.y' },
          ]
        : {},
    );
    const { context } = await exchangeContext(server.url);
    const markets = [
      market('BTCUSDT', 'BTC', 'USDT'),
      market('ETHUSDT', 'ETH', 'USDT'),
      market('SOLUSDT', 'SOL', 'USDT'),
    ];
    const prices = createExchangePrices(createPool({ loadClass: (id) => withSyntheticMarkets(id, markets) })).open(
      context,
      'binance',
    );
    assert.ok(prices.ok);
    const quotes = await prices.value.quotes(['BTC', 'ETH', 'SOL'], AbortSignal.timeout(5000));
    await server.close();
    assert.ok(quotes.ok, quotes.ok ? '' : quotes.failure.reason);
    assert.equal(quotes.value.find(({ base }) => base === 'BTC')?.price, '67000');
    assert.equal(
      quotes.value.some(({ base }) => base === 'ETH'),
      false,
    );
  });
});
