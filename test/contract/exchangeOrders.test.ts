import assert from 'node:assert/strict';
import { loadExchangeClass } from '../../src/connectors/exchange/ccxt.ts';
import { type Client, createClient } from '../../src/connectors/exchange/createClient.ts';
import { createLimiter } from '../../src/connectors/exchange/limiter.ts';
import { newOperation, type OrderWrite, runOperation } from '../../src/connectors/exchange/operation.ts';
import { orderEndpoints } from '../../src/connectors/exchange/orderEndpoints.ts';
import { refuseWrite } from '../../src/connectors/exchange/readOnlyGate.ts';
import { findOrder } from '../../src/connectors/exchange/trading/findOrder.ts';
import type { OrderExchange } from '../../src/connectors/exchange/trading/orderExchange.ts';
import { type OrderProfile, orderProfiles } from '../../src/connectors/exchange/trading/orderProfiles.ts';
import { exchangeList } from '../../src/connectors/settings/exchangeList.ts';
import type { OrderTicket } from '../../src/core/model/trading.ts';
import type { Permit } from '../../src/core/ports.ts';
import { changes } from '../support/ccxtChanges.ts';
import { testKeyFor } from '../support/exchangeContext.ts';
import { type LocalServer, localServer } from '../support/localServer.ts';
import { market, syntheticMarkets } from '../support/syntheticMarkets.ts';

const granted: Permit = { holds: async () => true };
const clientOrderId = 'qf0123456789ab01';

/** What ccxt asks an exchange about the account before an order, answered beforehand. */
const knownAccounts = {
  enableUnifiedMargin: false,
  enableUnifiedAccount: true,
  unifiedMarginStatus: 6,
  uta: false,
  unifiedAccount: false,
};

