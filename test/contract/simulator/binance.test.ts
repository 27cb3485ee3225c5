import assert from 'node:assert/strict';
import { goldenTotals } from '../../simulator/defaultWorld.ts';
import { rawExchange } from '../../support/rawExchange.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';

describe('simulated Binance, read by ccxt', () => {
  let simulator: Simulator;
  let exchange: ReturnType<typeof rawExchange>;
  before(async () => {
    simulator = await startSimulator({ trades: true });
    exchange = rawExchange(simulator, 'binance-main');
    await exchange.loadMarkets();
  });
  after(() => simulator.close());

  const total = async (params: object): Promise<Readonly<Record<string, unknown>>> =>
    Object.fromEntries(Object.entries((await exchange.fetchBalance(params))['total'] ?? {}));

  it('lists spot, linear and inverse markets, and which are delisted', () => {
    const markets = Object.values(exchange.markets ?? {});
    assert.ok(markets.length >= 60, `${markets.length} markets`);
    assert.equal(exchange.market('BTC/USDT').active, true);
    assert.equal(exchange.market('OLDX/USDT').active, false);
    assert.equal(exchange.market('BTC/USDT:USDT').linear, true);
    assert.equal(exchange.market('BTC/USD:BTC').contractSize, 100);
    assert.ok(exchange.currencies['SOL'], 'currencies come from capital/config/getall');
  });

  it('prices every market, the delisted one too', async () => {
    const tickers = await exchange.fetchTickers();
    assert.equal(tickers['BTC/USDT']?.last, 67_000);
    assert.equal(tickers['OLDX/USDT']?.last, 0.5);
    assert.ok(Math.abs((tickers['BTC/USDT']?.percentage ?? 0) - 2) < 0.01, 'BTC rose 2 % in 24 hours');
    const futures = await exchange.fetchTickers(['BTC/USDT:USDT', 'ETH/USDT:USDT']);
    assert.equal(futures['ETH/USDT:USDT']?.last, 2_900);
    assert.equal((await exchange.fetchTicker('BTC/USD:BTC')).last, 67_000);
  });

  it('answers each pocket with the golden balances', async () => {
    assert.deepEqual(await total({ type: 'spot' }), { BTC: 0.15, ETH: 1.2, USDT: 1902.5 });
    const spot = await exchange.fetchBalance({ type: 'spot' });
    assert.equal(spot['BTC']?.used, 0.05);
    assert.equal(0.15 * 67_000 + 1.2 * 2_900 + 1902.5, goldenTotals['binance-main'].spot);
    assert.deepEqual(await total({ type: 'funding' }), { USDT: 250, BNB: 1 });
    const margin = await exchange.fetchBalance({ type: 'margin' });
    assert.equal(margin['ETH']?.total, 2);
    assert.equal(margin['USDT']?.debt, 100.5);
    assert.deepEqual(await total({ type: 'swap' }), { USDT: goldenTotals['binance-main'].swap });
    assert.deepEqual(await total({ type: 'swap', useV2: true }), { USDT: goldenTotals['binance-main'].swap });
    // 0.1 BTC and the profit of 1,000 USD long from 65,000 to 67,000: 1000 × (1/65000 − 1/67000) BTC.
    assert.deepEqual(await total({ type: 'delivery' }), { BTC: 0.10045924 });
  });

  it('answers positions of both versions and of coin-margined contracts', async () => {
    for (const params of [{}, { useV2: true }, { method: 'account' }]) {
      const positions = await exchange.fetchPositions(undefined, params);
      const seen = positions.map(({ symbol, side, contracts, notional, unrealizedPnl }) => [
        symbol,
        side,
        contracts,
        notional,
        unrealizedPnl,
      ]);
      assert.deepEqual(seen, [
        ['BTC/USDT:USDT', 'long', 0.5, 33_500, 500],
        ['ETH/USDT:USDT', 'short', 2, 5_800, 200],
      ]);
    }
    const [leveraged] = await exchange.fetchPositions(undefined, { useV2: true });
    assert.equal(leveraged?.leverage, 10);
    const [inverse] = await exchange.fetchPositions(undefined, { subType: 'inverse' });
    assert.deepEqual([inverse?.symbol, inverse?.contracts, inverse?.unrealizedPnl], ['BTC/USD:BTC', 10, 0.00045924]);
  });

  it('moves futures balances and positions with the price', async () => {
    const other = await startSimulator();
    try {
      other.live.setPrice('binance', 'BTCUSDT', '68000.00');
      const ccxt = rawExchange(other, 'binance-main');
      const balance = await ccxt.fetchBalance({ type: 'swap' });
      assert.equal(balance['USDT']?.total, 6_200);
      assert.equal((await ccxt.fetchTicker('BTC/USDT')).last, 68_000);
    } finally {
      await other.close();
    }
  });

  it('keeps one past for candles of every interval, ending in the price of now', async () => {
    const days = await exchange.fetchOHLCV('BTC/USDT', '1d', undefined, 90);
    assert.equal(days.length, 90);
    assert.equal(days.at(-1)?.[4], 67_000);
    assert.ok(
      days.every(([at]) => (at ?? 1) % 86_400_000 === 0),
      'days start at midnight UTC',
    );
    assert.deepEqual(await exchange.fetchOHLCV('BTC/USDT', '1d', undefined, 90), days);
    const since = days[10]?.[0] ?? 0;
    const hours = await exchange.fetchOHLCV('BTC/USDT', '1h', since, 24);
    assert.equal(hours.length, 24);
    assert.equal(hours[0]?.[1], days[10]?.[1]);
    assert.equal(hours[23]?.[4], days[10]?.[4]);
    const long = await exchange.fetchOHLCV('ETH/USDT', '1d', Date.now() - 1_000 * 86_400_000, 1000);
    assert.equal(long.length, 1000);
  });

  it('answers trades, deposits and what the key may do', async () => {
    const trades = await exchange.fetchMyTrades('BTC/USDT');
    assert.deepEqual(
      trades.map(({ side, amount, price }) => [side, amount, price]),
      [
        ['sell', 0.3, 40_000],
        ['buy', 0.2, 60_000],
        ['sell', 0.05, 65_000],
      ],
    );
    assert.equal((await exchange.fetchMyTrades('BTC/USDT:USDT')).length, 21);
    assert.deepEqual(
      (await exchange.fetchDeposits()).map(({ amount, status }) => [amount, status]),
      [
        [20_000, 'ok'],
        [3, 'pending'],
      ],
    );
    const may = await exchange.request('account/apiRestrictions', 'sapi');
    assert.equal(may['enableReading'], true);
    assert.equal(may['enableSpotAndMarginTrading'], false);
    const second = await rawExchange(simulator, 'binance-second').request('account/apiRestrictions', 'sapi');
    assert.equal(second['enableSpotAndMarginTrading'], true);
    const earn = await exchange.request('simple-earn/flexible/position', 'sapi');
    assert.equal(earn['rows'][0].totalAmount, '1000');
  });

  it('records writes, carries none out that the key may not do or that moves money, and counts reading as none', async () => {
    assert.deepEqual(simulator.log.writes(), []);
    await assert.rejects(exchange.createOrder('BTC/USDT', 'limit', 'buy', 1, 60_000));
    await assert.rejects(exchange.cancelOrder('1', 'BTC/USDT'));
    await assert.rejects(exchange.withdraw('USDT', 10, '0xabc'));
    await assert.rejects(exchange.transfer('USDT', 10, 'spot', 'swap'));
    const writes = simulator.log.writes();
    assert.deepEqual(
      writes.map(({ method, path, account }) => [method, path, account]),
      [
        ['POST', '/api/v3/order', 'binance-main'],
        ['DELETE', '/api/v3/order', 'binance-main'],
        ['POST', '/sapi/v1/capital/withdraw/apply', 'binance-main'],
        ['POST', '/sapi/v1/asset/transfer', 'binance-main'],
      ],
    );
    const text = JSON.stringify(simulator.log.entries);
    const { apiKey, secret } = simulator.live.account('binance-main');
    assert.ok(
      !text.includes(apiKey) && !text.includes(secret) && !text.includes('"signature"'),
      'the log holds no secret',
    );
  });
});
