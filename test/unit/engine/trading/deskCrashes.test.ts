import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { big } from '../../../../src/core/decimal.ts';
import type { Execution, OrderTicket, PlanRequest } from '../../../../src/core/model/trading.ts';
import type { Trading } from '../../../../src/core/ports.ts';
import { accounts, finished, folder, type Held, openDesk } from '../../../support/deskScene.ts';
import { manualClock, memoryHistory } from '../../../support/fakeEngine.ts';
import { type Behaviour, type FakeTrading, fakeTrading } from '../../../support/fakeTrading.ts';

/** What goes wrong at a step: the process is killed; the history is away from then on; one write of it breaks off. */
type Trouble = 'killed' | 'historyAway' | 'writeBreaks';

/** In trouble at its nth step. A killed process: from then on nothing that it does comes back, or reaches anything. */
function mortal(at: number, trouble: Trouble) {
  let steps = 0;
  const step = (ofHistory: boolean): Promise<void> => {
    if (trouble !== 'killed' && !ofHistory) return Promise.resolve();
    steps += 1;
    if (steps <= at) return Promise.resolve();
    if (trouble === 'killed') return new Promise(() => undefined);
    return trouble === 'historyAway' || steps === at + 1
      ? Promise.reject(new Error('the disk is full'))
      : Promise.resolve();
  };
  /** Before the call is made, and after what it does is done but unheard. */
  const around = <A extends readonly unknown[], T>(call: (...given: A) => Promise<T>, ofHistory = false) => {
    return async (...given: A): Promise<T> => {
      await step(ofHistory);
      const answer = await call(...given);
      await step(ofHistory);
      return answer;
    };
  };
  return { around, isDead: () => trouble === 'killed' && steps > at };
}

const live = { main: accounts.main };
const onPaper = { paper: accounts.paper };
const targets = { allocation: { BTC: 0.2, ETH: 0.3, USDT: 0.5 }, threshold: 0.001, minTradeNotional: 10 };
const rebalance: PlanRequest = { kind: 'rebalance', threshold: null, mode: null };

/** An account and a history that outlive every process. */
function world(kind: 'live' | 'paper') {
  const clock = manualClock();
  const history = memoryHistory();
  const held: Held = { main: { BTC: '1', USDT: '40000' }, paper: { BTC: '1', USDT: '40000' } };
  const trading = fakeTrading(clock, kind === 'live');
  const tickets = new Map<string, OrderTicket>();
  trading.before = (ticket) => void tickets.set(ticket.clientOrderId, ticket);
  let processes = 0;
  let plans = 0;
  /** A process: an engine that dies at its nth step. Begins as any window does, by looking after what was left. */
  const begin = async (dies: number, trouble: Trouble) => {
    const { around, isDead } = mortal(dies, trouble);
    const own: FakeTrading = Object.create(trading);
    const place: Trading['place'] = async (ticket, permit, signal) => trading.place(ticket, permit, signal);
    own.place = around(place);
    processes += 1;
    const mortalHistory = Object.assign(Object.create(history), {
      saveExecution: around(history.saveExecution.bind(history), true),
      claimExecution: around(history.claimExecution.bind(history), true),
    });
    const one = await openDesk({
      clock,
      held,
      history: mortalHistory,
      config: { accounts: kind === 'live' ? live : onPaper, targets },
      ...(kind === 'live' ? { main: own } : { paper: own }),
      processName: `process ${processes}`,
      ids: (digits) => {
        plans += 1;
        return plans.toString(16).padStart(12, '0').padEnd(digits, '0');
      },
    });
    const name = `process ${processes}`;
    Object.assign(one.fake.ports, { isGone: (other: string) => other !== name });
    one.fake.setting.allowed = true;
    await clock.advance(35_000);
    return { ...one, isDead };
  };
  /** What was filled of all orders, by market and side. */
  const filled = () => {
    const sums = new Map<string, string>();
    for (const [id, outcome] of trading.booked) {
      const ticket = tickets.get(id);
      const key = `${ticket?.side} ${ticket?.symbol}`;
      sums.set(
        key,
        big(sums.get(key) ?? '0')
          .plus(outcome.filled)
          .toString(),
      );
    }
    return Object.fromEntries([...sums].filter(([, sum]) => sum !== '0'));
  };
  return { clock, trading, begin, filled };
}

type World = ReturnType<typeof world>;
type Process = Awaited<ReturnType<World['begin']>>;

/** Executes until it ends or its process dies. */
async function executeOrDie(of: World, one: Process, request: PlanRequest) {
  const plan = await one.plan(request);
  if (plan.refused !== null) return { plan, died: false };
  let over = false;
  const before = of.trading.sent.length;
  one.engine
    .request('execute', { portfolio: folder, plan: plan.id, digest: plan.digest })
    .catch((error: unknown) => {
      assert.match(String(error), /the disk is full/);
      assert.equal(of.trading.sent.length, before, 'what is refused was not sent');
    })
    .finally(() => {
      over = true;
    });
  for (let turn = 0; turn < 500 && !over && !one.isDead(); turn += 1) await of.clock.advance(250);
  return { plan, died: one.isDead() };
}

