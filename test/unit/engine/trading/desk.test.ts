import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ok } from '../../../../src/core/model/reading.ts';
import type { Execution } from '../../../../src/core/model/trading.ts';
import { combinedPortfolio } from '../../../../src/protocol/engine.ts';
import { accounts, buySome, finished, folder, left, openDesk, sellAll } from '../../../support/deskScene.ts';
import { manualClock, memoryHistory, reading } from '../../../support/fakeEngine.ts';

describe('plans and their execution', () => {
  it('plans without sending anything, and sends a paper order at once', async () => {
    const { plan, execute, paper, main, executions, log, state, engine, fake } = await openDesk();
    const made = await plan(sellAll('paper'));
    assert.equal(made.refused, null);
    assert.equal(made.check?.allowed, true);
    assert.deepEqual(
      made.orders.map(({ ticket }) => [ticket.side, ticket.quantity, ticket.symbol]),
      [['sell', '1', 'BTC/USDT']],
    );
    assert.deepEqual([...paper.sent, ...main.sent], []);
    const execution = await execute(made);
    assert.equal(execution.state, 'done');
    assert.deepEqual(paper.sent, [made.orders[0]?.ticket.clientOrderId]);
    assert.equal(fake.setting.asked, 0, 'paper needs no setting');
    // The book shows it at once, not with the next refresh.
    const held = (await state()).snapshot?.holdings.find(
      ({ account, asset }) => account === 'paper' && asset === 'BTC',
    );
    assert.equal(held?.quantity ?? '0', '0');
    assert.deepEqual(await log(), [execution]);
    assert.deepEqual(
      executions.map(({ orders }) => orders[0]?.state),
      ['sending', 'filled', 'filled'],
    );
    await engine.close();
  });

  it('executes a plan once, however often it is asked to', async () => {
    const { plan, execute, paper, engine } = await openDesk();
    const made = await plan(sellAll('paper'));
    const [first, second] = await Promise.all([execute(made), execute(made)]);
    assert.deepEqual(second, first);
    assert.deepEqual(await execute(made), first);
    assert.equal(paper.sent.length, 1);
    await engine.close();
  });

  it('sends exactly what was confirmed: another digest, an unknown plan and an old one send nothing', async () => {
    const { plan, execute, main, clock, engine, fake } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    await assert.rejects(execute({ id: made.id, digest: '0000000000000000' }), /not the orders of the plan/);
    await assert.rejects(execute({ id: 'ffff', digest: made.digest }), /not known any more: plan again/);
    await clock.advance(made.expiresAt - clock.now() + 1);
    await assert.rejects(execute(made), /too old, its prices may have moved: plan again/);
    assert.deepEqual(main.sent, []);
    await engine.close();
  });

  it('sends nothing live while the setting is off, and everything planned once it is on', async () => {
    const { plan, execute, main, fake, engine } = await openDesk();
    const made = await plan(sellAll('main'));
    assert.equal(made.orders[0]?.live, true);
    await assert.rejects(execute(made), /live trading is off: the setting quantfolio.trading.enabled/);
    assert.deepEqual(main.sent, []);
    fake.setting.allowed = true;
    assert.equal((await execute(made)).state, 'done');
    assert.equal(main.sent.length, 1);
    await engine.close();
  });

  it('sends nothing that the check does not allow', async () => {
    const { plan, execute, main, fake, engine } = await openDesk({ config: { limits: { maxOrderNotional: 1000 } } });
    fake.setting.allowed = true;
    const made = await plan(buySome('main', '20000'));
    assert.equal(made.check?.allowed, false);
    await assert.rejects(execute(made), /the limits do not allow it|the plan is refused/);
    assert.deepEqual(main.sent, []);
    await engine.close();
  });

  it('sends nothing when what is held, or how the account is set, changed since the plan', async () => {
    const { plan, execute, main, held, fake, engine, clock, configure } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    held['main'] = { BTC: '0.4', USDT: '136000' };
    await clock.advance(10_000);
    await assert.rejects(execute(made), /BTC on main, USDT on main changed since the plan was made: plan again/);
    const again = await plan(sellAll('main'));
    assert.equal(again.orders[0]?.ticket.quantity, '0.4');
    await configure({ accounts: { ...accounts, main: { ...accounts.main, sandbox: true } } });
    await assert.rejects(execute(again), /settings of main changed since the plan was made/);
    await configure({ accounts: { ...accounts, main: { ...accounts.main, mode: 'read' } } });
    await assert.rejects(execute(again), /changed since|read-only/);
    assert.deepEqual(main.sent, []);
    await engine.close();
  });

  it('sends nothing live while traffic is redirected beyond this machine', async () => {
    const fresh = await openDesk();
    fresh.fake.setting.allowed = true;
    Object.assign(fresh.fake.ports, { redirectedTo: 'https://evil.example' });
    const made = await fresh.plan(sellAll('main'));
    await assert.rejects(fresh.execute(made), /redirected to https:\/\/evil.example: no live order/);
    Object.assign(fresh.fake.ports, { redirectedTo: 'http://127.0.0.1:4000' });
    assert.equal((await fresh.execute(made)).state, 'done');
    await fresh.engine.close();
  });

  it('plans for live accounts on the command line, and never sends', async () => {
    const { plan, execute, main, fake, engine } = await openDesk({ engine: { mode: 'once', readBudgetMs: 60_000 } });
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    assert.equal(made.refused, null);
    await assert.rejects(execute(made), /the command line never sends live orders/);
    assert.deepEqual(main.sent, []);
    const paper = await plan(sellAll('paper'));
    assert.equal((await execute(paper)).state, 'done');
    await engine.close();
  });

  it('gives no orders of all portfolios together', async () => {
    const { engine } = await openDesk();
    await assert.rejects(
      engine.request('plan', { portfolio: combinedPortfolio, request: sellAll('main') }),
      /in single portfolios/,
    );
    assert.deepEqual(await engine.request('executions', { portfolio: combinedPortfolio, from: 0, to: 1 }), []);
    await engine.close();
  });

  it('runs one plan of a portfolio at a time, and stops it when trading is stopped', async () => {
    const { plan, execute, engine, main, fake, clock } = await openDesk();
    fake.setting.allowed = true;
    const first = await plan(sellAll('main'));
    const second = await plan(sellAll('paper'));
    main.behaves = () => 'waits';
    let ended: Execution | null = null;
    const running = engine
      .request('execute', { portfolio: folder, plan: first.id, digest: first.digest })
      .then((execution) => {
        ended = execution;
      });
    await clock.advance(1000);
    assert.equal(ended, null);
    await assert.rejects(execute(second), /another plan is being executed/);
    await assert.rejects(engine.request('resetPaper', { portfolio: folder, account: 'paper' }), /being executed/);
    assert.deepEqual(await engine.request('stopTrading', null), { stopped: 1 });
    await clock.advance(5000);
    await running;
    assert.equal((ended as Execution | null)?.orders[0]?.state, 'working');
    assert.deepEqual(await engine.request('stopTrading', null), { stopped: 0 });
    await engine.close();
  });

  it('does not begin what is still being looked at when trading is stopped', async () => {
    const { plan, engine, main, fake, clock } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    await clock.advance(5000);
    const read = fake.sources.get('main');
    assert.ok(read !== undefined);
    const { answer } = read;
    read.answer = () => new Promise((resolve) => clock.after(2000, () => resolve(answer())));
    const execution = engine.request('execute', { portfolio: folder, plan: made.id, digest: made.digest });
    execution.catch(() => undefined);
    await clock.advance(1000);
    assert.deepEqual(await engine.request('stopTrading', null), { stopped: 1 });
    await clock.advance(5000);
    await assert.rejects(execution, /trading was stopped/);
    assert.deepEqual(main.sent, []);
    await engine.close();
  });

  it('answers after 45 s as running, and tells the end by an event', async () => {
    const { plan, engine, main, fake, clock, executions } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    main.before = () =>
      clock.after(0, () => undefined) && new Promise((resolve) => clock.after(28_000, () => resolve()));
    main.behaves = () => 'waits';
    const answer = engine.request('execute', { portfolio: folder, plan: made.id, digest: made.digest });
    await clock.advance(46_000);
    assert.equal((await answer).state, 'running');
    await clock.advance(30_000);
    assert.equal(executions.at(-1)?.state, 'failed');
    await engine.close();
  });

  it('does not begin while another window executes a plan of the same portfolio', async () => {
    const { plan, execute, engine, history, clock, paper } = await openDesk();
    const made = await plan(sellAll('paper'));
    await history.saveExecution(left({ owner: 'another window', at: clock.now(), updatedAt: clock.now() }));
    await assert.rejects(execute(made), /another window executes "Sell all"/);
    assert.deepEqual(paper.sent, []);
    await engine.close();
  });

  it('says which accounts take orders, and why others do not', async () => {
    const { state, engine, configure } = await openDesk();
    assert.deepEqual((await state()).trading, [
      { account: 'main', live: true, ready: true, reason: null },
      { account: 'paper', live: false, ready: true, reason: null },
    ]);
    assert.equal((await state()).hasTargets, false);
    await configure({
      accounts: { ...accounts, main: { ...accounts.main, mode: 'read' } },
      targets: { allocation: { BTC: 0.5, USDT: 0.5 } },
    });
    const [main] = (await state()).trading ?? [];
    assert.deepEqual(main, {
      account: 'main',
      live: true,
      ready: false,
      reason: 'read-only: set "mode": "trade" in its block',
    });
    assert.equal((await state()).hasTargets, true);
    await engine.close();
  });

  it('resets a paper account and reads it at once; nothing else can be reset', async () => {
    const { engine, paper, fake } = await openDesk();
    const before = fake.sources.get('paper')?.reads ?? 0;
    await engine.request('resetPaper', { portfolio: folder, account: 'paper' });
    assert.equal(paper.resets, 1);
    assert.equal(fake.sources.get('paper')?.reads, before + 1);
    for (const account of ['bot', 'nobody']) {
      await assert.rejects(engine.request('resetPaper', { portfolio: folder, account }), /paper account|no account/);
    }
    await engine.close();
  });

  it('plans what a half-executed plan has left', async () => {
    const { plan, execute, engine, main, fake } = await openDesk();
    fake.setting.allowed = true;
    main.behaves = () => 'half';
    const made = await plan(sellAll('main'));
    const execution = await execute(made);
    assert.equal(execution.state, 'partly');
    main.behaves = () => 'fills';
    const rest = await plan({ kind: 'remaining', plan: execution.plan });
    assert.equal(rest.refused, null, JSON.stringify(rest.notExecutable));
    assert.deepEqual(
      rest.orders.map(({ ticket }) => ticket.quantity),
      ['0.5'],
    );
    assert.notEqual(rest.orders[0]?.ticket.clientOrderId, made.orders[0]?.ticket.clientOrderId);
    // Another plan of the same remainder, made before it was ordered, orders nothing a second time.
    const twin = await plan({ kind: 'remaining', plan: execution.plan });
    const continued = await execute(rest);
    assert.equal(continued.continues, execution.plan);
    assert.equal(continued.state, 'done');
    await assert.rejects(execute(twin), /changed since|ordered already/);
    await assert.rejects(plan({ kind: 'remaining', plan: execution.plan }), /what remained was ordered already/);
    assert.equal(main.sent.length, 2);
    await assert.rejects(plan({ kind: 'remaining', plan: 'never' }), /nothing is known of that execution/);
    await engine.close();
  });

  it('learns from the ledger what an order realised', async () => {
    const { plan, execute, engine, main, fake, clock, log } = await openDesk();
    fake.setting.allowed = true;
    const made = await plan(sellAll('main'));
    const id = made.orders[0]?.ticket.clientOrderId ?? '';
    const execution = await execute(made);
    assert.equal(execution.orders[0]?.realizedPnl, null);
    assert.match(execution.orders[0]?.realizedReason ?? '', /not in the account's ledger yet/);
    const part = { symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', side: 'sell', price: '60000' } as const;
    const trades = ['0.4', '0.6'].map((quantity, index) => ({
      ...part,
      id: String(index),
      at: clock.now(),
      quantity,
      fee: null,
      feeCurrency: null,
      strategy: null,
      clientOrderId: id,
      realizedPnl: index === 0 ? '100.5' : '-20',
    }));
    fake.answers.set('main', async () => ok(reading(clock.now(), { USDT: '160000' }, { trades })));
    const source = fake.sources.get('main');
    if (source !== undefined) source.answer = async () => ok(reading(clock.now(), { USDT: '160000' }, { trades }));
    await finished(clock, engine.request('refresh', { folder }));
    const [logged] = await log();
    assert.equal(logged?.orders[0]?.realizedPnl, '80.5');
    assert.equal(logged?.orders[0]?.realizedReason, null);
    assert.equal(main.sent.length, 1);
    await engine.close();
  });
});

describe('executions that a process left when it died', () => {
  it('are taken over at the start: what was sending is asked for, what was not sent is told, nothing is sent', async () => {
    const history = memoryHistory();
    const clock = manualClock();
    await history.saveExecution(left({ at: clock.now() - 5000, updatedAt: clock.now() - 5000 }));
    const first = await openDesk({ history, clock });
    const booked = {
      state: 'filled',
      orderId: 'x',
      filled: '0.1',
      averagePrice: '1',
      fee: null,
      feeCurrency: null,
    } as const;
    first.main.booked.set('qf00000000000a00', { ...booked, at: 1, reason: null });
    await finished(clock, first.engine.request('refresh', { folder }));
    await clock.advance(40_000);
    await finished(clock, first.engine.request('refresh', { folder }));
    await clock.advance(100);
    const [found] = await first.log();
    assert.equal(found?.state, 'interrupted');
    assert.deepEqual(first.main.sent, []);
    assert.equal(found?.orders[1]?.state, 'notSent');
    assert.match(found?.remains.at(-1) ?? '', /was not sent: Quantfolio was ended before it/);
    await first.engine.close();
  });

  it('are looked after by the command line, too, before it plans what remains', async () => {
    const history = memoryHistory();
    const clock = manualClock();
    const order = left({ at: clock.now() - 5000, updatedAt: clock.now() - 5000 });
    const onPaper = order.orders.map((each) => ({
      ...each,
      live: false,
      ticket: { ...each.ticket, account: 'paper' },
    }));
    await history.saveExecution({ ...order, orders: onPaper });
    const one = await openDesk({ history, clock, engine: { mode: 'once', readBudgetMs: 60_000 } });
    const rest = await one.plan({ kind: 'remaining', plan: 'left' });
    assert.equal((await one.log())[0]?.state, 'interrupted');
    assert.equal(rest.orders.length, 2);
    await one.engine.close();
  });

  it('of another machine are left alone for a minute, and then taken over by one', async () => {
    const history = memoryHistory();
    const clock = manualClock();
    await history.saveExecution(left({ owner: 'another machine', at: clock.now(), updatedAt: clock.now() }));
    const one = await openDesk({ history, clock });
    await clock.advance(30_000);
    assert.equal((await one.log())[0]?.state, 'running');
    await clock.advance(90_000);
    await clock.advance(40_000);
    const [found] = await one.log();
    assert.equal(found?.state, 'interrupted');
    assert.equal(found?.orders[0]?.state, 'notSent', 'the account surely does not know it');
    const { health } = await one.state();
    const item = health.find(({ id }) => id === 'execution/left');
    assert.equal(item?.title, 'Sell all was interrupted');
    assert.deepEqual(item?.action, { command: 'planRemaining', argument: 'left', title: 'Plan what remains' });
    await one.engine.close();
  });

  it('with an order that nobody can tell of are critical, and asked for again until it is known', async () => {
    const history = memoryHistory();
    const clock = manualClock();
    await history.saveExecution(left({ at: clock.now() - 100_000, updatedAt: clock.now() - 100_000 }));
    const one = await openDesk({ history, clock });
    one.main.behaves = () => 'silent';
    await clock.advance(120_000);
    const [found] = await one.log();
    assert.equal(found?.orders[0]?.state, 'unknown');
    const item = (await one.state()).health.find(({ id }) => id === 'execution/left');
    assert.equal(item?.severity, 'critical');
    await assert.rejects(one.plan({ kind: 'remaining', plan: 'left' }), /is not known yet: look at the exchange/);
    one.main.behaves = () => 'fillsLater';
    await clock.advance(200_000);
    const [later] = await one.log();
    assert.equal(later?.orders[0]?.state, 'filled');
    assert.equal(later?.state, 'interrupted');
    assert.equal((await one.state()).health.find(({ id }) => id === 'execution/left')?.severity, 'warning');
    assert.deepEqual(one.main.sent, []);
    await one.engine.close();
  });
});
