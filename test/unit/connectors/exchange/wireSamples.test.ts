import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createExchangeConnector } from '../../../../src/connectors/exchange/createExchangeConnector.ts';
import { createExchangePrices } from '../../../../src/connectors/exchange/createExchangePrices.ts';
import { createPool, type Pool } from '../../../../src/connectors/exchange/createPool.ts';
import { testAccount } from '../../../../src/connectors/exchange/testAccount.ts';
import type { AccountReading, Scope } from '../../../../src/core/model/account.ts';
import type { Quote } from '../../../../src/core/model/quote.ts';
import type { Reading } from '../../../../src/core/model/reading.ts';
import { exchangeContext, testKeyFor } from '../../../support/exchangeContext.ts';
import { sharedAbsent } from '../../../support/shared.ts';
import { market, withSyntheticMarkets } from '../../../support/syntheticMarkets.ts';
import { type SampleServer, sampleServer, wireFolder } from '../../../support/wireSamples.ts';

type Markets = readonly Record<string, unknown>[];

interface Played {
  readonly account: Reading<AccountReading>;
  readonly quotes: Reading<readonly Quote[]>;
  readonly server: SampleServer;
}

/**
 * The documented answers of six exchanges (JKorf's test data) over HTTP through the real ccxt and the whole connector.
 * The samples of an exchange do not belong together (a position's market is often not in the list of markets), so some
 * run with markets of their own.
 */
