import assert from 'node:assert/strict';
import { createExchangeConnector } from '../../../../../src/connectors/exchange/createExchangeConnector.ts';
import { createPool } from '../../../../../src/connectors/exchange/createPool.ts';
import { ok } from '../../../../../src/core/model/reading.ts';
import { binanceFake } from '../../../../support/binanceFake.ts';
import { exchangeContext } from '../../../../support/exchangeContext.ts';
import { withSyntheticMarkets } from '../../../../support/syntheticMarkets.ts';

const settings = { kind: 'exchange' as const, scopes: ['spot' as const], sandbox: false };

describe('which accounts trade (rule 3)', () => {
  it('none in mode read, known ones in mode trade, no unknown exchange and no sub-account', async () => {
    const { context } = await exchangeContext('http://127.0.0.1:1');
    const connector = createExchangeConnector(createPool());
    const trades = (exchange: string, mode: 'read' | 'trade', subaccount?: string): boolean => {
      const more = subaccount === undefined ? {} : { subaccount };
      const opened = connector.open(context, { ...settings, exchange, mode, ...more });
      assert.ok(opened.ok);
      assert.equal(opened.value.trading?.live ?? true, true);
      return opened.value.trading !== undefined;
    };
    assert.equal(trades('binance', 'read'), false);
    assert.equal(trades('binance', 'trade'), true);
    assert.equal(trades('kraken', 'trade'), true);
    assert.equal(trades('hyperliquid', 'trade'), false);
    assert.equal(trades('binance', 'trade', 'desk'), false);
  });

  it('says in the account’s notes why it cannot trade', async () => {
    const { context } = await exchangeContext('http://127.0.0.1:1', {
      secrets: { credentials: async () => ok({ apiKey: 'k', secret: 's' }) },
    });
    const exchange = await binanceFake();
    try {
      const loadClass = () => withSyntheticMarkets('binance');
      const opened = createExchangeConnector(createPool({ loadClass })).open(
        { ...context, redirectedTo: exchange.url },
        { ...settings, exchange: 'binance', mode: 'trade' },
      );
      assert.ok(opened.ok);
      const reading = await opened.value.read(AbortSignal.timeout(5000));
      assert.ok(reading.ok);
      assert.deepEqual(reading.value.notes, []);
    } finally {
      await exchange.close();
    }
  });
});
