import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { AccountConfig } from '../../../../src/config/schema.ts';
import { ok } from '../../../../src/core/model/reading.ts';
import type { Execution, Plan, PlannedOrder } from '../../../../src/core/model/trading.ts';
import type { DeskContext } from '../../../../src/engine/trading/desk.ts';
import { newExecution } from '../../../../src/engine/trading/orderRecords.ts';
import { runOrders } from '../../../../src/engine/trading/runOrders.ts';
import { createAbort } from '../../../../src/process/createAbort.ts';
import { fakePorts, manualClock, memoryHistory } from '../../../support/fakeEngine.ts';
import { type Behaviour, fakeTrading, plannedOrder } from '../../../support/fakeTrading.ts';

/** A desk's surroundings with one live account `main` and one paper account `paper`, and a plan of these orders. */
function scene(orders: readonly PlannedOrder[], mode: 'live' | 'once' = 'live') {
  const clock = manualClock();
  const history = memoryHistory();
  const { ports, setting } = fakePorts(clock, history);
  setting.allowed = true;
  const main = fakeTrading(clock, true);
  const paper = fakeTrading(clock, false);
  const accounts: Record<string, { kind: string; mode?: string }> = {
    main: { kind: 'exchange', mode: 'trade' },
    paper: { kind: 'paper' },
  };
  const connection = (id: string, trading: typeof main) => ({
    id,
    settings: accounts[id] as unknown as AccountConfig,
    source: ok({ account: id, read: async () => assert.fail(), close: () => undefined, trading }),
  });
  const context = {
    ports,
    options: { mode },
    portfolio: () => ({
      folder: '/folder',
      config: () => ({ accounts }),
      connections: () => ({ accounts: () => [connection('main', main), connection('paper', paper)] }),
    }),
    ready: () => assert.fail(),
    changed: () => undefined,
    executed: () => undefined,
  } as unknown as DeskContext;
  const plan = { id: 'a', portfolio: '/folder', purpose: 'trade', title: 'Sell and buy', orders } as unknown as Plan;
  let stopped: string | null = null;
  const told: Execution[] = [];
  const abort = createAbort();
  const run = async (): Promise<Execution> => {
    let done: Execution | null = null;
    const begun = newExecution(plan, ports.processName, clock.now());
    const stop = () => stopped;
    const changed = (execution: Execution) => void told.push(execution);
    const isAsPlanned = () => true;
    void runOrders({ context, plan, history, stopped: stop, isAsPlanned, abort, changed }, begun).then((execution) => {
      done = execution;
    });
    for (let step = 0; step < 400 && done === null; step += 1) await clock.advance(500);
    assert.ok(done !== null, 'the execution did not end');
    return done;
  };
  return {
    clock,
    history,
    main,
    paper,
    accounts,
    setting,
    told,
    abort,
    run,
    stop: (why: string) => {
      stopped = why;
    },
  };
}

const sell = (index: number, change: Parameters<typeof plannedOrder>[1] = {}) => plannedOrder(index, change);
const buy = (index: number, change: Parameters<typeof plannedOrder>[1] = {}) =>
  plannedOrder(index, { side: 'buy', symbol: 'ETH/USDT', quantity: '2', ...change });
const states = (execution: Execution) => execution.orders.map(({ state }) => state);

