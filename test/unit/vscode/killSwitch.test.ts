import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import type { Execution } from '../../../src/core/model/trading.ts';
import type { Parts } from '../../../src/vscode/parts.ts';
import { portfolioState } from '../../support/portfolioState.ts';
import { executionOf, orderRecord } from '../../support/tradingSamples.ts';

const { turnAllTradingOff } = await import('../../../src/vscode/commands/killSwitch.ts');
const { window } = (await import('vscode')) as unknown as { window: Record<string, unknown> };

interface Setup {
  readonly on?: boolean;
  readonly status?: 'off' | 'ready';
  readonly failure?: string;
  readonly stop?: () => Promise<unknown>;
  readonly executions?: readonly Execution[];
}

describe('Turn All Trading Off', () => {
  const original = { ...window };
  after(() => Object.assign(window, original));

  const run = async (setup: Setup) => {
    const order: string[] = [];
    const told: string[] = [];
    for (const name of ['showWarningMessage', 'showInformationMessage']) {
      window[name] = async (message: string) => {
        told.push(`${name === 'showWarningMessage' ? 'warning' : 'info'}: ${message}`);
      };
    }
    const request = async (name: string) => {
      order.push(name);
      if (name === 'executions') return setup.executions ?? [];
      return setup.stop === undefined ? { stopped: 0 } : setup.stop();
    };
    const turnOff = async () => {
      order.push('turnOff');
      return setup.failure ?? null;
    };
    await turnAllTradingOff({
      trading: { on: setup.on ?? true, turnOff },
      engine: { status: { kind: setup.status ?? 'ready' }, request },
      store: { all: () => [portfolioState()] },
      desk: { titlesOf: () => (account: string) => (account === 'main' ? 'Binance · main' : account) },
      privacy: { on: false },
      log: { info: () => undefined },
    } as unknown as Parts);
    return { order, told: told.join() };
  };

  it('turns the setting off first, then stops what runs, and says so', async () => {
    const { order, told } = await run({ stop: async () => ({ stopped: 2 }) });
    assert.deepEqual(order, ['turnOff', 'stopTrading', 'executions']);
    assert.equal(told, 'info: Live trading is off. 2 running executions stopped before the next order.');
  });

  it('names live orders that were sent before and may still be working; paper and filled ones are none', async () => {
    const executions = [
      executionOf({
        orders: [
          orderRecord({ live: true, state: 'working' }),
          orderRecord({ live: true, state: 'filled' }),
          orderRecord({ live: false, state: 'working' }),
        ],
      }),
    ];
    const { told } = await run({ executions });
    assert.match(told, /^warning: .*cancel them at the exchange: Sell 0\.0348 BTC at the market on Binance · main\.$/);
  });

  it('works when nothing runs, and starts no engine for it', async () => {
    const { order, told } = await run({ on: false, status: 'off' });
    assert.deepEqual(order, ['turnOff']);
    assert.equal(told, 'info: Live trading was off already. Nothing was being executed.');
  });

  it('goes on whatever fails, and tells what failed', async () => {
    const stop = async () => {
      throw new Error('the engine stopped');
    };
    const { told } = await run({ stop, failure: 'settings.json has errors' });
    assert.match(
      told,
      /^warning: Live trading is off\. The engine could not be told to stop \(the engine stopped\), but it asks/,
    );
    assert.match(told, /could not be written \(settings\.json has errors\): it stays off/);
  });
});