describe('wire samples of six exchanges', () => {
  before(function () {
    if (existsSync(wireFolder)) return;
    console.log(`    ${sharedAbsent}`);
    this.skip();
  });

  async function play(exchange: string, scopes: readonly Scope[], markets?: Markets): Promise<Played> {
    const server = await sampleServer(exchange);
    const { context } = await exchangeContext(server.url, {}, () => testKeyFor(exchange));
    const pool = poolOf(markets);
    const source = createExchangeConnector(pool).open(context, {
      kind: 'exchange',
      exchange,
      scopes: [...scopes],
      sandbox: false,
      mode: 'read',
    });
    const prices = createExchangePrices(pool).open(context, exchange);
    assert.ok(source.ok && prices.ok);
    const account = await source.value.read(AbortSignal.timeout(15_000));
    const quotes = await prices.value.quotes(['BTC'], AbortSignal.timeout(15_000));
    await server.close();
    return { account, quotes, server };
  }

  function poolOf(markets: Markets | undefined): Pool {
    return markets === undefined ? createPool() : createPool({ loadClass: (id) => withSyntheticMarkets(id, markets) });
  }

  const rows = (reading: Reading<AccountReading>): unknown => {
    assert.ok(reading.ok, reading.ok ? '' : reading.failure.reason);
    assert.deepEqual(reading.value.failedScopes, []);
    return reading.value.balances.map(({ scope, asset, quantity, borrowed }) => [
      scope,
      asset,
      quantity,
      borrowed ?? '0',
    ]);
  };
  const priced = (reading: Reading<readonly Quote[]>): unknown => {
    assert.ok(reading.ok, reading.ok ? '' : reading.failure.reason);
    return reading.value.map(({ base, quote, price, open24h }) => [base, quote, price, open24h ?? null]);
  };

  it('Binance: spot, USDⓈ-M, COIN-M, funding and margin balances with its own markets', async () => {
    const { account, server } = await play('binance', ['spot', 'swap', 'future', 'funding', 'margin']);
    assert.deepEqual(rows(account), [
      ['spot', 'BTC', '4723846.89208129', '0'],
      ['spot', 'LTC', '4763368.68006011', '0'],
      ['swap', 'USDT', '23.72469206', '0'],
      ['swap', 'USDC', '103.12345678', '0'],
      ['future', 'BTC', '0.00241969', '0'],
      ['funding', 'USDT', '1', '0'],
      ['margin', 'BTC', '0.004995', '0'],
      ['margin', 'BNB', '2346.5', '201.66666672'],
    ]);
    assert.deepEqual([...server.missing], []);
    // Their markets are not in the sample's list: said, and not valued.
    assert.ok(account.ok);
    assert.deepEqual(
      account.value.positions.map(({ symbol, contract }) => [symbol, contract]),
      [
        ['BTCUSDT', 'quanto'],
        ['BTCUSD_201225', 'quanto'],
      ],
    );
    assert.equal(account.value.notes.length, 2);
  });

  it('Binance: linear and inverse positions where their markets are known', async () => {
    const { account } = await play(
      'binance',
      ['swap', 'future'],
      [
        market('BTCUSDT', 'BTC', 'USDT', 'USDT'),
        { ...market('BTCUSD_201225', 'BTC', 'USD', 'BTC'), contractSize: '100' },
      ],
    );
    assert.ok(account.ok);
    assert.deepEqual(
      account.value.positions.map((p) => [
        p.symbol,
        p.contract,
        p.side,
        p.size,
        p.contractSize,
        p.entryPrice,
        p.markPrice,
        p.currency,
      ]),
      [
        ['BTC/USDT:USDT', 'linear', 'long', '0.001', '1', '22185.2', '21123.05052574', 'USDT'],
        ['BTC/USD:BTC', 'inverse', 'long', '1', '100', '11707.70000003', '11788.66626667', 'USD'],
      ],
    );
  });

  it('Kraken: balance with its own markets, tickers', async () => {
    const { account, quotes, server } = await play('kraken', ['spot']);
    assert.deepEqual(rows(account), [
      ['spot', 'USD', '25435.21', '0'],
      ['spot', 'BTC', '1.2435', '0'],
    ]);
    assert.deepEqual(priced(quotes), [['BTC', 'USD', '30303.2', null]]);
    // There is no sample of its clock; the account is read all the same.
    assert.deepEqual([...server.missing], ['GET /0/public/Time']);
  });

  it('OKX: one unified wallet counted once, without the P&L of its positions; funding', async () => {
    const { account, quotes } = await play(
      'okx',
      ['spot', 'swap', 'funding'],
      [market('BTC-USDT', 'BTC', 'USDT'), { ...market('ETH-USD-210430', 'ETH', 'USD', 'ETH'), contractSize: '10' }],
    );
    assert.deepEqual(rows(account), [
      ['spot', 'USDT', '5000.435693622894006', '0'],
      ['funding', 'ETH', '37.11827078', '0'],
    ]);
    assert.ok(account.ok);
    assert.deepEqual(
      account.value.positions.map((p) => [p.symbol, p.contract, p.side, p.size, p.entryPrice, p.realizedPnl]),
      [['ETH/USD:ETH', 'inverse', 'long', '1', '2566.31', '0.001']],
    );
    assert.match(account.value.notes.join(), /same wallet/);
    // The sample's tickers are of swaps, which price no spot asset.
    assert.ok(!quotes.ok);
    assert.match(quotes.failure.reason, /no price of any active market/);
  });

  it('Bybit: a unified wallet that holds nothing, an inverse position, spot tickers', async () => {
    const { account, quotes } = await play(
      'bybit',
      ['spot', 'swap'],
      [market('BTCUSDT', 'BTC', 'USDT'), market('BTCUSD', 'BTC', 'USD', 'BTC')],
    );
    assert.deepEqual(rows(account), []);
    assert.ok(account.ok);
    assert.deepEqual(
      account.value.positions.map((p) => [p.symbol, p.contract, p.side, p.size, p.entryPrice, p.markPrice]),
      [['BTC/USD:BTC', 'inverse', 'short', '300', '27464.50441675', '28224.5']],
    );
    assert.deepEqual(priced(quotes), [['BTC', 'USDT', '20533.13', '20393.48']]);
  });

  it('Coinbase: wallets and products', async () => {
    const { account, quotes } = await play('coinbase', ['spot'], [market('BTC-USD', 'BTC', 'USD')]);
    assert.deepEqual(rows(account), [['spot', 'BTC', '2.46', '0']]);
    assert.deepEqual(priced(quotes), [['BTC', 'USD', '140.21', '128.127570136160102348']]);
  });

  it('KuCoin: trading and funding accounts, tickers', async () => {
    const { account, quotes } = await play('kucoin', ['spot', 'funding'], [market('BTC-USDT', 'BTC', 'USDT')]);
    assert.deepEqual(rows(account), [
      ['spot', 'BTC', '1234356', '0'],
      ['funding', 'BTC', '237582.04299', '0'],
    ]);
    assert.deepEqual(priced(quotes), [['BTC', 'USDT', '11328.9', '11392.5']]);
  });

  for (const [exchange, rights] of [
    ['binance', [true, true, false, false]],
    ['kraken', [true, true, true, false]],
    ['okx', [true, true, true, true]],
    ['bybit', [true, true, true, false]],
    ['coinbase', [true, true, true, null]],
  ] as const)
    it(`${exchange}: what its key may do`, async () => {
      const server = await sampleServer(exchange);
      const { context } = await exchangeContext(server.url);
      const settings = {
        kind: 'exchange' as const,
        exchange,
        scopes: ['spot' as const],
        sandbox: false,
        mode: 'read' as const,
      };
      const trial = await testAccount(
        context,
        settings,
        testKeyFor(exchange),
        createPool({ loadClass: withSyntheticMarkets }),
      );
      await server.close();
      assert.ok(trial.ok, trial.message);
      const { canRead, canTrade, canWithdraw, ipRestricted } = trial.permissions ?? {};
      assert.deepEqual([canRead, canTrade, canWithdraw, ipRestricted], rights);
      assert.ok(trial.warnings.length > 0);
    });
});