describe('sending the orders of a plan', () => {
  it('sends each once, in their order, written down as `sending` before it leaves and with its fill after', async () => {
    const { main, history, run, told } = scene([sell(0), buy(1)]);
    main.before = ({ clientOrderId }) => {
      const last = history.saves.at(-1)?.orders.find(({ ticket }) => ticket.clientOrderId === clientOrderId);
      assert.equal(last?.state, 'sending', 'it was not on the disk before it was sent');
    };
    const execution = await run();
    assert.deepEqual(main.sent, ['qf00000000000a00', 'qf00000000000a01']);
    assert.equal(execution.state, 'done');
    assert.deepEqual(execution.remains, []);
    assert.deepEqual(states(execution), ['filled', 'filled']);
    assert.equal(execution.orders[0]?.filled, '0.1');
    assert.equal(execution.orders[0]?.averagePrice, '60000');
    assert.equal(execution.orders[0]?.fee, '0.1');
    assert.deepEqual(history.saves.at(-1), execution);
    assert.deepEqual(told.at(-1), execution);
  });

  it('buys nothing before a sale is filled, and says what remains', async () => {
    const { main, run } = scene([sell(0), buy(1)]);
    main.behaves = ({ side }) => (side === 'sell' ? 'waits' : 'fills');
    const execution = await run();
    assert.deepEqual(main.sent, ['qf00000000000a00']);
    assert.deepEqual(states(execution), ['working', 'notSent']);
    assert.equal(execution.state, 'failed');
    assert.match(
      execution.remains[0] ?? '',
      /Sell 0.1 BTC\/USDT on main still waits at the exchange: it was not filled within 30 s/,
    );
    assert.match(execution.remains[1] ?? '', /Buy 2 ETH\/USDT on main was not sent: "Sell 0.1 BTC\/USDT" before it/);
  });

  it('waits for a sale that takes its time', async () => {
    const { main, run } = scene([sell(0), buy(1)]);
    main.behaves = ({ side }) => (side === 'sell' ? 'fillsLater' : 'fills');
    const execution = await run();
    assert.deepEqual(states(execution), ['filled', 'filled']);
    assert.equal(execution.state, 'done');
  });

  it('goes on with sales that do not depend on one that was rejected, and with no purchase', async () => {
    const { main, run } = scene([sell(0), sell(1, { symbol: 'ETH/USDT' }), buy(2, { symbol: 'BTC/USDT' })]);
    main.behaves = ({ symbol }) => (symbol === 'BTC/USDT' ? 'rejects' : 'fills');
    const execution = await run();
    assert.deepEqual(states(execution), ['rejected', 'filled', 'notSent']);
    assert.equal(execution.state, 'partly');
    assert.match(execution.remains[0] ?? '', /rejected: insufficient balance/);
  });

  it('does not go on asking an exchange that does not accept the key; another account gets its orders', async () => {
    const paper = { live: false, account: 'paper' };
    const { main, paper: other, run } = scene([sell(0), sell(1), sell(2, paper), sell(3)]);
    main.behaves = () => 'badKey';
    const execution = await run();
    assert.deepEqual(states(execution), ['rejected', 'notSent', 'filled', 'notSent']);
    assert.equal(main.sent.length, 1);
    assert.equal(other.sent.length, 1);
    assert.match(execution.remains.at(-1) ?? '', /was not sent: the exchange does not accept the API key/);
  });

  it('tells of an order that was half filled what is left of it', async () => {
    const { main, run } = scene([sell(0), buy(1)]);
    main.behaves = () => 'half';
    const execution = await run();
    assert.deepEqual(states(execution), ['cancelled', 'notSent']);
    assert.equal(execution.state, 'partly');
    assert.match(execution.remains[0] ?? '', /^0.05 of 0.1 of "Sell 0.1 BTC\/USDT on main" was cancelled/);
  });

  it('takes a limit order that waits for placed', async () => {
    const { main, run } = scene([sell(0, { type: 'limit', price: '70000' })]);
    main.behaves = () => 'waits';
    const execution = await run();
    assert.deepEqual(states(execution), ['working']);
    assert.equal(execution.state, 'done');
    assert.equal(main.asked, 0);
  });

  for (const behaviour of ['fillsUnheard', 'garbled'] as const) {
    it(`asks for an order whose answer was lost, and never sends it again (${behaviour})`, async () => {
      const { main, run } = scene([sell(0), buy(1)]);
      main.behaves = ({ side }) => (side === 'sell' ? behaviour : 'fills');
      const execution = await run();
      assert.deepEqual(main.sent, ['qf00000000000a00', 'qf00000000000a01']);
      assert.deepEqual(states(execution), ['filled', 'filled']);
    });
  }

  it('believes that an order did not arrive only when it is said more than once', async () => {
    const { main, run } = scene([sell(0), buy(1)]);
    main.behaves = () => 'lost';
    const execution = await run();
    assert.deepEqual(main.sent, ['qf00000000000a00']);
    assert.ok(main.asked > 1);
    assert.deepEqual(states(execution), ['notSent', 'notSent']);
    assert.equal(execution.state, 'failed');
    assert.match(execution.remains[0] ?? '', /it did not arrive \(no answer within 10 s\)/);
  });

  it('stops where nobody can tell whether an order was placed, independent ones too', async () => {
    const { main, run } = scene([sell(0), sell(1, { symbol: 'ETH/USDT' }), buy(2)]);
    main.behaves = ({ symbol }) => (symbol === 'BTC/USDT' ? 'silent' : 'fills');
    const execution = await run();
    assert.deepEqual(states(execution), ['unknown', 'notSent', 'notSent']);
    assert.equal(execution.state, 'partly');
    assert.match(execution.remains[0] ?? '', /whether it was placed is not known.*Look at the exchange/);
    assert.deepEqual(main.sent, ['qf00000000000a00']);
  });

  it('stops before the next order when it is stopped, and a permit no longer holds', async () => {
    const { main, run, stop } = scene([sell(0), buy(1)]);
    let held: boolean | null = null;
    main.before = async (_, permit) => {
      assert.equal(await permit.holds(), true);
    };
    main.behaves = () => {
      stop('trading was stopped');
      return 'fills';
    };
    const before = main.before;
    main.before = async (ticket, permit) => {
      await before(ticket, permit);
      setImmediate(async () => {
        held = await permit.holds();
      });
    };
    const execution = await run();
    assert.deepEqual(states(execution), ['filled', 'notSent']);
    assert.match(execution.remains[0] ?? '', /was not sent: trading was stopped/);
    assert.equal(execution.state, 'partly');
    assert.equal(held, false);
  });

  it('asks the setting again before every single order', async () => {
    const { main, run, setting } = scene([sell(0), sell(1, { symbol: 'ETH/USDT' })]);
    main.behaves = () => {
      setting.allowed = false;
      return 'fills';
    };
    const execution = await run();
    assert.deepEqual(main.sent, ['qf00000000000a00']);
    assert.deepEqual(states(execution), ['filled', 'notSent']);
    assert.match(execution.remains[0] ?? '', /live trading is off/);
  });

  it('gives a connector no permit where the setting is turned off while an order is on its way', async () => {
    const { main, run, setting } = scene([sell(0)]);
    main.before = () => {
      setting.allowed = false;
    };
    const execution = await run();
    assert.deepEqual(main.sent, []);
    assert.deepEqual(states(execution), ['notSent']);
    assert.equal(execution.state, 'failed');
  });

  it('does not take a setting that cannot be asked for an allowance', async () => {
    const broken = scene([sell(0)]);
    Object.defineProperty(broken.setting, 'allowed', {
      get() {
        throw new Error('the window is gone');
      },
    });
    const execution = await broken.run();
    assert.deepEqual(states(execution), ['notSent']);
    assert.deepEqual(broken.main.sent, []);
  });

  it('sends nothing live to an account whose mode was changed between two orders', async () => {
    const { main, run, accounts } = scene([sell(0), sell(1, { symbol: 'ETH/USDT' })]);
    main.behaves = () => {
      accounts['main'] = { kind: 'exchange', mode: 'read' };
      return 'fills';
    };
    const execution = await run();
    assert.deepEqual(main.sent, ['qf00000000000a00']);
    assert.match(execution.remains[0] ?? '', /read-only: set "mode": "trade"/);
  });

  it('sends nothing to an account that was planned as paper and is real', async () => {
    const { main, paper, run } = scene([sell(0, { account: 'paper', live: false })]);
    paper.live = true;
    const execution = await run();
    assert.deepEqual([...paper.sent, ...main.sent], []);
    assert.match(execution.remains[0] ?? '', /planned as paper and is not/);
  });

  it('never sends live orders from the command line, and says so', async () => {
    const { main, run } = scene([sell(0)], 'once');
    const execution = await run();
    assert.deepEqual(main.sent, []);
    assert.match(execution.remains[0] ?? '', /the command line never sends live orders/);
    const paper = scene([sell(0, { account: 'paper', live: false })], 'once');
    assert.equal((await paper.run()).state, 'done');
    assert.equal(paper.setting.asked, 0, 'paper asks nobody');
  });

  it('sends nothing that could not be written down', async () => {
    const { main, run, history } = scene([sell(0), buy(1)]);
    history.broken = true;
    const execution = await run();
    assert.deepEqual(main.sent, []);
    assert.deepEqual(states(execution), ['notSent', 'notSent']);
    assert.match(execution.remains[0] ?? '', /could not be written down: the disk is full/);
  });

  it('stops when what became of an order could not be written down', async () => {
    const { main, run, history } = scene([sell(0), sell(1)]);
    main.behaves = () => {
      history.broken = true;
      return 'fills';
    };
    const execution = await run();
    assert.deepEqual(main.sent, ['qf00000000000a00']);
    assert.deepEqual(states(execution), ['filled', 'notSent']);
    assert.equal(history.saves.at(-1)?.state, 'running', 'whoever looks next asks for it');
  });

  it('stops when another process took it over meanwhile', async () => {
    const { main, run, history } = scene([sell(0), sell(1)]);
    main.before = async () => {
      const [there] = await history.executions(0, Number.MAX_SAFE_INTEGER);
      assert.ok(there);
      await history.claimExecution(there.plan, there.updatedAt, 'another', there.updatedAt + 60_000);
    };
    const execution = await run();
    assert.deepEqual(main.sent, ['qf00000000000a00']);
    assert.deepEqual(states(execution), ['filled', 'notSent']);
  });

  it('does not go on at prices of before where a machine slept between two orders', async () => {
    const { run, clock, history } = scene([sell(0), sell(1)]);
    const { saveExecution } = history;
    history.saveExecution = async (execution) => {
      await saveExecution(execution);
      if (execution.orders[0]?.state === 'filled' && execution.orders[1]?.state === 'pending') {
        await clock.advance(400_000);
      }
    };
    const execution = await run();
    assert.deepEqual(states(execution), ['filled', 'notSent']);
    assert.match(execution.remains[0] ?? '', /prices are too old/);
  });

  it('gives no permit to an order that nobody waits for any more', async () => {
    const { main, run, clock } = scene([sell(0), sell(1)]);
    main.before = () => clock.advance(60_000);
    const execution = await run();
    assert.deepEqual(main.sent, []);
    assert.deepEqual(states(execution), ['notSent', 'notSent']);
  });

  it('keeps its promises whatever accounts do', async () => {
    const behaviours: readonly Behaviour[] = [
      'fills',
      'fillsUnheard',
      'lost',
      'rejects',
      'waits',
      'fillsLater',
      'half',
      'silent',
      'garbled',
      'refuses',
    ];
    const leg = fc.record({
      side: fc.constantFrom('buy', 'sell'),
      behaviour: fc.constantFrom(...behaviours),
      live: fc.boolean(),
      stops: fc.integer({ min: 0, max: 12 }),
      off: fc.integer({ min: 0, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(leg, { minLength: 1, maxLength: 5 }), async (legs) => {
        const orders = legs.map(({ side, live }, index) =>
          plannedOrder(index, { side: side as 'buy' | 'sell', live, account: live ? 'main' : 'paper' }),
        );
        const { main, paper, run, stop, setting, history } = scene(orders);
        const legOf = (id: string) => legs[Number(id.slice(-2))];
        let stoppedAt: number | null = null;
        const sent: string[] = [];
        for (const account of [main, paper]) {
          account.behaves = ({ clientOrderId }) => legOf(clientOrderId)?.behaviour ?? 'fills';
          account.before = ({ clientOrderId }) => {
            sent.push(clientOrderId);
            const saved = history.saves.at(-1)?.orders.find(({ ticket }) => ticket.clientOrderId === clientOrderId);
            assert.equal(saved?.state, 'sending');
            if (legOf(clientOrderId)?.off === 0) setting.allowed = false;
            if (legOf(clientOrderId)?.stops === 0) {
              stop('trading was stopped');
              stoppedAt ??= Number(clientOrderId.slice(-2));
            }
          };
        }
        const execution = await run();
        assert.equal(new Set(sent).size, sent.length, 'an order was sent twice');
        assert.deepEqual(sent, [...sent].sort(), 'out of order');
        if (stoppedAt !== null) assert.equal(Number(sent.at(-1)?.slice(-2)), stoppedAt);
        const unknown = execution.orders.findIndex(({ state }) => state === 'unknown');
        if (unknown >= 0) assert.ok(execution.orders.slice(unknown + 1).every(({ state }) => state === 'notSent'));
        assert.ok(execution.orders.every(({ state }) => state !== 'pending' && state !== 'sending'));
        for (const [index, { ticket, state, filled }] of execution.orders.entries()) {
          const booked = (ticket.account === 'main' ? main : paper).booked.get(ticket.clientOrderId);
          if (state === 'filled') assert.equal(filled, ticket.quantity);
          // What an account booked is never called "not sent".
          if (booked !== undefined && booked.filled !== '0')
            assert.ok(['filled', 'cancelled', 'unknown'].includes(state));
          if (ticket.side === 'buy' && sent.includes(ticket.clientOrderId)) {
            const sales = execution.orders.slice(0, index).filter((order) => order.ticket.side === 'sell');
            assert.ok(
              sales.every((order) => order.state === 'filled'),
              'bought before it was sold',
            );
          }
        }
        assert.equal(execution.remains.length, execution.orders.filter(({ state }) => state !== 'filled').length);
        assert.equal(execution.state === 'done', execution.remains.length === 0);
      }),
      { numRuns: 60 },
    );
  });
});
