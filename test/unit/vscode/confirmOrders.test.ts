import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';

const { askCarefully } = await import('../../../src/vscode/trading/confirmOrders.ts');
const { window } = (await import('vscode')) as unknown as { window: Record<string, unknown> };

describe('the dialog of live orders', () => {
  const original = window['showWarningMessage'];
  after(() => {
    window['showWarningMessage'] = original;
  });
  const asked = async (choose: (items: readonly { title: string }[]) => unknown) => {
    const calls: unknown[][] = [];
    window['showWarningMessage'] = async (...args: unknown[]) => {
      calls.push(args);
      return choose(args.slice(2) as { title: string }[]);
    };
    return { answer: await askCarefully('Send?', 'All of it', 'Send 2 Orders'), calls };
  };

  it('is modal, names the orders, and its first button sends nothing', async () => {
    const { answer, calls } = await asked((items) => items[0]);
    assert.equal(answer, null);
    assert.deepEqual(calls[0]?.slice(0, 2), ['Send?', { modal: true, detail: 'All of it' }]);
    assert.deepEqual(calls[0]?.[2], { title: 'Do Not Send' });
  });

  it('answers only what was pressed', async () => {
    assert.equal((await asked((items) => items[1])).answer, 'Send 2 Orders');
    assert.equal((await asked(() => undefined)).answer, null);
  });
});
