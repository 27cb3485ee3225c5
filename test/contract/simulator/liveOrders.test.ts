import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from '../../../src/engine/engine.ts';
import { environmentApprovals, environmentKeys } from '../../../src/process/environmentKeys.ts';
import { openEngine } from '../../../src/process/open.ts';
import { tradingWorld } from '../../simulator/tradingWorld.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';

const account = 'binance-main';

/** Rule 3 through the whole engine, real ccxt and real HTTP. */
describe('live orders through the whole engine', function () {
  this.timeout(60_000);
  let simulator: Simulator;
  let work: string;
  let engine: Engine | null = null;

  beforeEach(async () => {
    simulator = await startSimulator({ world: tradingWorld(), trades: true });
    work = await mkdtemp(join(tmpdir(), 'quantfolio-live-'));
  });
  afterEach(async () => {
    await engine?.close();
    engine = null;
    await simulator.close();
    await rm(work, { recursive: true, force: true });
  });

  async function bought(mode: 'read' | 'trade', allowed: (asked: number) => boolean) {
    const quiet = (): void => undefined;
    let asked = 0;
    engine = openEngine({
      environment: simulator.environment,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      dataDir: join(work, 'data'),
      secrets: environmentKeys(simulator.environment, () => [account]),
      hosts: environmentApprovals({}),
      engine: { mode: 'live' },
      tradingAllowed: async () => {
        asked += 1;
        return allowed(asked);
      },
    });
    const text = JSON.stringify({
      version: 1,
      baseCurrency: 'USD',
      realtime: false,
      accounts: { [account]: { kind: 'exchange', exchange: 'binance', scopes: ['spot'], mode } },
    });
    await engine.request('open', { folder: work, configPath: join(work, 'quantfolio.json'), text });
    const end = Date.now() + 30_000;
    for (;;) {
      const [state] = await engine.request('states', null);
      if (state?.snapshot?.equity != null) {
        const size = { quantity: '0.01' };
        const request = {
          kind: 'order',
          account,
          symbol: 'BTC/USDT',
          side: 'buy',
          size,
          price: null,
          strategy: null,
        } as const;
        const plan = await engine.request('plan', { portfolio: state.id, request });
        const { id, digest } = plan;
        const execution = await engine.request('execute', { portfolio: state.id, plan: id, digest }).then(
          (done) => done,
          (error: unknown) => String(error),
        );
        return { plan, execution };
      }
      assert.ok(Date.now() < end, 'the account was read');
      await wait(50);
    }
  }

  it('sends exactly the planned order, once, and tells what it got', async () => {
    const { plan, execution } = await bought('trade', () => true);
    assert.equal(plan.refused, null);
    assert.ok(typeof execution === 'object');
    const [record] = execution.orders;
    assert.deepEqual(
      [execution.state, record?.state, record?.filled, record?.averagePrice, record?.feeCurrency],
      ['done', 'filled', '0.01', '67000.01', 'BTC'],
    );
    const writes = simulator.log.writes().map(({ method, path, query }) => [method, path, query['newClientOrderId']]);
    assert.deepEqual(writes, [['POST', '/api/v3/order', plan.orders[0]?.ticket.clientOrderId]]);
  });

  it('sends nothing while trading is off, in mode read, or when it is switched off on the order’s way', async () => {
    const off = await bought('trade', () => false);
    assert.notEqual(typeof off.execution === 'object' ? off.execution.state : 'refused', 'done');
    await engine?.close();
    const read = await bought('read', () => true);
    assert.notEqual(typeof read.execution === 'object' ? read.execution.state : 'refused', 'done');
    await engine?.close();
    // Allowed when it is asked for the plan's start, no more when the signed request is about to leave.
    const late = await bought('trade', (asked) => asked <= 1);
    assert.notEqual(typeof late.execution === 'object' ? late.execution.state : 'refused', 'done');
    assert.deepEqual(simulator.log.writes(), []);
  });
});
