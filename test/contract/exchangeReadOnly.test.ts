import assert from 'node:assert/strict';
import { loadExchangeClass } from '../../src/connectors/exchange/ccxt.ts';
import type { CcxtExchange } from '../../src/connectors/exchange/ccxtExchange.ts';
import { type Client, createClient } from '../../src/connectors/exchange/createClient.ts';
import { createLimiter } from '../../src/connectors/exchange/limiter.ts';
import { newOperation, runOperation } from '../../src/connectors/exchange/operation.ts';
import { refuseWrite } from '../../src/connectors/exchange/readOnlyGate.ts';
import { exchangeList } from '../../src/connectors/settings/exchangeList.ts';
import { changes } from '../support/ccxtChanges.ts';
import { type Endpoint, endpointsOf } from '../support/ccxtEndpoints.ts';
import { testKeyFor } from '../support/exchangeContext.ts';
import { type LocalServer, localServer, type Request } from '../support/localServer.ts';
import { syntheticMarkets } from '../support/syntheticMarkets.ts';

const spot = 'BTC/USDT';
const swap = 'BTC/USDT:USDT';

const since = Date.now() - 86_400_000;

const reads: readonly (readonly [method: string, ...values: readonly unknown[]])[] = [
  ['fetchBalance'],
  ['fetchPositions'],
  ['fetchTickers'],
  ['fetchTicker', spot],
  ['fetchOHLCV', spot, '1d'],
  ['fetchMarkets'],
  ['fetchCurrencies'],
  ['fetchTime'],
  // LED-1: each for all markets, where an exchange can, and for one; spot and perpetual.
  ['fetchMyTrades', undefined, since, 100],
  ['fetchMyTrades', spot, since, 100],
  ['fetchMyTrades', swap, since, 100],
  ['fetchOrders', undefined, since, 100],
  ['fetchOrders', spot, since, 100],
  ['fetchOrders', swap, since, 100],
  ['fetchOpenOrders'],
  ['fetchOpenOrders', spot],
  ['fetchOpenOrders', swap],
  ['fetchClosedOrders', undefined, since, 100],
  ['fetchClosedOrders', spot, since, 100],
  ['fetchClosedOrders', swap, since, 100],
  ['fetchDeposits', undefined, since, 100],
  ['fetchDeposits', 'USDT', since, 100],
  ['fetchWithdrawals', undefined, since, 100],
  ['fetchWithdrawals', 'USDT', since, 100],
  ['fetchDepositsWithdrawals', undefined, since, 100],
  ['fetchDepositsWithdrawals', 'USDT', since, 100],
  ['fetchTransfers', undefined, since, 100],
  ['fetchTransfers', 'USDT', since, 100],
  ['fetchLedger', undefined, since, 100],
  ['fetchLedger', 'USDT', since, 100],
  ['fetchFundingHistory', undefined, since, 100],
  ['fetchFundingHistory', swap, since, 100],
];

