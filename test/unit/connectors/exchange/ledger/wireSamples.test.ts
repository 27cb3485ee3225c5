import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { loadExchangeClass } from '../../../../../src/connectors/exchange/ccxt.ts';
import { createClient } from '../../../../../src/connectors/exchange/createClient.ts';
import { planLedger } from '../../../../../src/connectors/exchange/ledger/planLedger.ts';
import type { Entries, Json } from '../../../../../src/connectors/exchange/ledger/stream.ts';
import { createLimiter } from '../../../../../src/connectors/exchange/limiter.ts';
import { newOperation, runOperation } from '../../../../../src/connectors/exchange/operation.ts';
import type { Scope } from '../../../../../src/core/model/account.ts';
import { reading } from '../../../../support/book.ts';
import { testKeyFor } from '../../../../support/exchangeContext.ts';
import { sharedAbsent } from '../../../../support/shared.ts';
import { market } from '../../../../support/syntheticMarkets.ts';
import { sampleServer, wireFolder } from '../../../../support/wireSamples.ts';

/** The documented answers of exchanges, through the real ccxt, as ledger entries. */
describe('wire samples of ledgers', () => {
  before(function () {
    if (existsSync(wireFolder)) return;
    console.log(`    ${sharedAbsent}`);
    this.skip();
  });

  /** One page of one stream, asked a moment after the sample's time. */
  async function told(
    exchange: string,
    key: string,
    at: number,
    markets: readonly object[],
    scopes: readonly Scope[],
  ): Promise<Entries> {
    const server = await sampleServer(exchange);
    const limiter = createLimiter({ msPerUnit: 0.01, creditMs: 1e6 });
    const client = createClient({
      exchangeClass: await loadExchangeClass(exchange),
      sandbox: false,
      redirectedTo: server.url,
      credentials: testKeyFor(exchange),
      options: {},
      deadlineMs: 5000,
      limiterOf: () => limiter,
    });
    client.exchange.setMarkets(markets);
    const stream = planLedger(client.exchange, exchange, scopes).streams.find((one) => one.key === key);
    assert.ok(stream, key);
    const place = { next: at - 60_000, from: 0 };
    const state: Json =
      /^(trades|deposits|withdrawals)/.test(key) && exchange !== 'binance' && exchange !== 'kraken'
        ? { by: 'all', place }
        : place;
    const request = { cursor: null, reading: reading(), symbols: [], assets: [], thorough: false };
    const now = at + 60_000;
    const pass = { now, readAt: now, request, symbols: [], first: false, older: false, thorough: false };
    try {
      return (await runOperation(newOperation(AbortSignal.timeout(10_000)), () => stream.page(state, pass))).entries;
    } finally {
      await server.close();
    }
  }

  it('OKX: a fill with its fee in the coin bought, a deposit to funding, a withdrawal and its fee', async () => {
    const markets = [market('BTC-USDT', 'BTC', 'USDT')];
    const { trades } = await told('okx', 'trades spot {}', 1_708_587_373_362, markets, ['spot', 'funding']);
    assert.deepEqual(
      trades.map(({ id, symbol, side, quantity, price, fee, feeCurrency, realizedPnl, scope }) => [
        id,
        symbol,
        side,
        quantity,
        price,
        fee,
        feeCurrency,
        realizedPnl,
        scope,
      ]),
      [['BTC/USDT#744876980', 'BTC/USDT', 'buy', '0.00192834', '51858', '0.00000192834', 'BTC', undefined, undefined]],
    );
    const { flows } = await told('okx', 'withdrawals', 1_655_251_200_000, markets, ['spot', 'funding']);
    assert.deepEqual(
      flows.map(({ kind, asset, quantity }) => [kind, asset, quantity]),
      [
        ['withdrawal', 'ETH', '-0.029809'],
        ['fee', 'ETH', '-0.007'],
      ],
    );
    const deposits = await told('okx', 'deposits', 1_674_038_705_000, markets, ['spot', 'funding']);
    assert.deepEqual(
      deposits.flows.map(({ kind, asset, quantity }) => [kind, asset, quantity]),
      [['deposit', 'USDT', '1']],
    );
  });

  it('Bybit: a fill of a perpetual, and of two withdrawals the one that was sent', async () => {
    const markets = [market('ETHPERP', 'ETH', 'USDC', 'USDC')];
    const { trades } = await told('bybit', 'trades swap {"subType":"linear"}', 1_672_282_722_429, markets, ['swap']);
    assert.deepEqual(
      trades.map(({ symbol, side, quantity, price, fee, contract, contractSize, scope }) => [
        symbol,
        side,
        quantity,
        price,
        fee,
        contract,
        contractSize,
        scope,
      ]),
      [['ETH/USDC:USDC', 'buy', '0.1', '1190.15', '0.071409', 'linear', '1', 'swap']],
    );
    const { flows } = await told('bybit', 'withdrawals', 1_698_889_833_000, markets, ['spot', 'funding']);
    assert.deepEqual(
      flows.map(({ kind, asset, quantity }) => [kind, asset, quantity]),
      [['withdrawal', 'USDT', '-20.1234']],
    );
  });

  it('KuCoin: a deposit, and a withdrawal with the network fee apart', async () => {
    const markets = [market('BTC-USDT', 'BTC', 'USDT')];
    const scopes: readonly Scope[] = ['spot', 'funding'];
    const deposits = await told('kucoin', 'deposits', 1_666_600_519_000, markets, scopes);
    assert.deepEqual(
      deposits.flows.map(({ kind, asset, quantity }) => [kind, asset, quantity]),
      [['deposit', 'XRP', '20.5']],
    );
    const { flows } = await told('kucoin', 'withdrawals', 1_666_600_379_000, markets, scopes);
    assert.deepEqual(
      flows.map(({ id, kind, asset, quantity }) => [id, kind, asset, quantity]),
      [
        ['withdrawal:63564dbbd17bef00019371fb', 'withdrawal', 'XRP', '-20.5'],
        ['withdrawal:63564dbbd17bef00019371fb:fee', 'fee', 'XRP', '-0.5'],
      ],
    );
  });

  it('Coinbase: a fill', async () => {
    const { trades } = await told(
      'coinbase',
      'trades spot {}',
      1_622_455_199_000,
      [market('BTC-USD', 'BTC', 'USD')],
      ['spot'],
    );
    assert.deepEqual(
      trades.map(({ symbol, side, quantity, price, fee, feeCurrency }) => [
        symbol,
        side,
        quantity,
        price,
        fee,
        feeCurrency,
      ]),
      [['BTC/USD', 'buy', '0.001', '10000', '1.25', 'USD']],
    );
  });

  it('Binance: distributions, small balances converted, conversions, transfers', async () => {
    const markets = [market('BTCUSDT', 'BTC', 'USDT')];
    const rows = async (key: string, at: number) => {
      const { income, flows } = await told('binance', key, at, markets, ['spot']);
      return [...income, ...flows].map(({ kind, asset, quantity }) => [kind, asset, quantity]);
    };
    assert.deepEqual((await rows('dividends', 1_563_189_165_000))[0], ['dividend', 'BHFT', '10']);
    assert.deepEqual((await rows('dust', 1_615_985_535_000)).slice(0, 2), [
      ['conversion', 'USDT', '-0.0009'],
      ['conversion', 'BNB', '0.000441'],
    ]);
    assert.deepEqual((await rows('conversions', 1_624_248_872_184)).slice(0, 2), [
      ['conversion', 'USDT', '-20'],
      ['conversion', 'BNB', '0.06154036'],
    ]);
    assert.deepEqual(await rows('transfers UMFUTURE_MAIN', 1_544_433_328_000), [
      ['transfer', 'USDT', '1'],
      ['transfer', 'USDT', '2'],
    ]);
  });

  it('Kraken: fills and closed orders', async () => {
    const markets = [{ ...market('XXBTZUSD', 'BTC', 'USD'), altname: 'XBTUSD', info: { altname: 'XBTUSD' } }];
    const { trades } = await told('kraken', 'trades', 1_688_667_769_639, markets, ['spot']);
    assert.deepEqual(
      trades.map(({ id, quantity, price }) => [id, quantity, price]),
      [
        ['TCWJEG-FL4SZ-3FKGH6', '0.01', '30010'],
        ['THVRQM-33VKH-UCI7BS', '0.02', '30010'],
      ],
    );
    const { orders } = await told('kraken', 'closed orders', 1_688_148_493_770, markets, ['spot']);
    assert.deepEqual(
      orders.map(({ status, stopPrice }) => [status, stopPrice]),
      [
        ['cancelled', '23667'],
        ['cancelled', null],
      ],
    );
  });
});
