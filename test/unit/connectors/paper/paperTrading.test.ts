import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ConnectorContext } from '../../../../src/connectors/connector.ts';
import { createPaperConnector } from '../../../../src/connectors/paper/createPaperConnector.ts';
import { createSimulatedMarkets } from '../../../../src/connectors/prices/createSimulatedMarkets.ts';
import { filePrices } from '../../../../src/connectors/prices/filePrices.ts';
import { paperSettings } from '../../../../src/connectors/settings/paper.ts';
import { big, sum } from '../../../../src/core/decimal.ts';
import type { AccountReading } from '../../../../src/core/model/account.ts';
import { failed, ok, type Reading } from '../../../../src/core/model/reading.ts';
import type { Trade } from '../../../../src/core/model/trade.ts';
import type { OrderTicket } from '../../../../src/core/model/trading.ts';
import type { JournalEntry, Permit, PriceSource, Source, Trading } from '../../../../src/core/ports.ts';
import { connectorContext } from '../../../support/connectorContext.ts';
import { memoryJournal } from '../../../support/memoryJournal.ts';

const markets = createSimulatedMarkets();
const connector = createPaperConnector(markets);
const day = 86_400_000;
const now = Date.UTC(2026, 5, 1, 13, 37);
const signal = new AbortController().signal;
/** Paper needs no leave: nothing of it is real. */
const permit: Permit = { holds: async () => false };

const ticket = (clientOrderId: string, more: Partial<OrderTicket> = {}): OrderTicket => ({
  clientOrderId,
  account: 'bot',
  symbol: 'BTC/USD',
  side: 'buy',
  type: 'market',
  quantity: '0.01',
  price: null,
  reduceOnly: false,
  scope: 'spot',
  strategy: null,
  ...more,
});
const value = <T>(reading: Reading<T> | undefined): T => {
  assert.ok(reading?.ok, reading?.ok === false ? reading.failure.reason : 'nothing');
  return reading.value;
};
const balances = ({ balances: list }: AccountReading) =>
  Object.fromEntries(list.map(({ asset, quantity, borrowed }) => [asset, borrowed ? `-${borrowed}` : quantity]));