describe('read-only on the wire, on every exchange (SEC-4)', () => {
  let server: LocalServer;
  before(async () => {
    server = await localServer(() => ({}));
  });
  after(() => server.close());

  async function clientOf(id: string): Promise<Client> {
    const limiter = createLimiter({ msPerUnit: 1, creditMs: 1e9 });
    const client = createClient({
      exchangeClass: await loadExchangeClass(id),
      sandbox: false,
      redirectedTo: server.url,
      credentials: testKeyFor(id),
      options: {},
      deadlineMs: 5000,
      limiterOf: () => limiter,
    });
    client.exchange.setMarkets(syntheticMarkets());
    return client;
  }

  it('refuses each endpoint that only changing methods of ccxt name, and none that reading needs', async function () {
    this.timeout(30_000);
    const passed: string[] = [];
    const blocked: string[] = [];
    let writing = 0;
    let needed = 0;
    for (const { id } of exchangeList) {
      const endpoints = await endpointsOf(id);
      writing += endpoints.onlyWriting.length;
      needed += endpoints.needed.length;
      for (const endpoint of endpoints.onlyWriting)
        if (isAllowed(id, endpoint) && !harmless.has(keyOf(id, endpoint))) passed.push(keyOf(id, endpoint));
      for (const endpoint of endpoints.needed) if (!isAllowed(id, endpoint)) blocked.push(keyOf(id, endpoint));
    }
    console.log(`    ${writing} endpoints of changing methods, ${needed} of reading ones`);
    assert.ok(writing > 1000 && needed > 500, 'the endpoints of ccxt were found');
    assert.deepEqual(passed, []);
    assert.deepEqual(blocked, []);
  });

  it('lets no changing method of any exchange send anything but reads', async function () {
    this.timeout(60_000);
    const sent: string[] = [];
    let tried = 0;
    let refused = 0;
    for (const { id } of exchangeList) {
      const { exchange } = await clientOf(id);
      const { onlyWriting } = await endpointsOf(id);
      for (const [method, ...values] of changes) {
        if (typeof (exchange as unknown as Record<string, unknown>)[method] !== 'function') continue;
        const before = server.requests.length;
        const outcome = await attempt(exchange, method, values);
        tried += 1;
        if (/only reads/.test(outcome.said)) refused += 1;
        const writes = server.requests
          .slice(before)
          .filter((request) => isWrite(id, request, onlyWriting, outcome.endpoints));
        for (const request of writes) sent.push(`${id} ${method}: ${request.method} ${request.path}`);
      }
    }
    console.log(
      `    ${tried} calls of changing methods, ${refused} of them stopped by the gate, the others by ccxt itself`,
    );
    assert.deepEqual(sent, []);
    assert.ok(refused > 800, `only ${refused} came as far as the gate`);
  });

  it('never refuses a read, sends no write by one, and each exchange is reached', async function () {
    this.timeout(120_000);
    const stopped: string[] = [];
    const unreached: string[] = [];
    const written: string[] = [];
    let ledgerReads = 0;
    for (const { id } of exchangeList) {
      const { exchange } = await clientOf(id);
      const { onlyWriting } = await endpointsOf(id);
      const before = server.requests.length;
      for (const [method, ...values] of reads) {
        if (exchange.has[method] === false || exchange.has[method] === undefined) continue;
        const sent = server.requests.length;
        const outcome = await attempt(exchange, method, values);
        const requests = server.requests.slice(sent);
        if (requests.length > 0) ledgerReads += 1;
        for (const request of requests.filter((one) => isWrite(id, one, onlyWriting, outcome.endpoints)))
          written.push(`${id} ${method}: ${request.method} ${request.path}`);
        if (/only reads|read-only gate/.test(outcome.said)) stopped.push(`${id} ${method}: ${outcome.said}`);
        if (method === 'fetchBalance' && server.requests.length === before) unreached.push(`${id}: ${outcome.said}`);
      }
    }
    console.log(`    ${ledgerReads} reads that reached the server`);
    assert.deepEqual(stopped, []);
    assert.deepEqual(written, []);
    assert.deepEqual(unreached, []);
    assert.ok(ledgerReads > 800, `only ${ledgerReads} reached it`);
  });

  it('sends nothing that does not come through the gate', async () => {
    const { exchange } = await clientOf('binance');
    const before = server.requests.length;
    const fetch = (exchange as unknown as { fetch(url: string, method: string): Promise<unknown> }).fetch.bind(
      exchange,
    );
    await assert.rejects(fetch(`${server.url}/api.binance.com/api/v3/order`, 'POST'), /read-only gate/);
    await assert.rejects(exchange.fetch2('order', 'private', 'POST', {}), /only reads/);
    await assert.rejects(exchange.fetch2('order', 'private', 'DELETE', {}), /only reads/);
    // What the gate admitted as a read stays one: signing cannot turn it into a write.
    const sign = exchange.sign.bind(exchange);
    exchange.sign = (...values) => ({ ...(sign(...values) as object), method: 'POST' });
    await assert.rejects(
      exchange.fetch2('time', 'public', 'GET', {}),
      /admitted as GET public time was not sent as POST/,
    );
    assert.equal(server.requests.length, before);
  });
});

/** Named only by changing methods although they only read. */
const harmless = new Set([
  'coinbaseexchange GET private coinbase-accounts',
  'ndax GET private GetWithdrawTemplateTypes',
  'ndax GET private GetWithdrawTemplate',
]);

function isAllowed(id: string, { api, method, path }: Endpoint): boolean {
  return refuseWrite(id, api, method, path) === null;
}

function keyOf(id: string, { api, method, path }: Endpoint): string {
  return `${id} ${method} ${api.join('/')} ${path}`;
}

/** What an attempt said, and the endpoints it came through the gate with. */
async function attempt(
  exchange: CcxtExchange,
  method: string,
  values: readonly unknown[],
): Promise<{ readonly said: string; readonly endpoints: readonly string[] }> {
  const operation = newOperation(AbortSignal.timeout(5000));
  const call = (exchange as unknown as Record<string, (...given: readonly unknown[]) => unknown>)[method];
  try {
    await runOperation(operation, async () => call?.call(exchange, ...values));
    return { said: '', endpoints: operation.requests };
  } catch (error) {
    return { said: error instanceof Error ? error.message : String(error), endpoints: operation.requests };
  }
}

/** A request that reached the server is a write when its endpoint is one that only changing methods name. */
function isWrite(
  id: string,
  request: Request,
  onlyWriting: readonly Endpoint[],
  endpoints: readonly string[],
): boolean {
  if (request.method !== 'GET' && request.method !== 'POST') return true;
  return onlyWriting.some(
    (endpoint) =>
      !harmless.has(keyOf(id, endpoint)) &&
      endpoints.some((sent) => sent.startsWith(`${endpoint.method} ${String(endpoint.api)} ${endpoint.path} `)),
  );
}
