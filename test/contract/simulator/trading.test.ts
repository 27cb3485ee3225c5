import assert from 'node:assert/strict';
import Big from 'big.js';
import type { OrderOutcome, OrderTicket } from '../../../src/core/model/trading.ts';
import { replay } from '../../simulator/movements.ts';
import { tradingWorld } from '../../simulator/tradingWorld.ts';
import { heldBalances, impliedBalances, importAll, readingOf, simulatedSource } from '../../support/ledgerReader.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';
import { granted, renewKey, type Trader, traderAt } from '../../support/traderAt.ts';

const signal = new AbortController().signal;

/** One market of each venue that takes orders, with what is bought there and a price far below. */
const venues = [
  {
    name: 'Binance spot',
    account: 'binance-main',
    host: 'api.binance.com',
    path: '*/order',
    symbol: 'BTC/USDT',
    scope: 'spot',
    quantity: '0.01',
    far: '50000',
    asset: 'BTC',
    feeCurrency: 'BTC',
  },
  {
    name: 'Binance USDⓈ-M',
    account: 'binance-main',
    host: 'fapi.binance.com',
    path: '*/order',
    symbol: 'BTC/USDT:USDT',
    scope: 'swap',
    quantity: '0.010',
    far: '50000',
    asset: 'USDT',
    feeCurrency: 'USDT',
  },
  {
    name: 'Kraken spot',
    account: 'kraken-main',
    host: 'api.kraken.com',
    path: '*/AddOrder',
    symbol: 'BTC/USD',
    scope: 'spot',
    quantity: '0.01',
    far: '50000',
    asset: 'BTC',
    feeCurrency: 'USD',
  },
] as const;