describe('orders to a paper account (SRC-2, REB-3)', () => {
  let folder: string;
  let at = now;
  beforeEach(async () => {
    at = now;
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-desk-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (settings: object, parts: Partial<ConnectorContext>): Source & { readonly trading: Trading } => {
    const { clock } = connectorContext({});
    const context = connectorContext({
      folder,
      clock: { ...clock, now: () => at },
      journal: memoryJournal(),
      ...parts,
    });
    const opened = connector.open(context, paperSettings.parse({ kind: 'paper', cash: { USD: 10000 }, ...settings }));
    assert.ok(opened.ok && opened.value.trading !== undefined);
    return { ...opened.value, trading: opened.value.trading };
  };
  const btc = () => markets(1).priceAt('BTC', 'USD', at) ?? '';

  it('needs a journal: without one, orders cannot be given', () => {
    const opened = connector.open(connectorContext({}), paperSettings.parse({ kind: 'paper', cash: {} }));
    assert.ok(opened.ok);
    assert.equal(opened.value.trading, undefined);
  });

  it('tells the rules of the markets of an asset, those it is held in first, and prices with source and time', async () => {
    const { trading } = open({ cash: { EUR: 5000, USD: 100 }, feeBps: 8, minFee: 0.5 }, {});
    assert.equal(trading.live, false);
    const rules = async (...wanted: readonly string[]) => value(await trading.rules(wanted, signal));
    assert.deepEqual(
      (await rules('btc', 'USD', 'NONE', 'ETH/EUR', 'BTC/USDT:USDT')).map(({ symbol }) => symbol),
      ['BTC/EUR', 'BTC/USD', 'USD/EUR', 'ETH/EUR'],
    );
    const [first] = await rules('BTC/USD');
    assert.deepEqual([first?.takerFee, first?.minFee, first?.allowsShort, first?.scope], [0.0008, '0.5', true, 'spot']);
    await trading.place(ticket('a', { symbol: 'BTC/USD', quantity: '0.0001' }), permit, signal);
    assert.equal((await rules('BTC'))[0]?.symbol, 'BTC/USD');
    const price = value(await trading.price('BTC/USD', 'buy', signal));
    assert.deepEqual([price.price, price.at, price.source], [btc(), now, 'simulated market BTC/USD']);
    const cross = value(await trading.price('BTC/ETH', 'buy', signal));
    assert.equal(cross.source, 'simulated market BTC/ETH');
    const none = await trading.price('NONE/USD', 'buy', signal);
    assert.ok(!none.ok && /no price/.test(none.failure.reason));
  });

  it('fills at once, keeps the fill as it was, and the reading has it', async () => {
    const journal = memoryJournal();
    const source = open({ feeBps: 10, slippageBps: 5 }, { journal });
    const outcome = value(await source.trading.place(ticket('qf1'), permit, signal));
    const price = big(btc()).times('1.0005');
    assert.deepEqual(
      [outcome.state, outcome.filled, outcome.averagePrice, outcome.realizedPnl, outcome.at],
      ['filled', '0.01', price.toString(), '0', now],
    );
    assert.equal(outcome.fee, price.times('0.00001').toString());
    at += 3 * day;
    const sold = value(await source.trading.place(ticket('qf2', { side: 'sell', quantity: '0.004' }), permit, signal));
    assert.equal(sold.realizedPnl, big(btc()).times('0.9995').minus(price).times('0.004').toString());
    const reading = value(await source.read(signal));
    const spent = sum([price.times('0.01'), outcome.fee ?? 0, sold.fee ?? 0]).minus(
      big(sold.averagePrice ?? 0).times('0.004'),
    );
    assert.deepEqual(balances(reading), { USD: big(10_000).minus(spent).toString(), BTC: '0.006' });
    assert.deepEqual(
      reading.trades?.map(({ id, realizedPnl, clientOrderId, orderId }) => [id, realizedPnl, clientOrderId, orderId]),
      [
        ['qf1', '0', 'qf1', 'paper-1'],
        ['qf2', sold.realizedPnl, 'qf2', 'paper-2'],
      ],
    );
    // Another process on another day, and prices that have moved: what was filled stays as it was.
    at += 30 * day;
    const again = value(await open({ feeBps: 99, slippageBps: 0 }, { journal }).read(signal));
    assert.deepEqual(again.trades, reading.trades);
    assert.deepEqual(balances(again), balances(reading));
  });

  it('the same client order id is one order: twice, at once, and from two processes', async () => {
    const journal = memoryJournal();
    const [one, two] = [open({}, { journal }), open({}, { journal })];
    const outcomes = await Promise.all(
      [one, two, one, two].map((each) => each.trading.place(ticket('same'), permit, signal)),
    );
    assert.equal(journal.entries.length, 1);
    for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0]);
    at += day;
    assert.deepEqual(await one.trading.place(ticket('same', { quantity: '5' }), permit, signal), outcomes[0]);
    assert.deepEqual(value(await two.trading.find(ticket('same'), signal)), value(outcomes[0]));
    assert.equal(value(await two.trading.find(ticket('other'), signal)), null);
    assert.equal(value(await two.trading.cancel(ticket('same'), permit, signal)).state, 'filled');
  });

  it('two processes that order at once never spend more than there is, and no fill is lost', async () => {
    const order = fc.record({
      who: fc.integer({ min: 0, max: 1 }),
      side: fc.constantFrom('buy' as const, 'buy' as const, 'sell' as const),
      symbol: fc.constantFrom('BTC/USD', 'ETH/USD'),
      dollars: fc.integer({ min: 1, max: 5000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 2, maxLength: 12 }), async (orders) => {
        const journal = memoryJournal();
        const desks = [open({ cash: { USD: 6000 } }, { journal }), open({ cash: { USD: 6000 } }, { journal })];
        const outcomes = await Promise.all(
          orders.map(async ({ who, side, symbol, dollars }, index) => {
            const price = markets(1).priceAt(symbol.split('/')[0] ?? '', 'USD', now);
            const quantity = big(dollars)
              .div(price ?? 1)
              .round(4, 0);
            if (quantity.eq(0)) return null;
            const desk = desks[who];
            assert.ok(desk);
            const sent = ticket(`o${index}`, { symbol, side, quantity: quantity.toString() });
            return value(await desk.trading.place(sent, permit, signal));
          }),
        );
        const filled = outcomes.filter((outcome) => outcome?.state === 'filled').length;
        assert.equal(journal.entries.length, filled);
        assert.deepEqual(
          journal.entries.map(({ seq }) => seq),
          journal.entries.map((_, index) => index + 1),
        );
        for (const desk of desks) {
          const reading = value(await desk.read(signal));
          assert.equal(reading.trades?.length, filled);
          const usd = reading.balances.find(({ asset }) => asset === 'USD');
          // A short that is bought back at a loss may owe; nothing else does, and prices stand still here: only fees and slippage.
          assert.ok(big(usd?.borrowed ?? 0).lt(30), `${usd?.borrowed} is owed`);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('refuses in words and writes nothing', async () => {
    const journal = memoryJournal();
    const { trading } = open({}, { journal });
    const reasonOf = async (more: Partial<OrderTicket>) => {
      const outcome = value(await trading.place(ticket('x', more), permit, signal));
      assert.deepEqual([outcome.state, outcome.filled, outcome.orderId], ['rejected', '0', null]);
      return outcome.reason ?? '';
    };
    assert.match(await reasonOf({ quantity: '5' }), /not enough USD/);
    assert.match(await reasonOf({ symbol: 'NONE/USD' }), /no price of NONE\/USD/);
    assert.match(await reasonOf({ symbol: 'BTC' }), /write BASE\/QUOTE/);
    assert.match(await reasonOf({ quantity: '0.000000001' }), /no multiple of the step 0\.0000001/);
    assert.match(await reasonOf({ quantity: '0' }), /no positive quantity/);
    assert.match(await reasonOf({ type: 'limit', price: '1' }), /would have to wait/);
    assert.match(await reasonOf({ type: 'limit', price: '99999999.000001' }), /no multiple of the step/);
    assert.deepEqual(journal.entries, []);
  });

  it('a reset begins anew: neither profit nor loss, trades before it are told no more', async () => {
    const journal = memoryJournal();
    const source = open({ feeBps: 0, slippageBps: 0, startedAt: '2026-05-01' }, { journal });
    value(await source.trading.place(ticket('a', { quantity: '0.05' }), permit, signal));
    value(await source.trading.place(ticket('b', { symbol: 'ETH/USD', side: 'sell', quantity: '1' }), permit, signal));
    at += 2 * day;
    const before = value(await source.read(signal));
    assert.equal(before.positions.length, 1);
    assert.equal(value(await source.trading.reset?.()), null);
    const reading = value(await source.read(signal));
    assert.deepEqual(balances(reading), { USD: '10000' });
    assert.deepEqual([reading.trades, reading.positions], [[], []]);
    const told = (flows: AccountReading['flows']) =>
      flows?.map(({ id, asset, quantity, kind, at: when }) => [id, asset, quantity, kind, when]);
    const price = (asset: string, when: number) => markets(1).priceAt(asset, 'USD', when) ?? '0';
    const cash = big(10_000)
      .minus(big(price('BTC', now)).times('0.05'))
      .plus(price('ETH', now))
      .plus(big(price('BTC', at)).times('0.05'))
      .minus(price('ETH', at));
    assert.deepEqual(told(reading.flows), [
      ['start USD', 'USD', '10000', 'deposit', Date.UTC(2026, 4, 1)],
      ['reset 5 out USD', 'USD', cash.neg().toString(), 'withdrawal', at],
      ['reset 5 in USD', 'USD', '10000', 'deposit', at],
    ]);
    // The trades are told no more, what they made is: all that is told adds up to what is held.
    assert.deepEqual(
      reading.income?.map(({ asset, quantity, kind, at: when }) => [asset, quantity, kind, when]),
      [['USD', cash.minus(10_000).toString(), 'other', at]],
    );
    at += 2 * day;
    const past = value(await source.past?.('USD', 0, signal));
    const around = past.filter((point) => point.at > now - day);
    assert.equal(around.at(-1)?.equity, 10_000);
    // Worth at the end minus all that came in is what was won before the reset, and nothing by it.
    const flows = past.reduce((total, point) => total + (point.flow ?? 0), 0);
    assert.ok(Math.abs(10_000 - flows - Number(cash.minus(10_000))) < 1e-6);
    value(await source.trading.place(ticket('c'), permit, signal));
    assert.deepEqual(
      value(await source.read(signal)).trades?.map(({ id }) => id),
      ['c'],
    );
    // What was ordered before is still known as ordered.
    assert.equal(value(await source.trading.find(ticket('a'), signal))?.state, 'filled');
  });

  it('joins orders of the workspace and of Quantfolio by their time', async () => {
    const journal = memoryJournal();
    await writeFile(
      join(folder, 'orders.csv'),
      'time,symbol,side,quantity,price,strategy\n2026-05-01,BTC/USD,buy,0.1,50000,core\n2026-06-03,BTC/USD,sell,0.05,60000,core\n',
    );
    const source = open({ orders: 'orders.csv', strategy: 'core', feeBps: 0 }, { journal });
    const sold = value(await source.trading.place(ticket('a', { side: 'sell', quantity: '0.02' }), permit, signal));
    assert.equal(
      sold.realizedPnl,
      big(sold.averagePrice ?? 0)
        .minus(50_000)
        .times('0.02')
        .toString(),
    );
    assert.equal(balances(value(await source.read(signal)))['BTC'], '0.08');
    at = Date.UTC(2026, 5, 4);
    assert.equal(balances(value(await source.read(signal)))['BTC'], '0.03');
    const trades = value(await source.read(signal)).trades ?? [];
    assert.deepEqual(
      trades.map(({ side, strategy }) => [side, strategy]),
      [
        ['buy', 'core'],
        ['sell', 'core'],
        ['sell', 'core'],
      ],
    );
    assert.deepEqual(
      value(await open({ orders: 'orders.csv', strategy: 'core', feeBps: 0 }, { journal }).read(signal)).trades,
      trades,
    );
    // A clock that was set back: what was ordered stays ordered, and the next order comes after it.
    at = now - 5 * day;
    assert.equal(balances(value(await source.read(signal)))['BTC'], '0.08');
    assert.equal(
      value(await source.trading.place(ticket('b', { side: 'sell', quantity: '0.01' }), permit, signal)).at,
      now,
    );
  });

  it('plays on as if all were played again, whatever came when', async () => {
    const step = fc.record({
      hours: fc.integer({ min: 0, max: 40 }),
      what: fc.constantFrom('buy' as const, 'sell' as const, 'sell' as const, 'reset' as const, 'read' as const),
      other: fc.boolean(),
    });
    await writeFile(
      join(folder, 'orders.csv'),
      `time,symbol,side,quantity\n${[1, 2, 3, 5, 8].map((days) => `${new Date(now + days * 12 * 3_600_000).toISOString()},BTC/USD,buy,0.001`).join('\n')}\n`,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        at = now;
        const journal = memoryJournal();
        const desks = [open({ orders: 'orders.csv' }, { journal }), open({ orders: 'orders.csv' }, { journal })];
        for (const [index, { hours, what, other }] of steps.entries()) {
          at += hours * 3_600_000;
          const desk = desks[other ? 1 : 0];
          assert.ok(desk);
          if (what === 'reset') value(await desk.trading.reset?.());
          else if (what !== 'read')
            await desk.trading.place(ticket(`s${index}`, { side: what, quantity: '0.002' }), permit, signal);
          const fresh = value(await open({ orders: 'orders.csv' }, { journal }).read(signal));
          for (const each of desks) assert.deepEqual(value(await each.read(signal)), fresh);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('a journal that cannot be read fails the account in words: never a book without its orders', async () => {
    const broken = {
      read: async () => failed<readonly JournalEntry[]>('unavailable', 'the history is not open'),
      append: async () => failed<'added'>('unavailable', 'the history is not open'),
    };
    const source = open({}, { journal: broken });
    const reading = await source.read(signal);
    assert.deepEqual(reading, failed('unavailable', 'the history is not open'));
    assert.equal((await source.past?.('USD', 0, signal))?.ok, false);
    const placed = await source.trading.place(ticket('a'), permit, signal);
    assert.ok(
      !placed.ok &&
        placed.failure.kind === 'refused' &&
        /nothing was ordered: the history is not open/.test(placed.failure.reason),
    );
    assert.equal((await source.trading.find(ticket('a'), signal)).ok, false);
    // Written or not, nobody knows: `find` has to tell.
    const half = open({}, { journal: { ...memoryJournal(), append: broken.append } });
    const lost = await half.trading.place(ticket('a'), permit, signal);
    assert.ok(!lost.ok && lost.failure.kind === 'unavailable');
  });

  it('fills at the prices of a file or of an exchange, and says whose they are', async () => {
    await writeFile(join(folder, 'prices.csv'), 'symbol,price,currency,time\nABC,20,USD,2026-06-01T12:00:00Z\n');
    const filed = open(
      { market: 'file:prices.csv', feeBps: 0, slippageBps: 0 },
      {
        openPrices: (link) => filePrices.open(connectorContext({ folder }), link),
      },
    );
    const price = value(await filed.trading.price('ABC/USD', 'buy', signal));
    assert.deepEqual([price.price, price.source, price.at], ['20', 'prices.csv', Date.UTC(2026, 5, 1, 12)]);
    assert.equal(
      value(await filed.trading.place(ticket('a', { symbol: 'ABC/USD', quantity: '3' }), permit, signal)).averagePrice,
      '20',
    );
    assert.deepEqual(
      value(await filed.trading.rules(['ABC', 'XYZ'], signal)).map(({ symbol }) => symbol),
      ['ABC/USD'],
    );
    let asked = 0;
    const venue: PriceSource = {
      id: 'x',
      quotes: async () => {
        asked += 1;
        // The exchange's clock is ahead of ours.
        return ok([{ base: 'BTC', quote: 'USDT', price: '50000', at: at + 900, source: 'x BTC/USDT' }]);
      },
      close: () => {},
    };
    const public_ = open(
      { cash: { USDT: 1000 }, market: 'x', slippageBps: 0 },
      { openPrices: () => ok(venue), baseCurrency: 'USDT' },
    );
    const bought = value(await public_.trading.place(ticket('a', { symbol: 'BTC/USDT' }), permit, signal));
    assert.deepEqual([bought.state, bought.averagePrice, asked], ['filled', '50000', 1]);
    assert.equal(value(await public_.read(signal)).marks[0]?.price, '50000');
    const down = open(
      { market: 'x' },
      { openPrices: () => ok({ ...venue, quotes: async () => failed('unavailable', 'x is down') }) },
    );
    const refused = await down.trading.place(ticket('a'), permit, signal);
    assert.ok(!refused.ok && refused.failure.kind === 'refused' && /x is down/.test(refused.failure.reason));
  });

  it('a reading after 10,000 orders costs what changed only', async () => {
    const fill = (index: number): Trade => ({
      id: `o${index}`,
      at: now - 10_000_000 + index,
      symbol: 'BTC/USD',
      base: 'BTC',
      quote: 'USD',
      side: index % 2 === 0 ? 'buy' : 'sell',
      quantity: '0.001',
      price: '50000',
      fee: '0.05',
      feeCurrency: 'USD',
      strategy: null,
    });
    const entries = Array.from({ length: 10_000 }, (_, index): JournalEntry => {
      const each = fill(index);
      return { seq: index + 1, at: each.at, kind: 'fill', fill: each };
    });
    const source = open({}, { journal: memoryJournal(entries) });
    const timed = async (work: () => Promise<unknown>) => {
      const began = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1000;
    };
    const first = await timed(() => source.read(signal));
    const quiet = await timed(() => source.read(signal));
    const order = await timed(() => source.trading.place(ticket('new', { quantity: '0.01' }), permit, signal));
    const then = await timed(() => source.read(signal));
    assert.equal(value(await source.read(signal)).trades?.length, 10_001);
    console.log(
      `      first ${first.toFixed(0)} ms, then ${quiet.toFixed(1)} ms, an order ${order.toFixed(1)} ms, the reading after it ${then.toFixed(1)} ms`,
    );
    assert.ok(quiet < 30 && then < 30 && order < 60, `${quiet}, ${order}, ${then} ms of processor time`);
  });
});
