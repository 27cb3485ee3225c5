import assert from 'node:assert/strict';
import { createExchangeConnector } from '../../../../../src/connectors/exchange/createExchangeConnector.ts';
import { createPool } from '../../../../../src/connectors/exchange/createPool.ts';
import { exchangeContext, testKeyFor } from '../../../../support/exchangeContext.ts';
import { localServer } from '../../../../support/localServer.ts';
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

  it('says in the account’s notes why it cannot trade, and what to do', async () => {
    const exchange = await localServer(() => ({ USDT: { available: '5', freeze: '0' } }));
    try {
      const { context } = await exchangeContext(exchange.url, {}, () => testKeyFor('whitebit'));
      const loadClass = () => withSyntheticMarkets('whitebit');
      const notes = async (mode: 'read' | 'trade'): Promise<readonly string[]> => {
        const connector = createExchangeConnector(createPool({ loadClass }));
        const opened = connector.open(context, { ...settings, exchange: 'whitebit', mode });
        assert.ok(opened.ok);
        const reading = await opened.value.read(AbortSignal.timeout(5000));
        assert.ok(reading.ok);
        return reading.value.notes;
      };
      assert.deepEqual(await notes('trade'), [
        'Quantfolio sends no orders to WhiteBit: trade there, and set the mode to "read"',
      ]);
      assert.deepEqual(await notes('read'), []);
    } finally {
      await exchange.close();
    }
  });
});