const states = (all: readonly Execution[]) => JSON.stringify(all.map(({ state, remains }) => [state, remains]));

/** However often it dies: what was planned is done in the end, exactly, and each record says what the account says. */
async function survives(
  kind: 'live' | 'paper',
  deaths: readonly number[],
  behaviour: Behaviour,
  trouble: Trouble = 'killed',
): Promise<number> {
  const of = world(kind);
  const first = await of.begin(deaths[0] ?? Number.POSITIVE_INFINITY, trouble);
  // The first order of all is the one that something happens to.
  let unlucky: string | null = null;
  of.trading.behaves = ({ clientOrderId }) => {
    unlucky ??= clientOrderId;
    return clientOrderId === unlucky ? behaviour : 'fills';
  };
  const { plan } = await executeOrDie(of, first, rebalance);
  const wanted = Object.fromEntries(
    plan.orders.map(({ ticket }) => [`${ticket.side} ${ticket.symbol}`, ticket.quantity]),
  );
  assert.equal(plan.orders.length, 2, JSON.stringify(plan.orders));
  let last = first;
  for (let turn = 1; turn < deaths.length + 6; turn += 1) {
    // Who is not dead ends as a window does.
    if (!last.isDead()) await finished(of.clock, Promise.resolve(last.engine.close()));
    last = await of.begin(deaths[turn] ?? Number.POSITIVE_INFINITY, trouble);
    await finished(of.clock, last.engine.request('refresh', { folder })).catch(() => undefined);
    await of.clock.advance(65_000);
    if (last.isDead()) continue;
    const all = await last.log();
    // Oldest first, as somebody would who looks through the log: what was ordered already is refused.
    const open = all.filter(({ remains }) => remains.length > 0).toReversed();
    // It died before anything was written down: nothing of it was sent, and it is planned again.
    if (all.length === 0) {
      assert.deepEqual(of.trading.sent, []);
      await executeOrDie(of, last, rebalance);
      continue;
    }
    for (const { plan: next } of open) {
      if (last.isDead()) break;
      await executeOrDie(of, last, { kind: 'remaining', plan: next }).catch((error: unknown) => {
        assert.match(String(error), /ordered already|still runs|is not known yet/);
      });
    }
  }
  await of.clock.advance(65_000);
  const all = await last.log();
  assert.deepEqual(of.filled(), wanted, `what was filled is what was planned: ${states(all)}`);
  assert.equal(new Set(of.trading.sent).size, of.trading.sent.length, 'no order left twice');
  assert.ok(
    all.every(({ state }) => state !== 'running'),
    'nothing is left running',
  );
  const records = all.flatMap(({ orders }) => orders);
  for (const [id, outcome] of of.trading.booked) {
    const record = records.find(({ ticket }) => ticket.clientOrderId === id);
    assert.deepEqual([record?.state, record?.filled], [outcome.state, outcome.filled], `${id}: ${states(all)}`);
  }
  for (const { ticket, state, filled } of records) {
    if (of.trading.booked.has(ticket.clientOrderId)) continue;
    assert.ok(state === 'notSent' && filled === '0', `${ticket.clientOrderId} is ${state}: ${states(all)}`);
  }
  return of.trading.sent.length;
}

describe('a process that is killed at any of its steps while it executes a plan', function () {
  this.timeout(60_000);
  for (const kind of ['live', 'paper'] as const)
    for (const behaviour of ['fills', 'fillsUnheard', 'lost', 'half', 'rejects'] as const)
      it(`${kind}, the first order ${behaviour}: nothing is doubled or lost, and what remains can be ordered`, async () => {
        for (let dies = 0; dies < 18; dies += 1) await survives(kind, [dies], behaviour);
        await survives(kind, [], behaviour);
      });

  for (const trouble of ['historyAway', 'writeBreaks'] as const)
    it(`or its history fails it at any write (${trouble}): nothing is sent that is not written down, nothing is doubled`, async () => {
      for (const behaviour of ['fills', 'fillsUnheard', 'half'] as const)
        for (let at = 0; at < 12; at += 1) await survives(at % 2 === 0 ? 'live' : 'paper', [at], behaviour, trouble);
    });

  it('again and again, also while what was left is looked after and continued', async () => {
    const death = fc.integer({ min: 0, max: 20 });
    const troubles = fc.constantFrom<Trouble>('killed', 'historyAway', 'writeBreaks');
    const behaviours = fc.constantFrom<Behaviour>('fills', 'fillsUnheard', 'lost', 'half', 'rejects', 'garbled');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('live', 'paper'),
        fc.array(death, { maxLength: 4 }),
        behaviours,
        troubles,
        async (...given) => {
          await survives(...given);
        },
      ),
      { numRuns: 25 },
    );
  });
});
