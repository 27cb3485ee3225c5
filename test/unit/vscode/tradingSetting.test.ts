import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import type { Memento } from 'vscode';

const { createTradingSetting } = await import('../../../src/vscode/trading/tradingSetting.ts');
const vscode = (await import('vscode')) as unknown as {
  configuration: { inspected: unknown; updates: unknown[]; failUpdate: string | null };
  configurationChanged: { fire(event: unknown): void };
  workspace: { isTrusted: boolean };
};

function memory(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string, otherwise?: unknown) => values.get(key) ?? otherwise,
    update: async (key: string, value: unknown) => void values.set(key, value),
  } as Memento;
}

function userSays(value: unknown, more: object = {}): void {
  vscode.configuration.inspected = { globalValue: value, ...more };
  vscode.configurationChanged.fire({ affectsConfiguration: () => true });
}

describe('the setting that lets live orders be sent', () => {
  beforeEach(() => {
    vscode.configuration.inspected = undefined;
    vscode.configuration.updates.length = 0;
    vscode.configuration.failUpdate = null;
    vscode.workspace.isTrusted = true;
  });

  it('is off by default, and on by the user’s own true only', () => {
    const setting = createTradingSetting(memory());
    assert.equal(setting.on, false);
    for (const value of [undefined, false, null, 'true', 1, {}]) {
      userSays(value);
      assert.equal(setting.on, false, String(value));
    }
    userSays(true);
    assert.equal(setting.on, true);
  });

  it('cannot be turned on by a workspace or a folder', () => {
    const setting = createTradingSetting(memory());
    userSays(undefined, { workspaceValue: true, workspaceFolderValue: true, defaultValue: true });
    assert.equal(setting.on, false);
    userSays(false, { workspaceValue: true });
    assert.equal(setting.on, false);
  });

  it('never holds in Restricted Mode', () => {
    userSays(true);
    const setting = createTradingSetting(memory());
    vscode.workspace.isTrusted = false;
    assert.equal(setting.on, false);
  });

  it('is off at once when turned off, before anything is written, and written to the user’s settings', async () => {
    userSays(true);
    const setting = createTradingSetting(memory());
    const done = setting.turnOff();
    assert.equal(setting.on, false);
    assert.equal(await done, null);
    assert.deepEqual(vscode.configuration.updates, [['trading.enabled', false, 1]]);
    userSays(true);
    assert.equal(setting.on, true, 'the user may turn it on again');
  });

  it('stays off, over a reload too, when the settings cannot be written', async () => {
    userSays(true);
    const kept = memory();
    const setting = createTradingSetting(kept);
    vscode.configuration.failUpdate = 'settings.json has errors';
    assert.equal(await setting.turnOff(), 'settings.json has errors');
    assert.equal(setting.on, false);
    const again = createTradingSetting(kept);
    assert.equal(again.on, false);
    // A workspace that changes its own value does not release it; the user’s false, then true, does.
    userSays(true, { workspaceValue: true });
    assert.equal(again.on, false);
    userSays(false);
    userSays(true);
    assert.equal(again.on, true);
  });

  it('tells whoever shows it', async () => {
    userSays(true);
    const setting = createTradingSetting(memory());
    let told = 0;
    setting.onChange(() => {
      told += 1;
    });
    await setting.turnOff();
    assert.ok(told >= 1);
  });
});
