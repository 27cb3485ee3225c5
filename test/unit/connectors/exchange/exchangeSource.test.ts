import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { createExchangeConnector } from '../../../../src/connectors/exchange/createExchangeConnector.ts';
import { createPool, type Pool } from '../../../../src/connectors/exchange/createPool.ts';
import type { AccountReading, Scope } from '../../../../src/core/model/account.ts';
import type { Failure, Reading } from '../../../../src/core/model/reading.ts';
import { failed } from '../../../../src/core/model/reading.ts';
import type { Credentials, Source } from '../../../../src/core/ports.ts';
import { type BinanceFake, binanceFake } from '../../../support/binanceFake.ts';
import { exchangeContext, testKey } from '../../../support/exchangeContext.ts';

const canary: Credentials = { apiKey: 'CANARYapiKEY0123', secret: 'CANARYsecret4567' };

describe('exchange account', () => {
  let exchange: BinanceFake;
  let pool: Pool;
  beforeEach(async () => {
    exchange = await binanceFake();
    pool = createPool({ deadlineMs: 400 });
  });
  afterEach(() => exchange.close());

  async function open(
    scopes: readonly Scope[] = ['spot'],
    credentials: () => Credentials = () => canary,
  ): Promise<Source> {
    return openIn((await exchangeContext(exchange.url, {}, credentials)).context, scopes);
  }

  function openIn(
    context: Parameters<ReturnType<typeof createExchangeConnector>['open']>[0],
    scopes: readonly Scope[],
  ): Source {
    const source = createExchangeConnector(pool).open(context, {
      kind: 'exchange',
      exchange: 'binance',
      scopes: [...scopes],
      sandbox: false,
      mode: 'read',
    });
    assert.ok(source.ok);
    return source.value;
  }

  const read = (source: Source): Promise<Reading<AccountReading>> => source.read(AbortSignal.timeout(15_000));

  async function good(source: Source): Promise<AccountReading> {
    const reading = await read(source);
    assert.ok(reading.ok, reading.ok ? '' : reading.failure.reason);
    return reading.value;
  }

  async function bad(source: Source): Promise<Failure> {
    const reading = await read(source);
    assert.ok(!reading.ok, 'it should have failed');
    assert.doesNotMatch(reading.failure.reason, /CANARY|signature|timestamp=|\.$/);
    return reading.failure;
  }

  const paths = (): readonly string[] => exchange.requests.map(({ path }) => path.replace(/^.*\//, ''));

  it('reads exact quantities, free and locked, and leaves zero rows out', async () => {
    exchange.balances = [
      { asset: 'BTC', free: '0.123456789012345678', locked: '0.000000000000000001' },
      { asset: 'ETH', free: '0.00000000', locked: '0.00000000' },
    ];
    const { balances, positions, flows, trades, realizedToday, failedScopes } = await good(await open());
    assert.deepEqual(balances, [
      { asset: 'BTC', scope: 'spot', quantity: '0.123456789012345679', free: '0.123456789012345678' },
    ]);
    assert.deepEqual([positions, flows, trades, realizedToday, failedScopes], [[], null, null, null, []]);
  });

  it('folds LD codes into their underlying, once', async () => {
    exchange.balances = [
      { asset: 'BTC', free: '1', locked: '0' },
      { asset: 'LDBTC', free: '0.5', locked: '0' },
    ];
    assert.deepEqual(
      (await good(await open(['spot', 'earn']))).balances.map(({ asset, code, scope, quantity }) => [
        asset,
        code,
        scope,
        quantity,
      ]),
      [
        ['BTC', undefined, 'spot', '1'],
        ['BTC', 'LDBTC', 'earn', '0.5'],
      ],
    );
    const earn = (await good(await open(['earn']))).balances;
    assert.deepEqual(
      earn.map(({ code }) => code),
      ['LDBTC'],
    );
  });

  it('reads futures: the wallet balance without unrealised P&L, and positions', async () => {
    exchange.futures.assets = [
      {
        asset: 'USDT',
        walletBalance: '1000',
        unrealizedProfit: '50',
        marginBalance: '1050',
        availableBalance: '900',
        initialMargin: '100',
        updateTime: 1,
      },
    ];
    exchange.futures.positions = [
      {
        symbol: 'BTCUSDT',
        positionSide: 'BOTH',
        positionAmt: '-0.5',
        entryPrice: '60000',
        markPrice: '61000.5',
        unRealizedProfit: '-500.25',
        liquidationPrice: '90000',
        notional: '-30500.25',
        marginAsset: 'USDT',
        isolatedMargin: '0',
        isolatedWallet: '0',
        initialMargin: '100',
        maintMargin: '50',
        updateTime: Date.now(),
      },
      {
        symbol: 'BTCUSDT',
        positionSide: 'LONG',
        positionAmt: '0',
        entryPrice: '0',
        markPrice: '61000.5',
        unRealizedProfit: '0',
        liquidationPrice: '0',
        notional: '0',
        marginAsset: 'USDT',
        isolatedMargin: '0',
        isolatedWallet: '0',
        initialMargin: '0',
        maintMargin: '0',
        updateTime: Date.now(),
      },
    ];
    const { balances, positions } = await good(await open(['spot', 'swap']));
    assert.deepEqual(balances.find(({ scope }) => scope === 'swap')?.quantity, '1000');
    assert.equal(positions.length, 1);
    assert.partialDeepStrictEqual(positions[0], {
      symbol: 'BTC/USDT:USDT',
      asset: 'BTC',
      currency: 'USDT',
      scope: 'swap',
      side: 'short',
      size: '0.5',
      contractSize: '1',
      contract: 'linear',
      entryPrice: '60000',
      markPrice: '61000.5',
      liquidationPrice: '90000',
      realizedPnl: null,
    });
  });

  it('names a failed scope and keeps the others', async () => {
    exchange.fault = ({ path }) => (path.includes('/fapi/v3/account') ? {} : undefined);
    const { balances, failedScopes } = await good(await open(['spot', 'swap']));
    assert.equal(balances.length, 1);
    assert.deepEqual(
      failedScopes.map(({ scope, failure }) => [scope, failure.kind]),
      [['swap', 'badResponse']],
    );
    assert.match(failedScopes[0]?.failure.reason ?? '', /swap/);
  });

  it('gives up on a body that stalls after the headers', async () => {
    exchange.fault = ({ path }, response) => {
      if (!path.endsWith('/account')) return undefined;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"balances":[');
      return 'written';
    };
    const startedAt = Date.now();
    const failure = await bad(await open());
    assert.equal(failure.kind, 'unavailable');
    assert.match(failure.reason, /did not send a whole answer within 0\.4 s/);
    assert.ok(Date.now() - startedAt < 6000);
  });

  it('honours Retry-After: says when, and sends nothing before', async () => {
    exchange.fault = ({ path }, response) => {
      if (!path.endsWith('/account')) return undefined;
      response.writeHead(429, { 'retry-after': '120' });
      response.end('{"code":-1003,"msg":"Too many requests"}');
      return 'written';
    };
    const source = await open();
    const failure = await bad(source);
    assert.equal(failure.kind, 'rateLimited');
    const wait = (failure.retryAt ?? 0) - Date.now();
    assert.ok(wait > 115_000 && wait <= 121_000, `${wait}`);
    const before = exchange.requests.length;
    const again = await bad(source);
    assert.equal(again.kind, 'rateLimited');
    assert.equal(exchange.requests.length, before);
  });

  it('tries again what passes by itself (500), then says that the exchange is not available', async () => {
    let failures = 2;
    exchange.fault = ({ path }, response) => {
      if (!path.endsWith('/account') || failures-- <= 0) return undefined;
      response.writeHead(500, { 'content-type': 'text/html' });
      response.end('<html>oops</html>');
      return 'written';
    };
    const source = await open();
    assert.equal((await good(source)).balances.length, 1);
    failures = 99;
    assert.equal((await bad(source)).kind, 'unavailable');
  });

  it('leaves an exchange alone that stays down, and says until when', async () => {
    exchange.fault = ({ path }, response) => {
      if (!path.endsWith('/account')) return undefined;
      response.writeHead(503);
      response.end();
      return 'written';
    };
    const source = await open();
    for (let reads = 0; reads < 3; reads += 1) await bad(source);
    const before = exchange.requests.length;
    const failure = await bad(source);
    assert.equal(exchange.requests.length, before);
    assert.ok((failure.retryAt ?? 0) > Date.now());
  });

  it('reads packed answers, and calls damaged ones nonsense', async () => {
    const body = JSON.stringify({ balances: [{ asset: 'ETH', free: '2', locked: '0' }] });
    let damage = false;
    exchange.fault = ({ path, headers }, response) => {
      if (!path.endsWith('/account')) return undefined;
      assert.match(headers['accept-encoding'] ?? '', /gzip/);
      const packed = gzipSync(body);
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(damage ? packed.subarray(0, 20) : packed);
      return 'written';
    };
    const source = await open();
    assert.deepEqual((await good(source)).balances, [{ asset: 'ETH', scope: 'spot', quantity: '2', free: '2' }]);
    damage = true;
    assert.equal((await bad(source)).kind, 'badResponse');
  });

  it('follows no redirect', async () => {
    const other = await binanceFake();
    exchange.fault = ({ path, query }, response) => {
      if (!path.endsWith('/account')) return undefined;
      response.writeHead(302, { location: `${other.url}/api.binance.com/api/v3/account?${query}` });
      response.end();
      return 'written';
    };
    const failure = await bad(await open());
    assert.equal(failure.kind, 'badResponse');
    assert.match(failure.reason, /redirected to 127\.0\.0\.1:\d+, which was not followed/);
    assert.equal(other.requests.length, 0);
    await other.close();
  });

  for (const aheadMs of [-3_600_000, 90_000])
    it(`works although the exchange's clock differs by ${aheadMs / 1000} s`, async () => {
      exchange.aheadMs = aheadMs;
      assert.equal((await good(await open())).balances.length, 1);
    });

  it('notices a clock that changed since', async () => {
    const source = await open();
    await good(source);
    exchange.aheadMs = 600_000;
    assert.equal((await good(source)).balances.length, 1);
  });

  it('calls a key that is revoked after a success a matter of credentials, and does not insist', async () => {
    const source = await open();
    await good(source);
    exchange.fault = ({ path }, response) => {
      if (!path.endsWith('/account')) return undefined;
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}');
      return 'written';
    };
    const failure = await bad(source);
    assert.equal(failure.kind, 'credentials');
    assert.equal(
      failure.reason,
      'Binance does not accept the API key (Invalid API-key, IP, or permissions for action.): check or replace it',
    );
    await bad(source);
    const before = exchange.requests.length;
    assert.equal((await bad(source)).kind, 'credentials');
    assert.equal(exchange.requests.length, before);
  });

  it('takes a replaced key at once', async () => {
    let key = canary;
    const source = await open(['spot'], () => key);
    exchange.fault = ({ path, headers }, response) => {
      if (!path.endsWith('/account') || headers['x-mbx-apikey'] !== canary.apiKey) return undefined;
      response.writeHead(401);
      response.end('{"code":-2014,"msg":"API-key format invalid."}');
      return 'written';
    };
    await bad(source);
    await bad(source);
    key = { apiKey: 'CANARYnew', secret: 'CANARYnew' };
    assert.equal((await good(source)).balances.length, 1);
  });

  it('holds back a balance that turns empty until a second answer confirms it', async () => {
    const source = await open();
    await good(source);
    exchange.balances = [];
    assert.match((await bad(source)).reason, /held back/);
    assert.deepEqual((await good(source)).balances, []);
  });

  it('loads markets once for two accounts of one exchange, and not again after a restart', async () => {
    const first = await exchangeContext(exchange.url);
    const second = { ...first.context, account: 'second' };
    const readings = await Promise.all([good(openIn(first.context, ['spot'])), good(openIn(second, ['spot']))]);
    assert.equal(readings.length, 2);
    assert.equal(paths().filter((path) => path === 'exchangeInfo').length, 1);
    while ((await readdir(first.context.cacheDir)).every((name) => !name.endsWith('.json')))
      await new Promise((resolve) => setTimeout(resolve, 5));
    pool = createPool();
    await good(openIn(first.context, ['spot']));
    assert.equal(paths().filter((path) => path === 'exchangeInfo').length, 1);
  });

  it('loads markets again after a failed first load (ccxt remembers the failure)', async () => {
    let failures = 4;
    exchange.fault = ({ path }, response) => {
      if (!path.endsWith('/exchangeInfo') || failures-- <= 0) return undefined;
      response.writeHead(503);
      response.end();
      return 'written';
    };
    const source = await open();
    assert.equal((await bad(source)).kind, 'unavailable');
    await bad(source);
    assert.equal((await good(source)).balances.length, 1);
  });

  it('does not take a list without markets for markets', async () => {
    exchange.fault = ({ path }) => (path.endsWith('/exchangeInfo') ? {} : undefined);
    const source = await open();
    assert.equal((await bad(source)).kind, 'badResponse');
    exchange.fault = null;
    await good(source);
  });

  it('asks for its key by folder, account, exchange and host, and passes on that there is none', async () => {
    const bindings: unknown[] = [];
    const { context } = await exchangeContext(null, {
      secrets: {
        credentials: async (binding) => {
          bindings.push(binding);
          return failed('credentials', 'no API key for "main"');
        },
      },
    });
    assert.deepEqual(await read(openIn(context, ['spot'])), failed('credentials', 'no API key for "main"'));
    assert.deepEqual(bindings, [
      { folder: '/workspace', account: 'main', exchange: 'binance', host: 'api.binance.com' },
    ]);
  });

  it('ends with its signal', async () => {
    exchange.fault = () => 'written';
    const controller = new AbortController();
    const source = await open();
    const reading = source.read(controller.signal);
    setTimeout(() => controller.abort(), 30);
    const startedAt = Date.now();
    assert.ok(!(await reading).ok);
    assert.ok(Date.now() - startedAt < 350);
  });

  it('refuses what cannot be: an unknown exchange, a sandbox that is not there, another sub-account, no loopback', async () => {
    const { context } = await exchangeContext(exchange.url);
    const connector = createExchangeConnector(pool);
    const settings = { kind: 'exchange' as const, scopes: ['spot' as const], sandbox: false, mode: 'read' as const };
    assert.ok(!connector.open(context, { ...settings, exchange: 'binanace' }).ok);
    assert.ok(!connector.open(context, { ...settings, exchange: 'kraken', sandbox: true }).ok);
    assert.ok(
      !connector.open({ ...context, redirectedTo: 'http://10.0.0.1' }, { ...settings, exchange: 'binance' }).ok,
    );
    const sub = connector.open(context, { ...settings, exchange: 'binance', subaccount: 'x' });
    assert.ok(sub.ok);
    assert.equal((await bad(sub.value)).kind, 'config');
  });

  it('sends only reads, signed with its own key', async () => {
    await good(await open(['spot', 'swap', 'funding'], () => testKey));
    for (const { method, path } of exchange.requests)
      assert.ok(method === 'GET' || path.endsWith('/get-funding-asset'), path);
  });
});
