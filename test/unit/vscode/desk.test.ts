import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import type { Execution, Plan } from '../../../src/core/model/trading.ts';
import { Refused } from '../../../src/protocol/refused.ts';
import type { EngineProcess } from '../../../src/vscode/engineProcess.ts';
import type { Store } from '../../../src/vscode/store.ts';
import { portfolioState } from '../../support/portfolioState.ts';
import { checkOf, executionOf, livePlan, planOf } from '../../support/tradingSamples.ts';

const { createDesk } = await import('../../../src/vscode/trading/desk.ts');
const state = portfolioState();

interface Setup {
  readonly plan: Plan;
  readonly on?: boolean;
  readonly privacy?: boolean;
  /** What a person answers, dialog by dialog; null closes it. */
  readonly answers?: readonly (string | null)[];
  readonly whileAsked?: () => void;
  readonly execute?: () => Promise<unknown>;
  /** What the engine has written down. */
  readonly written?: readonly Execution[];
}

/** Fresh, so that no plan is expired when a test runs. */
const fresh = (plan: Plan): Plan => ({ ...plan, at: Date.now(), expiresAt: Date.now() + 60_000, portfolio: state.id });

async function deskFor(setup: Setup) {
  const setting = { on: setup.on ?? false };
  const sent: unknown[] = [];
  const asked: { message: string; detail: string }[] = [];
  const answers = [...(setup.answers ?? [])];
  const closed: string[] = [];
  const request = async (name: string, argument: unknown) => {
    if (name === 'plan') return setup.plan;
    if (name === 'executions') return setup.written ?? [];
    sent.push([name, argument]);
    return setup.execute === undefined ? executionOf() : setup.execute();
  };
  const desk = createDesk(
    { request } as unknown as EngineProcess,
    { get: () => state } as unknown as Store,
    setting,
    { on: setup.privacy ?? false },
    { show: async () => undefined, close: async (plan) => void closed.push(plan) },
    async (message, detail) => {
      asked.push({ message, detail });
      setup.whileAsked?.();
      return answers.shift() ?? null;
    },
  );
  const { id, digest } = await desk.plan(state.id, { kind: 'rebalance', threshold: null, mode: null });
  const execute = (portfolio = state.id, plan = id, of = digest) => desk.execute(portfolio, plan, of);
  return { desk, setting, sent, asked, closed, execute, id, digest };
}

