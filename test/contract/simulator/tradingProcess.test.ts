import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanRequest } from '../../../src/core/model/trading.ts';
import { systemClock } from '../../../src/process/systemClock.ts';
import { createChannel } from '../../../src/protocol/channel.ts';
import type { EngineEvent, EngineRequests, WindowRequests } from '../../../src/protocol/engine.ts';
import { tradingWorld } from '../../simulator/tradingWorld.ts';
import { startSimulator } from '../../support/startSimulator.ts';

const main = join(import.meta.dirname, '../../../src/process/main.ts');
const account = 'kraken-main';
const request: PlanRequest = {
  kind: 'order',
  account,
  symbol: 'BTC/USD',
  side: 'buy',
  size: { quantity: '0.001' },
  price: null,
  strategy: null,
};

it('the forked engine asks its window before every live order, and takes no answer for no', async function () {
  this.timeout(60_000);
  const simulator = await startSimulator({ world: tradingWorld(), trades: true });
  const folder = await mkdtemp(join(tmpdir(), 'quantfolio-process-'));
  const { apiKey, secret } = simulator.live.account(account);
  const asked: string[] = [];
  const events: EngineEvent[] = [];
  let answer: () => boolean = () => false;
  const { QUANTFOLIO_EXCHANGE_BASE_URL = '' } = simulator.environment;
  const child = fork(main, [join(folder, 'data')], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, QUANTFOLIO_EXCHANGE_BASE_URL },
  });
  const channel = createChannel<EngineRequests, WindowRequests>({
    send: (frame) => void child.send(frame),
    onMessage(listener) {
      child.on('message', listener);
      return { close: () => void child.off('message', listener) };
    },
    handlers: {
      credentials: () => ({ apiKey, secret }),
      hostApproved: () => false,
      databaseUrl: () => null,
      tradingAllowed(question) {
        asked.push(`${question.folder === folder} ${question.account}`);
        return answer();
      },
    },
    onEvent: (event) => void events.push(event),
    timeoutMs: 30_000,
    after: systemClock.after,
    log: () => undefined,
  });
  try {
    const settings = { kind: 'exchange', exchange: 'kraken', scopes: ['spot'], mode: 'trade' };
    const text = JSON.stringify({ version: 1, baseCurrency: 'USD', accounts: { [account]: settings } });
    await channel.request('open', { folder, configPath: join(folder, 'quantfolio.json'), text });
    await channel.request('refresh', { folder });
    const plan = await channel.request('plan', { portfolio: folder, request });
    assert.equal(plan.refused, null);
    const execute = () => channel.request('execute', { portfolio: folder, plan: plan.id, digest: plan.digest });
    await assert.rejects(execute(), /live trading is off/);
    answer = () => {
      throw new Error('the window does not know');
    };
    await assert.rejects(execute(), /live trading is off/);
    assert.deepEqual(simulator.log.writes(), []);
    const before = asked.length;
    answer = () => true;
    const execution = await execute();
    assert.equal(execution.state, 'done', execution.remains.join('; '));
    assert.ok(asked.length >= before + 3, 'before it begins, before its order, and as that leaves');
    assert.ok(asked.every((question) => question === `true ${account}`));
    assert.ok(events.some((event) => event.type === 'execution' && event.execution.state === 'done'));
  } finally {
    channel.close();
    child.kill('SIGKILL');
    await once(child, 'close');
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }
});
