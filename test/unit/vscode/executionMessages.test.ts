import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import type { Execution } from '../../../src/core/model/trading.ts';
import type { EngineProcess } from '../../../src/vscode/engineProcess.ts';
import type { Privacy } from '../../../src/vscode/privacy.ts';
import { executionOf, orderRecord } from '../../support/tradingSamples.ts';

const { executionMessages } = await import('../../../src/vscode/trading/executionMessages.ts');
const vscode = (await import('vscode')) as unknown as {
  EventEmitter: new () => { event: unknown; fire(value: unknown): void };
  window: Record<string, unknown>;
  ran: unknown[][];
};

describe('messages of executions', () => {
  const original = vscode.window['showWarningMessage'];
  let told: unknown[][] = [];
  let answer: string | undefined;
  beforeEach(() => {
    told = [];
    answer = undefined;
    vscode.window['showWarningMessage'] = async (...args: unknown[]) => {
      told.push(args);
      return answer;
    };
  });
  after(() => {
    vscode.window['showWarningMessage'] = original;
  });

  const listening = (privacy = false) => {
    const events = new vscode.EventEmitter();
    executionMessages({ onEvent: events.event } as unknown as EngineProcess, { on: privacy } as Privacy);
    return (execution: Execution) => events.fire({ type: 'execution', execution });
  };
  const half = executionOf({ state: 'interrupted', remains: ['buy 0.3964 ETH on main'] });

  it('come once for what did not go as planned, with what remains', () => {
    const tell = listening();
    tell(executionOf({ state: 'running' }));
    tell(half);
    tell({ ...half, updatedAt: half.updatedAt + 1 });
    assert.equal(told.length, 1);
    assert.match(
      String(told[0]?.[0]),
      /^Rebalance to 3 targets\. Interrupted: 1 order filled\. Remains: buy 0\.3964 ETH on main\.$/,
    );
    assert.deepEqual(told[0]?.slice(1), ['Plan the Rest…', 'Show Order Log']);
  });

  it('do not come for what went as planned', () => {
    const tell = listening();
    tell(executionOf({ state: 'running' }));
    tell(executionOf());
    assert.deepEqual(told, []);
  });

  it('come for an order of unknown fate even where all else is done', () => {
    listening()(executionOf({ orders: [orderRecord({ state: 'unknown' })] }));
    assert.equal(told.length, 1);
    assert.deepEqual(told[0]?.slice(1), ['Show Order Log']);
  });

  it('plan the rest only when asked to, and send nothing', async () => {
    answer = 'Plan the Rest…';
    listening()(half);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(vscode.ran.at(-1), ['quantfolio.planRemaining', { portfolio: half.portfolio, plan: half.plan }]);
  });

  it('hold no amount in privacy', () => {
    listening(true)(half);
    assert.doesNotMatch(String(told[0]?.[0]), /0\.3964/);
  });
});