describe('the desk that every order of a window passes', () => {
  it('executes paper orders at once, without a dialog, and closes their diff', async () => {
    const { execute, sent, asked, closed, id, digest } = await deskFor({ plan: fresh(planOf()) });
    assert.equal((await execute())?.state, 'done');
    assert.deepEqual(sent, [['execute', { portfolio: state.id, plan: id, digest }]]);
    assert.deepEqual(asked, []);
    assert.deepEqual(closed, [id]);
  });

  it('sends nothing live while the setting is off, and does not even ask', async () => {
    const { execute, sent, asked } = await deskFor({ plan: fresh(livePlan()) });
    await assert.rejects(execute(), /^Error: Live trading is off/);
    assert.deepEqual([sent, asked], [[], []]);
  });

  it('sends live orders after a dialog that names them, exactly those that were confirmed', async () => {
    const { execute, sent, asked, id, digest } = await deskFor({
      plan: fresh(livePlan()),
      on: true,
      answers: ['Send 2 Orders'],
    });
    assert.equal((await execute())?.state, 'done');
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.detail ?? '', /Sell 0\.0348 BTC at the market on Binance · main/);
    assert.deepEqual(sent, [['execute', { portfolio: state.id, plan: id, digest }]]);
  });

  it('sends nothing when the dialog is closed or answered otherwise, and can be asked again', async () => {
    const { execute, sent } = await deskFor({ plan: fresh(livePlan()), on: true, answers: [null, 'Send 1 Order'] });
    assert.equal(await execute(), null);
    assert.equal(await execute(), null);
    assert.deepEqual(sent, []);
  });

  it('sends nothing when the kill switch came while the person was reading', async () => {
    const setup: { off?: () => void } = {};
    const desk = await deskFor({
      plan: fresh(livePlan()),
      on: true,
      answers: ['Send 2 Orders'],
      whileAsked: () => setup.off?.(),
    });
    setup.off = () => {
      desk.setting.on = false;
    };
    await assert.rejects(desk.execute(), /Live trading is off/);
    assert.equal(desk.asked.length, 1);
    assert.deepEqual(desk.sent, []);
  });

  it('sends nothing when the prices became too old while the person was reading', async () => {
    const plan = { ...fresh(livePlan()), expiresAt: Date.now() + 30 };
    const wait = () => {
      const until = Date.now() + 40;
      while (Date.now() < until);
    };
    const { execute, sent } = await deskFor({ plan, on: true, answers: ['Send 2 Orders'], whileAsked: wait });
    await assert.rejects(execute(), /too old: plan again/);
    assert.deepEqual(sent, []);
  });

  it('asks first whether the dialog may show amounts that are hidden', async () => {
    const plan = fresh(livePlan());
    const no = await deskFor({ plan, on: true, privacy: true, answers: [null] });
    assert.equal(await no.execute(), null);
    assert.equal(no.asked.length, 1);
    assert.doesNotMatch(JSON.stringify(no.asked), /0\.0348|\$/);
    const yes = await deskFor({ plan, on: true, privacy: true, answers: ['Show These Orders', 'Send 2 Orders'] });
    assert.equal((await yes.execute())?.state, 'done');
    assert.match(yes.asked[1]?.detail ?? '', /0\.0348/);
  });

  it('refuses what the check refuses, another digest, another portfolio, a plan it did not make', async () => {
    const refusing = fresh(planOf({ check: checkOf({ allowed: false, reasons: ['too much BTC'] }) }));
    const refused = await deskFor({ plan: refusing });
    await assert.rejects(refused.execute(), /The pre-trade check refuses it: too much BTC/);
    const { execute, sent, id, digest } = await deskFor({ plan: fresh(planOf()) });
    await assert.rejects(execute(state.id, id, 'another'), /not the orders of this plan/);
    await assert.rejects(execute('/elsewhere', id, digest), /not the orders of this plan/);
    await assert.rejects(execute(state.id, 'unknown', digest), /not known any more/);
    assert.deepEqual([...sent, ...refused.sent], []);
  });

  it('never executes a plan twice, not even while the first is under way or after it failed', async () => {
    const first = await deskFor({ plan: fresh(planOf()) });
    await Promise.all([first.execute(), assert.rejects(first.execute(), /already|not known any more/)]);
    await assert.rejects(first.execute(), /not known any more/);
    assert.equal(first.sent.length, 1);
    const lost = await deskFor({
      plan: fresh(planOf()),
      execute: async () => {
        throw new Error('The engine stopped (code 1)');
      },
    });
    await assert.rejects(lost.execute(), /The engine stopped \(code 1\)\. See the order log for what was sent/);
    await assert.rejects(lost.execute(), /not known any more/);
    assert.equal(lost.sent.length, 1);
  });

  it('says that nothing was sent where the engine refused and nothing is written down; else it points to the log', async () => {
    const refuse = async () => {
      throw new Refused('SPY on desk changed since the plan was made: plan again');
    };
    const plan = fresh(planOf());
    const clean = await deskFor({ plan, execute: refuse });
    await assert.rejects(clean.execute(), /SPY on desk changed .*: plan again\. Nothing was sent$/);
    const begun = await deskFor({ plan, execute: refuse, written: [{ ...executionOf(), plan: plan.id }] });
    await assert.rejects(begun.execute(), /plan again\. See the order log/);
    const other = await deskFor({ plan, execute: refuse, written: [{ ...executionOf(), plan: 'another' }] });
    await assert.rejects(other.execute(), /Nothing was sent$/);
  });

  it('closes the diffs of other plans of the portfolio, which rest on the book of before', async () => {
    const plans = [fresh(planOf()), { ...fresh(planOf()), id: 'second' }];
    const setup = { plan: plans[0] as Plan };
    const { desk, closed, execute, id } = await deskFor(setup);
    setup.plan = plans[1] as Plan;
    await desk.plan(state.id, { kind: 'rebalance', threshold: null, mode: null });
    await execute();
    assert.deepEqual(closed, [id, 'second']);
  });
});
