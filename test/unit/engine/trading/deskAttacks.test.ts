import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { failed } from '../../../../src/core/model/reading.ts';
import type { PlanRequest } from '../../../../src/core/model/trading.ts';
import { accounts, buySome, finished, folder, left, openDesk, sellAll } from '../../../support/deskScene.ts';
import { manualClock, memoryHistory } from '../../../support/fakeEngine.ts';

const twoLegs = {
  accounts,
  targets: { allocation: { BTC: 0.2, ETH: 0.3, USDT: 0.5 }, threshold: 0.001, minTradeNotional: 10 },
};
const rebalance: PlanRequest = { kind: 'rebalance', threshold: null, mode: null };

describe('orders other than those that were confirmed, or later than they may be sent', () => {
  it('two plans that the limits allow one by one are not both executed when together they break them', async () => {
    const config = { limits: { maxTotalExposureNotional: 200_000 } };
    const { plan, execute, paper, main, engine, fake } = await openDesk({ config });
    fake.setting.allowed = true;
    // 3 BTC of 60,000 are held: 180,000. Each adds 12,000.
    const one = await plan(buySome('main', '12000'));
    const two = await plan(buySome('paper', '12000'));
    assert.deepEqual([one.check?.allowed, two.check?.allowed], [true, true]);
    assert.equal((await execute(one)).state, 'done');
    await assert.rejects(execute(two), /limits do not allow it/);
    assert.equal(main.sent.length, 1);
    assert.deepEqual(paper.sent, []);
    await engine.close();
  });

  it('limits that were set since the plan was made hold', async () => {
    const { plan, execute, main, engine, fake, configure } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(buySome('main', '20000'));
    assert.equal(made.check?.allowed, true);
    await configure({ limits: { maxOrderNotional: 1000 } });
    await assert.rejects(execute(made), /limits do not allow it|changed since/);
    assert.deepEqual(main.sent, []);
    await engine.close();
  });

  it('prices that moved since the plan was made are looked at again before it is sent', async () => {
    const { plan, execute, main, engine, fake, clock } = await openDesk({
      config: { limits: { maxSymbolExposureNotional: 250_000 } },
    });
    fake.setting.allowed = true;
    const made = await plan(buySome('main', '20000'));
    assert.equal(made.check?.allowed, true);
    Object.defineProperty(fake.prices, 'quotes', {
      get: () => [
        { base: 'BTC', quote: 'USD', price: '90000', at: clock.now(), source: 'binance BTC/USD' },
        { base: 'ETH', quote: 'USD', price: '3000', at: clock.now(), source: 'binance ETH/USD' },
        { base: 'USDT', quote: 'USD', price: '1', at: clock.now(), source: 'binance USDT/USD' },
      ],
    });
    await clock.advance(20_000);
    await assert.rejects(execute(made), /limits do not allow it/);
    assert.deepEqual(main.sent, []);
    await engine.close();
  });

  it('an account that cannot be read any more gets no order, since nobody knows what it holds', async () => {
    const { plan, execute, main, engine, fake, clock } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    const source = fake.sources.get('main');
    assert.ok(source !== undefined);
    source.answer = async () => failed('unavailable', 'the exchange is down');
    await clock.advance(5000);
    await assert.rejects(execute(made), /main could not be read|the exchange is down/);
    assert.deepEqual(main.sent, []);
    await engine.close();
  });

  for (const [what, main] of [
    ['another exchange', { kind: 'exchange', exchange: 'kraken', mode: 'trade' }],
    ['its sandbox', { kind: 'exchange', exchange: 'binance', mode: 'trade', sandbox: true }],
    ['mode "read"', { kind: 'exchange', exchange: 'binance', mode: 'read' }],
    ['paper', { kind: 'paper', cash: { USD: 1000 } }],
  ] as const) {
    it(`the second order of a plan is not sent where its account was set to ${what} after the first`, async () => {
      const { plan, execute, main: trading, engine, fake, configure } = await openDesk({ config: twoLegs });
      fake.setting.allowed = true;
      const made = await plan(rebalance);
      const legs = made.orders.filter(({ ticket }) => ticket.account === 'main').length;
      assert.ok(legs >= 2, JSON.stringify(made.orders.map(({ ticket }) => ticket)));
      const { place } = trading;
      let changed = false;
      trading.place = async (ticket, permit, signal) => {
        const placed = await place(ticket, permit, signal);
        if (!changed && ticket.account === 'main') {
          changed = true;
          await configure({ ...twoLegs, accounts: { ...accounts, main } });
        }
        return placed;
      };
      const execution = await execute(made);
      const own = execution.orders.filter(({ ticket }) => ticket.account === 'main');
      assert.deepEqual(
        own.map(({ state }) => state),
        ['filled', ...own.slice(1).map(() => 'notSent')],
      );
      assert.equal(trading.sent.length, 1);
      assert.ok(execution.remains.length > 0);
      await engine.close();
    });
  }

  it('an order does not leave when its account is set otherwise while it waits for its turn', async () => {
    const { plan, execute, main, engine, fake, configure } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    main.before = () => configure({ accounts: { ...accounts, main: { ...accounts.main, mode: 'read' } } });
    const execution = await execute(made);
    assert.equal(execution.orders[0]?.state, 'notSent');
    assert.deepEqual(main.sent, []);
    await engine.close();
  });

  it('a clock that is set back makes no plan young again', async () => {
    const { plan, execute, main, engine, fake, clock } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    const now = clock.now.bind(clock);
    clock.now = () => now() - 3_600_000;
    await assert.rejects(execute(made), /too old, its prices may have moved/);
    assert.deepEqual(main.sent, []);
    clock.now = now;
    await engine.close();
  });

  it('an order does not leave a process that slept while it waited: another may have taken it for lost', async () => {
    const { plan, execute, main, engine, fake, clock } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    const now = clock.now.bind(clock);
    // The machine sleeps: no timer runs, and the clock is an hour later.
    main.before = () => {
      clock.now = () => now() + 3_600_000;
    };
    const execution = await execute(made);
    assert.equal(execution.orders[0]?.state, 'notSent');
    assert.deepEqual(main.sent, []);
    await engine.close();
  });
});