describe('orders on the wire, at every exchange (SEC-4, REB-3)', () => {
  let server: LocalServer;
  before(async () => {
    server = await localServer(({ path }) =>
      path.endsWith('/account/accounts') ? { status: 'ok', data: [{ id: 1, type: 'spot', state: 'working' }] } : {},
    );
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
    const exchange = client.exchange as OrderExchange;
    // In ticks, or in digits.
    const precision = exchange.precisionMode === 4 ? {} : { precision: { amount: '4', price: '5' } };
    const info = { orderTypes: ['LIMIT', 'MARKET'] };
    const markets = [...syntheticMarkets(), market('BTCUSD_PERP', 'BTC', 'USD', 'BTC')];
    exchange.setMarkets(markets.map((one) => ({ ...one, ...precision, info })));
    Object.assign(exchange.options, knownAccounts, orderProfiles[id]?.options);
    return client;
  }

  /** What one call sent that is no read: endpoints that passed the gate, and how many requests came to the server. */
  async function sends(
    id: string,
    write: OrderWrite | null,
    work: () => Promise<unknown>,
  ): Promise<{ readonly writes: readonly string[]; readonly told: string }> {
    const operation = newOperation(AbortSignal.timeout(5000), false, write);
    const before = server.requests.length;
    await runOperation(operation, async () => work()).catch(() => undefined);
    const passed = operation.requests.map((request) => request.split(' '));
    const writes = passed.flatMap(([method = '', api = '', ...rest]) => {
      const path = pathOf(rest);
      const section = api.replaceAll(',', '/');
      return refuseWrite(id, section, method, path) === null ? [] : [`${method} ${section} ${path}`];
    });
    const arrived = server.requests.slice(before);
    const told = `${operation.requests.join('\n')}${arrived.map(({ path, query, body }) => `${path}?${query}${body}`).join('\n')}`;
    return { writes, told };
  }

  it('a permit opens the listed endpoints of its kind only, one request for each, and never one that moves money', async function () {
    this.timeout(120_000);
    const wrong: string[] = [];
    let sent = 0;
    for (const { id } of exchangeList)
      for (const kind of ['create', 'cancel'] as const) {
        const client = await clientOf(id);
        for (const [method, ...values] of changes) {
          const call = (client.exchange as unknown as Record<string, unknown>)[method];
          if (typeof call !== 'function') continue;
          const write: OrderWrite = { kind, permit: granted, names: '1', sent: false };
          const { writes } = await sends(id, write, async () => call.call(client.exchange, ...values));
          sent += writes.length;
          const unlisted = writes.filter((endpoint) => orderEndpoints[id]?.[kind].includes(endpoint) !== true);
          // ccxt closes positions by an order, and edits some by cancelling them first.
          const fits = kind === 'create' ? /^(create|closePosition)/ : /^(cancel|edit)/;
          if (unlisted.length > 0 || writes.length > 1 || (writes.length > 0 && !fits.test(method)))
            wrong.push(`${id} ${method} with a permit to ${kind}: ${writes.join(', ')}`);
        }
      }
    assert.deepEqual(wrong, []);
    assert.ok(sent > 60, `only ${sent} orders were sent`);
  });

  it('nothing leaves without a permit, with one that no longer holds, or twice with one', async function () {
    this.timeout(60_000);
    for (const [id, profile] of Object.entries(orderProfiles)) {
      const client = await clientOf(id);
      const order = () => create(client, profile, symbolOf(id, profile), 'limit', 'buy');
      const none = await sends(id, null, order);
      assert.deepEqual(none.writes, [], `${id} without a permit`);
      const requests = server.requests.length;
      const names = profile.clientId?.(clientOrderId) ?? clientOrderId;
      const gone: OrderWrite = { kind: 'create', permit: { holds: async () => false }, names, sent: false };
      await sends(id, gone, order);
      assert.equal(gone.sent, false);
      assert.ok(
        server.requests.slice(requests).every(({ method }) => method === 'GET'),
        `${id} with a withdrawn permit`,
      );
      const used: OrderWrite = { kind: 'create', permit: granted, names, sent: true };
      assert.deepEqual((await sends(id, used, order)).writes, [], `${id} a second time`);
      const other: OrderWrite = { kind: 'cancel', permit: granted, names, sent: false };
      assert.deepEqual((await sends(id, other, order)).writes, [], `${id} with leave to cancel`);
      const before = server.requests.length;
      const another: OrderWrite = { kind: 'create', permit: granted, names: 'qfffffffffffff99', sent: false };
      await sends(id, another, order);
      assert.equal(another.sent, false, `${id} with leave for another order`);
      assert.ok(
        server.requests.slice(before).every(({ method }) => method === 'GET'),
        `${id} with leave for another order`,
      );
    }
  });

  it('lists what ccxt sends for an order and nothing else, with the client order id in it', async function () {
    this.timeout(60_000);
    assert.deepEqual(Object.keys(orderProfiles).sort(), Object.keys(orderEndpoints).sort());
    for (const [id, profile] of Object.entries(orderProfiles)) {
      const client = await clientOf(id);
      const seen = new Set<string>();
      for (const symbol of symbolsOf(id, profile))
        for (const type of ['limit', 'market'] as const)
          for (const side of ['buy', 'sell'] as const) {
            if (type === 'market' && side === 'buy' && symbol === 'BTC/USDT' && profile.markets === 'byCost') continue;
            const names = profile.clientId?.(clientOrderId) ?? clientOrderId;
            const write: OrderWrite = { kind: 'create', permit: granted, names, sent: false };
            const { writes, told } = await sends(id, write, () => create(client, profile, symbol, type, side));
            assert.equal(writes.length, 1, `${id} ${symbol} ${type} ${side}: ${writes.join(', ')}`);
            assert.ok(write.sent, `${id} ${symbol} ${type} ${side} left`);
            const named = names;
            assert.ok(
              decoded(told).includes(named),
              `${id} ${symbol} ${type} ${side} carries the client order id: ${told}`,
            );
            // Market buys are of a quantity: nothing that ccxt made of it by a price.
            assert.match(
              decoded(told),
              /0?\.01\b|"?(size|qty|sz|quantity|amount|vol)"?[=:]"?-?1\b/,
              `${id} ${symbol} ${type} ${side}: ${told}`,
            );
            assert.doesNotMatch(
              decoded(told),
              /quoteOrderQty|"funds"|quote_ccy|quoteCoin|quote_size/,
              `${id}: ${told}`,
            );
            seen.add(writes[0] ?? '');
          }
      for (const symbol of symbolsOf(id, profile)) {
        const write: OrderWrite = { kind: 'cancel', permit: granted, names: '4711', sent: false };
        const exchange = client.exchange as OrderExchange;
        const { writes, told } = await sends(id, write, () =>
          exchange.cancelOrder('4711', symbol, profile.cancelParameters ?? {}),
        );
        assert.equal(writes.length, 1, `${id} cancels ${symbol}`);
        assert.ok(write.sent, `${id}: leave to cancel ${symbol} was used`);
        assert.ok(told.includes('4711'), `${id} cancels the order by its id`);
        seen.add(writes[0] ?? '');
      }
      const { create: creates = [], cancel = [] } = orderEndpoints[id] ?? {};
      assert.deepEqual([...seen].sort(), [...creates, ...cancel].sort(), id);
    }
  });

  it('buys at the market by quantity or not at all, whatever kind of account it is at Bybit', async () => {
    const profile = orderProfiles['bybit'];
    assert.ok(profile !== undefined);
    const buy = async (client: Client) => {
      const write: OrderWrite = { kind: 'create', permit: granted, names: clientOrderId, sent: false };
      return sends('bybit', write, () => create(client, profile, 'BTC/USDT', 'market', 'buy'));
    };
    const unified = await buy(await clientOf('bybit'));
    assert.match(unified.told, /"marketUnit":"baseCoin"/);
    const classic = await clientOf('bybit');
    Object.assign(classic.exchange.options, { enableUnifiedAccount: false });
    assert.deepEqual((await buy(classic)).writes, []);
  });

  it('looks for an order by reads that the gate lets through and that name it or list it', async function () {
    this.timeout(60_000);
    for (const [id, profile] of Object.entries(orderProfiles)) {
      const client = await clientOf(id);
      const before = server.requests.length;
      const asking = {
        client,
        title: id,
        secrets: [],
        signal: AbortSignal.timeout(5000),
        syncTime: async () => undefined,
        profile,
        now: Date.now,
      };
      const found = await findOrder(asking, ticketOf(symbolOf(id, profile)));
      assert.ok(server.requests.length > before, `${id} asked: ${JSON.stringify(found)}`);
      // `{}` is no answer: it must not be taken for "there is no such order".
      assert.ok(!found.ok, `${id} takes an empty answer for none: ${JSON.stringify(found)}`);
      assert.doesNotMatch(found.failure.reason, /only reads|read-only gate/, id);
      if (profile.lookup[0] !== 'order') continue;
      const named = profile.clientId?.(clientOrderId) ?? clientOrderId;
      const asked = server.requests.slice(before).map(({ path, query, body }) => `${path}?${query}${body}`);
      assert.ok(decoded(asked.join('\n')).includes(named), `${id}: ${asked.join('\n')}`);
    }
  });
});

function create(client: Client, profile: OrderProfile, symbol: string, type: 'limit' | 'market', side: string) {
  const params = { ...profile.parameters, [profile.idParameter]: profile.clientId?.(clientOrderId) ?? clientOrderId };
  const quantity = symbol.includes(':') ? '1' : '0.01';
  const price = type === 'limit' ? '50000' : undefined;
  return (client.exchange as OrderExchange).createOrder(symbol, type, side, quantity, price, params);
}

function symbolOf(id: string, profile: OrderProfile): string {
  return symbolsOf(id, profile)[0] ?? 'BTC/USDT';
}

/** One market of each kind that orders are sent in. */
function symbolsOf(id: string, { scopes }: OrderProfile): readonly string[] {
  if (id === 'binancecoinm') return ['BTC/USD:BTC'];
  const spot = scopes.includes('spot') ? ['BTC/USDT'] : [];
  const swap = scopes.includes('swap') ? ['BTC/USDT:USDT'] : [];
  return [...spot, ...swap, ...(id === 'binance' ? ['BTC/USD:BTC'] : [])];
}

function ticketOf(symbol: string): OrderTicket {
  return {
    clientOrderId,
    account: 'main',
    symbol,
    side: 'buy',
    type: 'limit',
    quantity: '0.01',
    price: '50000',
    reduceOnly: false,
    scope: symbol.includes(':') ? 'swap' : 'spot',
    strategy: null,
  };
}

/** An operation's requests are told as `METHOD api path {params}`; a path may hold spaces. */
function pathOf(words: readonly string[]): string {
  const params = words.findIndex((word) => /^[{[]"|^\{\}$|^\[\]$|^\[\{/.test(word));
  return words.slice(0, params < 0 ? words.length : params).join(' ');
}

/** Some bodies are base64 or percent-encoded. */
function decoded(text: string): string {
  return text.includes('%') ? `${text}\n${decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'))}` : text;
}
