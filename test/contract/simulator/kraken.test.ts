import assert from 'node:assert/strict';
import { rawExchange } from '../../support/rawExchange.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';

describe('simulated Kraken, read by ccxt', () => {
  let simulator: Simulator;
  let exchange: ReturnType<typeof rawExchange>;
  before(async () => {
    simulator = await startSimulator({ trades: true });
    exchange = rawExchange(simulator, 'kraken-main');
    await exchange.loadMarkets();
  });
  after(() => simulator.close());

  it('lists markets under their legacy and new names', async () => {
    assert.equal(exchange.market('BTC/USD').id, 'XXBTZUSD');
    assert.equal(exchange.market('DOT/USD').id, 'DOTUSD');
    assert.equal(exchange.market('DOGE/EUR').id, 'XXDGZEUR');
    const tickers = await exchange.fetchTickers();
    assert.equal(tickers['BTC/USD']?.last, 67_000);
    assert.equal(tickers['EUR/USD']?.last, 1.08);
    assert.equal(tickers['USDT/USD']?.last, 1);
    assert.equal((await exchange.fetchTicker('ETH/EUR')).last, 2_685.19);
  });

  it('answers the golden balances, staking and earn codes raw', async () => {
    const balance = await exchange.fetchBalance();
    assert.deepEqual(Object.fromEntries(Object.entries(balance['total'] ?? {})), {
      USD: 5000,
      BTC: 0.1,
      EUR: 1000,
      ETH: 0.5,
      DOT: 100,
      'DOT28.S': 50,
      'ETH2.S': 0.5,
      USDT: 250,
      'USD.M': 200,
      'SOL.F': 2,
      'BTC.M': 0.01,
    });
    assert.equal(balance['USD']?.used, 1000);
  });

  it('answers positions, candles, trades, ledger, trade balance and what the key may do', async () => {
    const [position] = await exchange.fetchPositions();
    assert.deepEqual(
      [position?.symbol, position?.side, position?.contracts, position?.unrealizedPnl],
      ['ETH/USD', 'long', 1, 100],
    );
    const days = await exchange.fetchOHLCV('BTC/USD', '1d');
    assert.equal(days.length, 720);
    assert.equal(days.at(-1)?.[4], 67_000);
    const trades = await exchange.fetchMyTrades(undefined, Date.now() - 6 * 86_400_000);
    assert.deepEqual(trades.map(({ symbol, side, amount }) => [symbol, side, amount]).sort(), [
      ['BTC/USD', 'buy', 0.1],
      ['DOT/USD', 'buy', 100],
      ['ETH/USD', 'buy', 1],
    ]);
    assert.equal((await exchange.fetchLedger()).length, 50, 'a page');
    const info = await exchange.request('GetApiKeyInfo', 'private', 'POST');
    assert.ok(
      info['result'].permissions.includes('query-funds') && !info['result'].permissions.includes('withdraw-funds'),
    );
    const trading = await exchange.request('TradeBalance', 'private', 'POST');
    assert.equal(trading['result'].n, '100.0000');
  });

  it('records writes and carries none out that the key may not do', async () => {
    assert.deepEqual(simulator.log.writes(), []);
    await assert.rejects(exchange.createOrder('BTC/USD', 'limit', 'buy', 1, 60_000));
    await assert.rejects(exchange.cancelOrder('O1'));
    assert.deepEqual(
      simulator.log.writes().map(({ path }) => path),
      ['/0/private/AddOrder', '/0/private/CancelOrder'],
    );
  });

  it('refuses what the key may not do', async () => {
    simulator.live.account('kraken-main').permissions.read = false;
    await assert.rejects(exchange.fetchBalance(), /Permission denied/);
    simulator.live.account('kraken-main').permissions.read = true;
  });
});
