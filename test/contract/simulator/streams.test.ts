import assert from 'node:assert/strict';
import { rawExchange } from '../../support/rawExchange.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';

type Raw = ReturnType<typeof rawExchange>;

/** Changes the world until the change was seen: when a subscription is in force is the client's own affair. */
async function until<T>(seen: Promise<T>, change: () => void): Promise<T> {
  const again = setInterval(change, 100);
  try {
    return await seen;
  } finally {
    clearInterval(again);
  }
}

describe('simulated streams, watched by ccxt pro', () => {
  let simulator: Simulator;
  let binance: Raw;
  let kraken: Raw;
  beforeEach(async () => {
    simulator = await startSimulator({ streamIntervalMs: 200 });
    // Without a keep-alive of the listen key, whose timer of 20 minutes would keep the process alive.
    binance = rawExchange(simulator, 'binance-main', { options: { fetchCurrencies: false } });
    binance.delay = () => undefined;
    kraken = rawExchange(simulator, 'kraken-main');
    for (const exchange of [binance, kraken]) {
      await exchange.loadHttpProxyAgent();
      await exchange.loadMarkets();
    }
  });
  afterEach(async () => {
    await Promise.all([binance.close(), kraken.close()]);
    await simulator.close();
  });

  it('tickers of Binance: spot, futures, and every change', async () => {
    assert.equal((await binance.watchTicker('BTC/USDT')).last, 67_000);
    simulator.live.setPrice('binance', 'BTCUSDT', '68000.00');
    let last: number | undefined = 67_000;
    while (last === 67_000) last = (await binance.watchTicker('BTC/USDT')).last;
    assert.equal(last, 68_000);
    const futures = await binance.watchTickers(['ETH/USDT:USDT', 'BTC/USDT:USDT']);
    assert.ok(Object.keys(futures).every((symbol) => symbol.endsWith(':USDT')));
  });

  it('balances of Binance: the changed coins, spot and futures, and positions', async () => {
    const spot = await until(binance.watchBalance(), () =>
      simulator.live.setPocket('binance-main', 'spot', 'BTC', { free: '0.2' }),
    );
    assert.deepEqual(Object.entries(spot['total'] ?? {}), [['BTC', 0.25]]);
    const swap = await until(binance.watchBalance({ type: 'swap' }), () =>
      simulator.live.setPocket('binance-main', 'linear', 'USDT', { free: '5001' }),
    );
    assert.equal(swap['USDT']?.total, 5001);
    const position = { market: 'BTCUSDT', kind: 'linear', amount: '0.6', entry: '66000', leverage: '10' } as const;
    const [watched] = await until(binance.watchPositions(), () => simulator.live.setPosition('binance-main', position));
    assert.deepEqual([watched?.symbol, watched?.contracts, watched?.unrealizedPnl], ['BTC/USDT:USDT', 0.6, 600]);
  });

  it('own trades of Binance', async () => {
    const fill = {
      id: 9001,
      market: 'BTCUSDT',
      kind: 'spot',
      side: 'buy',
      price: '67000',
      quantity: '0.01',
      fee: '0.67',
      feeAsset: 'USDT',
      at: Date.now(),
      maker: false,
    } as const;
    const [trade] = await until(binance.watchMyTrades('BTC/USDT'), () => simulator.live.addFill('binance-main', fill));
    assert.deepEqual([trade?.id, trade?.amount, trade?.price], ['9001', 0.01, 67_000]);
  });

  it('tickers, balances and own trades of Kraken', async () => {
    assert.equal((await kraken.watchTicker('BTC/USD')).last, 67_000);
    assert.equal((await kraken.watchBalance())['BTC']?.total, 0.1);
    const more = () => simulator.live.setPocket('kraken-main', 'spot', 'XXBT', { free: '0.3' });
    assert.equal((await until(kraken.watchBalance(), more))['BTC']?.total, 0.3);
    const fill = {
      id: 7,
      market: 'XXBTZUSD',
      kind: 'spot',
      side: 'buy',
      price: '67000',
      quantity: '0.01',
      fee: '1.7',
      feeAsset: 'ZUSD',
      at: Date.now(),
      maker: false,
    } as const;
    const [trade] = await until(kraken.watchMyTrades('BTC/USD'), () => simulator.live.addFill('kraken-main', fill));
    assert.deepEqual([trade?.symbol, trade?.amount], ['BTC/USD', 0.01]);
  });

  it('a wrong signature opens no user data stream', async () => {
    binance.secret = 'b'.repeat(64);
    await assert.rejects(binance.watchBalance(), /-1022/);
  });

  it('a dropped stream ends the wait; the next one connects again', async () => {
    simulator.rules.streamIntervalMs = 60_000;
    await binance.watchTicker('BTC/USDT');
    const waiting = binance.watchTicker('BTC/USDT');
    simulator.faults.add({ host: 'stream.binance.com*', effect: { kind: 'wsDrop' } });
    await assert.rejects(waiting, /closed|connection/i);
    assert.equal((await binance.watchTicker('BTC/USDT')).last, 67_000);
  });

  it('a muted stream stays open and says nothing', async () => {
    await kraken.watchTicker('BTC/USD');
    const unmute = simulator.faults.add({ host: 'ws.kraken.com', effect: { kind: 'wsMute' } });
    simulator.live.setPrice('kraken', 'XXBTZUSD', '68000.00');
    const quiet = new Promise<'quiet'>((resolve) => setTimeout(() => resolve('quiet'), 500));
    const next = kraken.watchTicker('BTC/USD');
    assert.equal(await Promise.race([next, quiet]), 'quiet');
    assert.ok(simulator.streams() > 0);
    unmute();
    simulator.live.setPrice('kraken', 'XXBTZUSD', '69000.00');
    assert.equal((await next).last, 69_000);
  });
});