describe('an order whose process died as it left', () => {
  it('is not called lost before the exchange had the time to book it', async () => {
    const history = memoryHistory();
    const clock = manualClock();
    const at = clock.now();
    const dead = left({ at, updatedAt: at });
    await history.saveExecution({ ...dead, orders: dead.orders.map((order) => ({ ...order, at })) });
    const one = await openDesk({ history, clock });
    // It arrives after six seconds.
    clock.after(6000, () => {
      one.main.booked.set('qf00000000000a00', {
        state: 'filled',
        orderId: 'x',
        filled: '0.1',
        averagePrice: '1',
        fee: null,
        feeCurrency: null,
        at: clock.now(),
        reason: null,
      });
    });
    await finished(clock, one.engine.request('refresh', { folder }));
    await clock.advance(40_000);
    const [found] = await one.log();
    assert.equal(found?.orders[0]?.state, 'filled');
    assert.equal(found?.state, 'interrupted');
    await one.engine.close();
  });
});

describe('two windows of one portfolio', () => {
  it('that begin at the same moment do not both send', async () => {
    const history = memoryHistory();
    const clock = manualClock();
    const one = await openDesk({ history, clock });
    const two = await openDesk({ history, clock });
    Object.assign(two.fake.ports, { processName: 'the other process', randomHex: (n: number) => 'ab'.padEnd(n, '0') });
    const [first, second] = [await one.plan(sellAll('paper')), await two.plan(buySome('paper', '1000'))];
    const answers = await finished(
      clock,
      Promise.allSettled([
        one.engine.request('execute', { portfolio: folder, plan: first.id, digest: first.digest }),
        two.engine.request('execute', { portfolio: folder, plan: second.id, digest: second.digest }),
      ]),
    );
    assert.ok(one.paper.sent.length + two.paper.sent.length <= 1, JSON.stringify(answers));
    assert.ok(
      answers.some((answer) => answer.status === 'rejected' && /another window executes/.test(String(answer.reason))),
      JSON.stringify(answers),
    );
    // Nothing is left that would stand in the way.
    const again = await one.plan(sellAll('paper')).then(one.execute, String);
    assert.doesNotMatch(JSON.stringify(again), /another window/);
    await one.engine.close();
    await two.engine.close();
  });
});