for (const venue of venues)
  describe(`orders at ${venue.name}, by real ccxt over real HTTP (REB-3)`, () => {
    let simulator: Simulator;
    let trader: Trader;
    const ticket = (change: Partial<OrderTicket> = {}): OrderTicket =>
      trader.ticket({ symbol: venue.symbol, scope: venue.scope, quantity: venue.quantity, ...change });
    const creates = (): number => simulator.log.writes().filter(({ method }) => method === 'POST').length;
    const orders = (id: string): number =>
      simulator.live.account(venue.account).orders.filter(({ clientOrderId }) => clientOrderId === id).length;

    before(async () => {
      simulator = await startSimulator({ world: tradingWorld(), trades: true });
    });
    // Each with a key and a budget of requests of its own: Kraken's lasts for a few orders, and then they wait.
    beforeEach(async () => {
      trader = await traderAt(simulator, venue.account, { scopes: [venue.scope] });
    });
    after(() => simulator.close());
    afterEach(() => {
      simulator.faults.clear();
      assertAgrees(simulator, venue.account);
    });

    it('tells the rules of its markets', async () => {
      const asset = await trader.trading.rules(['BTC'], signal);
      const one = await trader.trading.rules([venue.symbol], signal);
      assert.ok(asset.ok && one.ok);
      assert.deepEqual(
        one.value.map(({ symbol }) => symbol),
        [venue.symbol],
      );
      assert.ok(asset.value.some(({ symbol }) => symbol === venue.symbol));
      assert.ok(asset.value.every(({ base, scope }) => base === 'BTC' && scope === venue.scope));
      const [rules] = one.value;
      assert.ok(new Big(rules?.quantityStep ?? 0).eq(venue.scope === 'swap' ? '0.001' : '0.00000001'));
      assert.equal(rules?.priceStep, '0.01');
      assert.equal(rules?.allowsShort, venue.scope === 'swap');
      assert.equal(rules?.contractSize, '1');
      assert.ok((rules?.takerFee ?? 0) > 0);
      assert.ok(Number(rules?.minNotional) > 0);
    });

    it('prices a buy by the ask and a sell by the bid', async () => {
      const buy = await trader.trading.price(venue.symbol, 'buy', signal);
      const sell = await trader.trading.price(venue.symbol, 'sell', signal);
      assert.ok(buy.ok && sell.ok);
      if (venue.scope === 'spot') assert.ok(new Big(buy.value.price).gt(sell.value.price));
      assert.ok(Math.abs(Date.now() - buy.value.at) < 60_000);
    });

    it('fills a market order and tells price, fee and its own id', async () => {
      const sent = ticket();
      const outcome = await placed(trader, sent);
      assert.equal(outcome.state, 'filled');
      assert.ok(new Big(outcome.filled).eq(venue.quantity));
      assert.equal(outcome.averagePrice === null, false);
      assert.ok(new Big(outcome.averagePrice ?? 0).gte(67_000));
      assert.equal(outcome.feeCurrency, venue.feeCurrency);
      assert.ok(new Big(outcome.fee ?? 0).gt(0));
      assert.notEqual(outcome.orderId, null);
      const found = await trader.trading.find(sent, signal);
      assert.ok(found.ok && found.value !== null);
      assert.deepEqual({ ...found.value, at: 0 }, { ...outcome, at: 0 });
    });

    it('leaves a limit order working, finds it, cancels it', async () => {
      const sent = ticket({ type: 'limit', price: venue.far });
      assert.equal((await placed(trader, sent)).state, 'working');
      const found = await trader.trading.find(sent, signal);
      assert.ok(found.ok);
      assert.equal(found.value?.state, 'working');
      const cancelled = await trader.trading.cancel(sent, granted, signal);
      assert.ok(cancelled.ok);
      assert.equal(cancelled.value.state, 'cancelled');
      assert.equal(cancelled.value.filled, '0');
      const again = await trader.trading.cancel(sent, granted, signal);
      assert.ok(again.ok && again.value.state === 'cancelled', 'a cancelled one is not cancelled twice');
    });

    it('tells a partly filled order, and what a cancelled one had got', async () => {
      const sent = ticket({ type: 'limit', price: venue.far });
      await placed(trader, sent);
      const owner = simulator.live.account(venue.account);
      const order = owner.orders.find(({ clientOrderId }) => clientOrderId === sent.clientOrderId);
      assert.ok(order !== undefined);
      simulator.desk.fillPart(owner, order, '0.004');
      const found = await trader.trading.find(sent, signal);
      assert.ok(found.ok);
      assert.equal(found.value?.state, 'partlyFilled');
      assert.ok(new Big(found.value?.filled ?? 0).eq('0.004'));
      const cancelled = await trader.trading.cancel(sent, granted, signal);
      assert.ok(cancelled.ok && cancelled.value.state === 'cancelled');
      assert.ok(new Big(cancelled.value.filled).eq('0.004'));
      assert.ok(new Big(cancelled.value.averagePrice ?? 0).eq(venue.far));
    });

    it('places the same client order id once, however often it is asked to', async () => {
      const sent = ticket();
      const first = await placed(trader, sent);
      const second = await placed(trader, sent);
      const other = await traderAt(simulator, venue.account, { scopes: [venue.scope] });
      const third = await placed(other, sent);
      assert.deepEqual([second.orderId, third.orderId], [first.orderId, first.orderId]);
      assert.equal(orders(sent.clientOrderId), 1);
    });

    const lostAfter = [
      ['its answer is cut off', { kind: 'drop' }],
      ['a gateway answers 502', { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' }],
      ['a 503 in JSON', { kind: 'status', status: 503, body: '{"code":-1000,"msg":"unknown"}' }],
      ['a web page with 200', { kind: 'garbage', body: 'html' }],
      ['half an answer', { kind: 'garbage', body: 'truncated' }],
      ['an empty object', { kind: 'garbage', body: 'object' }],
      [
        'a redirect to another host, which is not followed',
        { kind: 'status', status: 307, body: '{}', headers: { location: 'http://127.0.0.1:9/api/v3/order' } },
      ],
    ] as const;
    for (const [what, effect] of lostAfter)
      it(`${what} after the order was booked: it is found, and was sent once`, async () => {
        simulator.faults.add({ path: venue.path, method: 'POST', count: 1, effect });
        const sent = ticket();
        const before = creates();
        const answer = await trader.trading.place(sent, granted, signal);
        // Where the answer said enough to be believed, it is an outcome; else it is unknown, never "not placed".
        if (!answer.ok) assert.equal(answer.failure.kind, 'unavailable', answer.failure.reason);
        const found = await trader.trading.find(sent, signal);
        assert.ok(found.ok);
        assert.equal(found.value?.state, 'filled');
        assert.equal(creates() - before, 1);
        assert.equal(orders(sent.clientOrderId), 1);
      });

    it('a time-out after the order was booked: it is found, and was sent once', async () => {
      const hasty = await traderAt(simulator, venue.account, { scopes: [venue.scope], deadlineMs: 700 });
      simulator.faults.add({ path: venue.path, method: 'POST', count: 1, effect: { kind: 'stall' } });
      const sent = ticket();
      const before = creates();
      const answer = await hasty.trading.place(sent, granted, signal);
      assert.ok(!answer.ok && answer.failure.kind === 'unavailable');
      assert.match(answer.failure.reason, /did not say whether the order was placed/);
      const found = await hasty.trading.find(sent, signal);
      assert.ok(found.ok && found.value?.state === 'filled');
      assert.equal(creates() - before, 1);
    });

    const lostBefore = [
      ['the connection is reset', { kind: 'drop' }],
      ['a gateway gives up', { kind: 'status', status: 504, body: 'gateway timeout' }],
    ] as const;
    for (const [what, effect] of lostBefore)
      it(`${what} before the exchange saw the order: it is not there, and not sent again`, async () => {
        simulator.faults.add({ path: venue.path, method: 'POST', count: 1, before: true, effect });
        const sent = ticket();
        const before = creates();
        const answer = await trader.trading.place(sent, granted, signal);
        assert.ok(!answer.ok && answer.failure.kind === 'unavailable');
        const found = await trader.trading.find(sent, signal);
        assert.ok(found.ok && found.value === null);
        assert.equal(creates() - before, 0);
        assert.equal(orders(sent.clientOrderId), 0);
      });

    it('a find that gets no answer is a failure, never "not there"', async () => {
      const sent = ticket();
      await placed(trader, sent);
      const read = venue.account.startsWith('kraken') ? '*Orders' : '*/order';
      simulator.faults.add({
        path: read,
        ...(read === '*Orders' ? {} : { method: 'GET' }),
        effect: { kind: 'garbage', body: 'object' },
      });
      const found = await trader.trading.find(sent, signal);
      assert.ok(!found.ok || found.value !== null, 'nothing was said about the order');
      simulator.faults.clear();
    });

    it('a rate limit is told as one, and nothing is booked', async () => {
      const own = await traderAt(simulator, venue.account, { scopes: [venue.scope] });
      const effect = {
        kind: 'status',
        status: 429,
        body: '{"code":-1003,"msg":"Too many requests."}',
        headers: { 'retry-after': '1' },
      } as const;
      simulator.faults.add({ path: venue.path, method: 'POST', count: 1, before: true, effect });
      const sent = ticket();
      const answer = await own.trading.place(sent, granted, signal);
      assert.ok(!answer.ok && answer.failure.kind === 'rateLimited');
      assert.equal(orders(sent.clientOrderId), 0);
    });

    it('refuses in the exchange’s words what it cannot pay, and keeps secrets out of them', async () => {
      const outcome = await placed(trader, ticket({ quantity: '900' }));
      assert.equal(outcome.state, 'rejected');
      assert.match(outcome.reason ?? '', /insufficient|Margin is insufficient/i);
      const { apiKey, secret } = simulator.live.account(venue.account);
      assert.ok(!outcome.reason?.includes(apiKey) && !outcome.reason?.includes(secret));
    });

    it('refuses what is below the smallest notional, in the exchange’s words', async () => {
      const small =
        venue.scope === 'swap'
          ? ticket({ type: 'limit', price: '1000.00', quantity: '0.001' })
          : ticket({ type: 'limit', price: '100.00', quantity: '0.0002' });
      const outcome = await placed(trader, small);
      assert.equal(outcome.state, 'rejected');
      assert.match(outcome.reason ?? '', /NOTIONAL|notional|Cost minimum/);
    });

    it('sends nothing that is not exactly on the steps', async () => {
      const before = simulator.log.writes().length;
      for (const wrong of [ticket({ quantity: '0.0123456789' }), ticket({ type: 'limit', price: '60000.123' })]) {
        const answer = await trader.trading.place(wrong, granted, signal);
        assert.ok(!answer.ok && answer.failure.kind === 'refused');
        assert.match(answer.failure.reason, /is not on .* step for/);
      }
      assert.equal(simulator.log.writes().length, before);
    });

    it('asks the permit after signing, at the last moment: withdrawn, nothing leaves', async () => {
      const before = simulator.log.writes().length;
      let asked = 0;
      const withdrawn = {
        holds: async () => {
          asked += 1;
          return asked > 1;
        },
      };
      const sent = ticket();
      const answer = await trader.trading.place(sent, withdrawn, signal);
      assert.equal(asked, 1, 'asked once, right before the request');
      assert.ok(!answer.ok && answer.failure.kind === 'refused');
      assert.match(answer.failure.reason, /switched off before the order left: nothing was sent/);
      const thrown = await trader.trading.place(ticket(), { holds: () => Promise.reject(new Error('gone')) }, signal);
      assert.ok(!thrown.ok && thrown.failure.kind === 'refused');
      assert.equal(simulator.log.writes().length, before);
      const found = await trader.trading.find(sent, signal);
      assert.ok(found.ok && found.value === null);
      const working = ticket({ type: 'limit', price: venue.far });
      await placed(trader, working);
      const cancel = await trader.trading.cancel(working, { holds: async () => false }, signal);
      assert.ok(!cancel.ok && cancel.failure.kind === 'refused');
      assert.equal((await trader.trading.find(working, signal)).ok, true);
      const done = await trader.trading.cancel(working, granted, signal);
      assert.ok(done.ok && done.value.state === 'cancelled');
    });

    it('says so when the key may not trade', async () => {
      simulator.live.account(venue.account).permissions.trade = false;
      const answer = await trader.trading.place(ticket(), granted, signal);
      simulator.live.account(venue.account).permissions.trade = true;
      assert.ok(!answer.ok && answer.failure.kind === 'credentials', JSON.stringify(answer));
    });

    it('fills a working order when the price comes to it', async () => {
      const sent = ticket({ type: 'limit', price: '60000' });
      assert.equal((await placed(trader, sent)).state, 'working');
      const owner = simulator.live.account(venue.account);
      const { market } = owner.orders.at(-1) ?? { market: '' };
      simulator.live.setPrice(owner.exchange, market, '59999.00', venue.scope === 'swap' ? 'linear' : 'spot');
      const found = await trader.trading.find(sent, signal);
      simulator.live.setPrice(owner.exchange, market, '67000.00', venue.scope === 'swap' ? 'linear' : 'spot');
      assert.ok(found.ok && found.value?.state === 'filled');
      assert.ok(new Big(found.value.averagePrice ?? 0).eq('60000'));
    });

    it('shows what happened in balances and positions', async () => {
      const reading = await trader.source.read(signal);
      assert.ok(reading.ok);
      const owner = simulator.live.account(venue.account);
      if (venue.scope === 'swap') {
        const told = reading.value.positions.find(({ symbol }) => symbol === venue.symbol);
        const held = owner.positions.find(({ market, kind }) => market === 'BTCUSDT' && kind === 'linear');
        assert.ok(new Big(told?.size ?? 0).eq(new Big(held?.amount ?? 0).abs()));
        return;
      }
      const told = reading.value.balances.find(({ asset, code }) => asset === 'BTC' && code === undefined);
      const held = owner.pockets.spot[owner.exchange === 'kraken' ? 'XXBT' : 'BTC'];
      assert.ok(
        new Big(told?.quantity ?? 0).eq(new Big(held?.free ?? 0).plus(held?.locked ?? 0)),
        JSON.stringify(told),
      );
    });
  });

describe('what traded, read back by the ledger (LED-1)', () => {
  for (const { account, symbol } of venues.filter(({ scope }) => scope === 'spot'))
    it(`${account}: fills, orders and fees give exactly the balances`, async () => {
      const simulator = await startSimulator({ world: tradingWorld(), trades: true });
      try {
        const trader = await traderAt(simulator, account);
        const bought = trader.ticket({ symbol });
        const sold = trader.ticket({ symbol, side: 'sell', quantity: '0.005' });
        const waits = trader.ticket({ symbol, type: 'limit', price: '50000' });
        const outcomes = [await placed(trader, bought), await placed(trader, sold), await placed(trader, waits)];
        renewKey(simulator, account);
        const source = await simulatedSource(simulator, account, ['spot']);
        const store = await importAll(source);
        assert.deepEqual(impliedBalances(store), heldBalances(await readingOf(source)));
        const trades = [...store.trades.values()].sort((a, b) => a.at - b.at).slice(-2);
        assert.deepEqual(
          trades.map(({ side, quantity, price, fee, feeCurrency }) => [side, quantity, price, fee, feeCurrency]),
          outcomes
            .slice(0, 2)
            .map(({ filled, averagePrice, fee, feeCurrency }, index) => [
              index === 0 ? 'buy' : 'sell',
              filled,
              averagePrice,
              fee,
              feeCurrency,
            ]),
        );
        const order = [...store.orders.values()].find(({ clientOrderId }) => clientOrderId === waits.clientOrderId);
        assert.equal(order?.status, 'working');
      } finally {
        await simulator.close();
      }
    });
});

describe('orders that only lessen (Binance USDⓈ-M)', () => {
  it('are refused where there is nothing to lessen, and close what is there', async () => {
    const simulator = await startSimulator({ world: tradingWorld(), trades: true });
    try {
      const { trading, ticket } = await traderAt(simulator, 'binance-main', { scopes: ['swap'] });
      const change = { symbol: 'BTC/USDT:USDT', scope: 'swap', reduceOnly: true } as const;
      const more = await trading.place(ticket({ ...change, side: 'buy', quantity: '0.1' }), granted, signal);
      assert.ok(more.ok && more.value.state === 'rejected');
      assert.match(more.value.reason ?? '', /ReduceOnly/);
      const close = await trading.place(ticket({ ...change, side: 'sell', quantity: '0.5' }), granted, signal);
      assert.ok(close.ok && close.value.state === 'filled');
      const owner = simulator.live.account('binance-main');
      assert.equal(
        owner.positions.some(({ market, kind }) => market === 'BTCUSDT' && kind === 'linear'),
        false,
      );
      assert.equal(owner.fills.at(-1)?.realized, '500');
    } finally {
      await simulator.close();
    }
  });
});

async function placed({ trading }: Trader, ticket: OrderTicket): Promise<OrderOutcome> {
  const answer = await trading.place(ticket, granted, signal);
  assert.ok(answer.ok, answer.ok ? '' : `${answer.failure.kind}: ${answer.failure.reason}`);
  return answer.value;
}

/** A replay of all records gives what the pockets hold. */
function assertAgrees(simulator: Simulator, account: string): void {
  const owner = simulator.live.account(account);
  const sums = replay(simulator.world, owner);
  for (const scope of ['spot', 'linear'] as const)
    for (const [asset, held] of Object.entries(owner.pockets[scope])) {
      const total = new Big(held.free).plus(held.locked).minus(held.borrowed).minus(held.interest);
      assert.ok(total.eq(sums.get(`${scope} ${asset}`) ?? 0), `${scope} ${asset}: ${total} is not its history`);
      assert.ok(new Big(held.locked).gte(0), `${scope} ${asset}: locked ${held.locked}`);
    }
}
