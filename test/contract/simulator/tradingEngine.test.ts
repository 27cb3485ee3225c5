import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Big from 'big.js';
import type { Execution, Plan, PlanRequest } from '../../../src/core/model/trading.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { environmentApprovals, environmentKeys } from '../../../src/process/environmentKeys.ts';
import { openEngine } from '../../../src/process/open.ts';
import { defaultWorld, emptyAccount } from '../../simulator/defaultWorld.ts';
import { pocket } from '../../simulator/world.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';

const account = 'trader';
const sell: PlanRequest = {
  kind: 'order',
  account,
  symbol: 'BTC/USDT',
  side: 'sell',
  size: { quantity: '0.01' },
  price: null,
  strategy: null,
};
const buy: PlanRequest = { ...sell, symbol: 'ETH/USDT', side: 'buy', size: { quantity: '0.1' } };

describe('trading through the whole engine, against the simulated exchange (REB-3, SEC-4)', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let work: string;
  let engine: Engine;
  let allowed: boolean;
  const asked: string[] = [];

  /** An engine as a window has it (or the command line), over an account with 0.15 BTC, 2 ETH and 6,000 USDT. */
  async function open({
    trades = true,
    mode = 'trade',
    engineMode = 'live' as 'live' | 'once',
    config = {},
  } = {}): Promise<void> {
    const world = defaultWorld();
    const own = emptyAccount('binance', account);
    Object.assign(own.pockets.spot, { BTC: pocket('0.15'), ETH: pocket('2'), USDT: pocket('6000') });
    own.permissions.trade = true;
    world.accounts.push(own);
    simulator = await startSimulator({ world, trades });
    work = await mkdtemp(join(tmpdir(), 'quantfolio-trading-'));
    const silent = (): void => undefined;
    engine = openEngine({
      environment: simulator.environment,
      log: { debug: silent, info: silent, warn: silent, error: silent },
      dataDir: join(work, 'data'),
      secrets: environmentKeys(simulator.environment, () => [account]),
      hosts: environmentApprovals({}),
      tradingAllowed: async (_folder, id) => {
        asked.push(id);
        return allowed;
      },
      engine: engineMode === 'live' ? {} : { mode: 'once', readBudgetMs: 4000 },
    });
    const settings = { kind: 'exchange', exchange: 'binance', scopes: ['spot'], mode };
    const text = JSON.stringify({ version: 1, baseCurrency: 'USD', accounts: { [account]: settings }, ...config });
    await engine.request('open', { folder: work, configPath: join(work, 'quantfolio.json'), text });
    await engine.request('refresh', { folder: work });
  }
  beforeEach(() => {
    allowed = true;
    asked.length = 0;
  });
  afterEach(async () => {
    await engine.close();
    await rm(work, { recursive: true, force: true });
    // Without `trades` this throws when anything was written.
    await simulator.close();
  });

  const plan = (request: PlanRequest): Promise<Plan> => engine.request('plan', { portfolio: work, request });
  const execute = ({ id, digest }: Plan): Promise<Execution> =>
    engine.request('execute', { portfolio: work, plan: id, digest });
  const ours = () =>
    simulator.live.account(account).orders.filter(({ clientOrderId }) => clientOrderId?.startsWith('qf') === true);
  const posts = () => simulator.log.writes().filter(({ method }) => method === 'POST').length;
  const rebalance = {
    targets: { allocation: { BTC: 0.3, ETH: 0.4, USDT: 0.3 }, threshold: 0.01, minTradeNotional: 20 },
  };

  it('sends exactly the orders of a plan, shows the book at once, and learns what they realised', async () => {
    await open({ config: rebalance });
    const made = await plan({ kind: 'rebalance', threshold: null, mode: null });
    assert.equal(made.refused, null);
    assert.deepEqual(
      made.orders.map(({ ticket, live }) => [ticket.side, ticket.symbol, live]),
      [
        ['sell', 'BTC/USDT', true],
        ['buy', 'ETH/USDT', true],
      ],
    );
    const execution = await execute(made);
    assert.equal(execution.state, 'done', execution.remains.join('; '));
    assert.deepEqual(
      ours().map(({ clientOrderId, quantity }) => [clientOrderId, new Big(quantity).toString()]),
      made.orders.map(({ ticket }) => [ticket.clientOrderId, ticket.quantity]),
    );
    assert.equal(posts(), 2);
    assert.ok(asked.length >= 4, 'the setting is asked for before each order and as it leaves');
    const state = (await engine.request('states', null))[0];
    const held = state?.snapshot?.holdings.find(({ asset }) => asset === 'BTC');
    const [first] = made.orders;
    assert.ok(first !== undefined);
    assert.equal(held?.quantity, new Big('0.15').minus(first.ticket.quantity).toString());
    assert.equal(execution.orders[1]?.realizedPnl, '0', 'a purchase realises nothing');
    const logged = await engine.request('executions', { portfolio: work, from: 0, to: Date.now() });
    assert.equal(logged[0]?.plan, made.id);
    assert.ok(logged[0]?.orders.every(({ fee, averagePrice }) => fee !== null && averagePrice !== null));
  });

  it('writes nothing on the wire while the setting is off, whatever is planned', async () => {
    allowed = false;
    await open({ trades: false, config: rebalance });
    for (const request of [sell, buy, { kind: 'rebalance', threshold: null, mode: null } as const]) {
      const made = await plan(request);
      assert.equal(made.refused, null);
      await assert.rejects(execute(made), /live trading is off/);
    }
    assert.deepEqual(simulator.log.writes(), []);
  });

  it('writes nothing on the wire for an account in mode read, and plans nothing there', async () => {
    await open({ trades: false, mode: 'read' });
    const made = await plan(sell);
    assert.equal(made.orders.length, 0);
    assert.match(`${made.refused} ${made.notExecutable.map(({ reason }) => reason).join()}`, /read-only|mode/);
    await assert.rejects(execute(made), /refused|no orders|not checked/);
    assert.deepEqual(simulator.log.writes(), []);
  });

  it('writes nothing on the wire from the command line, even with a setting that says yes', async () => {
    await open({ trades: false, engineMode: 'once' });
    const made = await plan(sell);
    assert.equal(made.refused, null);
    await assert.rejects(execute(made), /the command line never sends live orders/);
    assert.deepEqual(simulator.log.writes(), []);
  });

  it('writes nothing on the wire for orders that the limits do not allow', async () => {
    await open({ trades: false, config: { limits: { maxOrderNotional: 100 } } });
    const made = await plan(sell);
    assert.notEqual(made.check?.allowed, true);
    await assert.rejects(execute(made), /limits do not allow|refused/);
    assert.deepEqual(simulator.log.writes(), []);
  });

  it('stops between the legs when trading is turned off, and says what remains', async () => {
    await open({ config: rebalance });
    const made = await plan({ kind: 'rebalance', threshold: null, mode: null });
    simulator.faults.add({ path: '*/order', method: 'POST', effect: { kind: 'delay', ms: 400 } });
    const running = execute(made);
    while (posts() === 0) await wait(5);
    assert.deepEqual(await engine.request('stopTrading', null), { stopped: 1 });
    const execution = await running;
    assert.deepEqual(
      execution.orders.map(({ state }) => state),
      ['filled', 'notSent'],
    );
    assert.equal(posts(), 1);
    assert.match(execution.remains[0] ?? '', /Buy .* ETH\/USDT on trader was not sent: trading was stopped/);
    simulator.faults.clear();
    const rest = await plan({ kind: 'remaining', plan: made.id });
    assert.deepEqual(
      rest.orders.map(({ ticket }) => [ticket.side, ticket.symbol]),
      [['buy', 'ETH/USDT']],
    );
    assert.equal((await execute(rest)).state, 'done');
    assert.equal(ours().length, 2);
  });

  it('finds an order whose answer was lost, and does not place it again', async () => {
    await open({ config: rebalance });
    const made = await plan({ kind: 'rebalance', threshold: null, mode: null });
    simulator.faults.add({ path: '*/order', method: 'POST', count: 1, effect: { kind: 'drop' } });
    const execution = await execute(made);
    assert.equal(execution.state, 'done', execution.remains.join('; '));
    assert.equal(ours().length, 2);
  });

  it('sends an order that never arrived neither again nor anything after it', async () => {
    await open({ config: rebalance });
    const made = await plan({ kind: 'rebalance', threshold: null, mode: null });
    simulator.faults.add({ path: '*/order', method: 'POST', count: 1, before: true, effect: { kind: 'drop' } });
    const execution = await execute(made);
    assert.equal(execution.state, 'failed');
    assert.deepEqual(
      execution.orders.map(({ state }) => state),
      ['notSent', 'notSent'],
    );
    assert.equal(ours().length, 0);
  });

  it('refuses a plan whose account was traded elsewhere meanwhile', async () => {
    await open();
    const made = await plan(sell);
    simulator.live.setPocket(account, 'spot', 'BTC', pocket('0.05'));
    await wait(3100);
    await assert.rejects(execute(made), /BTC on trader changed since the plan was made/);
    assert.equal(posts(), 0);
  });
});
