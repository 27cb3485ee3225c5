import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Execution, PlanRequest } from '../../src/core/model/trading.ts';
import type { History } from '../../src/core/ports.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { environmentApprovals, environmentKeys } from '../../src/process/environmentKeys.ts';
import { openEngine } from '../../src/process/open.ts';

const text = JSON.stringify({
  version: 1,
  baseCurrency: 'USD',
  accounts: { paper: { kind: 'paper', cash: { USD: 10_000 }, feeBps: 10, slippageBps: 5 } },
});

describe('a paper account through the whole engine (SRC-2, REB-3)', function () {
  this.timeout(60_000);
  let folder: string;
  const engines: Engine[] = [];
  let history: History | null = null;

  async function open(): Promise<Engine> {
    const silent = (): void => undefined;
    const engine = openEngine({
      environment: {},
      log: { debug: silent, info: silent, warn: silent, error: silent },
      dataDir: join(folder, 'data'),
      secrets: environmentKeys({}, () => []),
      hosts: environmentApprovals({}),
      onHistory(opened) {
        if (opened.ok) history = opened.value;
        return opened;
      },
    });
    engines.push(engine);
    await engine.request('open', { folder, configPath: join(folder, 'quantfolio.json'), text });
    await engine.request('refresh', { folder });
    return engine;
  }
  const order = (side: 'buy' | 'sell', size: Extract<PlanRequest, { kind: 'order' }>['size']): PlanRequest => {
    return { kind: 'order', account: 'paper', symbol: 'BTC/USD', side, size, price: null, strategy: null };
  };
  async function trade(engine: Engine, request: PlanRequest): Promise<Execution> {
    const plan = await engine.request('plan', { portfolio: folder, request });
    assert.equal(plan.refused, null);
    const { id, digest } = plan;
    return engine.request('execute', { portfolio: folder, plan: id, digest });
  }
  const snapshotOf = async (engine: Engine) => {
    const found = (await engine.request('states', null)).find(({ id }) => id === folder)?.snapshot;
    assert.ok(found);
    return found;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-paper-'));
  });
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps what was ordered over a restart, and shows it in the book, the trades and the log', async () => {
    const first = await open();
    const bought = await trade(first, order('buy', { notional: '4000' }));
    assert.equal(bought.state, 'done');
    const sold = await trade(first, order('sell', { all: true }));
    assert.equal(sold.state, 'done');
    assert.ok(Number(sold.orders[0]?.realizedPnl) < 0, 'slippage is lost');
    const before = await snapshotOf(first);
    assert.equal(before.positions.length, 0);
    assert.ok((before.equity ?? 0) < 10_000 && (before.equity ?? 0) > 9_900);
    await first.close();
    const again = await open();
    assert.equal((await snapshotOf(again)).equity, before.equity);
    const log = await again.request('executions', { portfolio: folder, from: 0, to: Date.now() });
    assert.deepEqual(
      log.map(({ plan, state }) => [plan, state]),
      [
        [sold.plan, 'done'],
        [bought.plan, 'done'],
      ],
    );
    const { trades } = await again.request('ledger', { portfolio: folder, account: 'paper', from: 0, to: Date.now() });
    assert.deepEqual(
      trades.map(({ side, id }) => [side, id]),
      [
        ['buy', bought.orders[0]?.ticket.clientOrderId],
        ['sell', sold.orders[0]?.ticket.clientOrderId],
      ],
    );
  });

  it('shows what another window ordered with the next refresh, and never fills one order twice', async () => {
    const [one, two] = [await open(), await open()];
    const requests = [0, 1, 2, 3, 4, 5].map((index) =>
      trade(index % 2 === 0 ? one : two, order('buy', { quantity: '0.001' })).catch((error: Error) => error.message),
    );
    const answers = await Promise.all(requests);
    const done = answers.filter((each): each is Execution => typeof each !== 'string' && each.state === 'done');
    // Within one window one plan runs at a time; the others are told so.
    for (const each of answers) {
      if (typeof each === 'string') assert.match(each, /another (plan|window)|changed since|ordered already/);
    }
    assert.ok(done.length >= 2);
    const journal = (await history?.journal('paper')) ?? [];
    assert.equal(journal.length, done.length);
    await Promise.all([one, two].map((engine) => engine.request('refresh', { folder })));
    for (const engine of [one, two]) {
      const size = (await snapshotOf(engine)).positions.reduce((sum, position) => sum + Number(position.size), 0);
      assert.ok(Math.abs(size - 0.001 * done.length) < 1e-9);
    }
  });

  it('begins anew without a profit or a loss', async () => {
    const engine = await open();
    await trade(engine, order('buy', { notional: '5000' }));
    const before = await snapshotOf(engine);
    await engine.request('resetPaper', { portfolio: folder, account: 'paper' });
    await engine.request('refresh', { folder });
    const after = await snapshotOf(engine);
    assert.equal(after.equity, 10_000);
    assert.equal(after.positions.length, 0);
    const gained = (snapshot: typeof after): number => snapshot.allTime.abs ?? Number.NaN;
    // What was lost before stays lost; paying in what was missing gained nothing.
    assert.ok(Math.abs(gained(after) - gained(before)) < 2, `${gained(before)} became ${gained(after)}`);
    const bought = await trade(engine, order('buy', { quantity: '0.01' }));
    assert.equal(bought.state, 'done');
    assert.equal((await snapshotOf(engine)).positions.length, 1);
  });
});
