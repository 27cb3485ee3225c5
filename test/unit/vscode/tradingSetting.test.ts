import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Memento } from 'vscode';

const { createStopMark } = await import('../../../src/vscode/trading/stopMark.ts');
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

async function until(met: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 5000;
  while (!(await met())) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('the setting that lets live orders be sent', () => {
  let storage: string;
  const made: { dispose(): void }[] = [];
  /** A window's; all of one test share the machine. */
  const settingOf = (kept: Memento, mark = createStopMark(storage)) => {
    const setting = createTradingSetting(kept, mark);
    made.push(setting);
    return setting;
  };
  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'quantfolio-setting-'));
    vscode.configuration.inspected = undefined;
    vscode.configuration.updates.length = 0;
    vscode.configuration.failUpdate = null;
    vscode.workspace.isTrusted = true;
  });
  afterEach(async () => {
    for (const each of made.splice(0)) each.dispose();
    await rm(storage, { recursive: true, force: true });
  });

  it('is off by default, and on by the user’s own true only', () => {
    const setting = settingOf(memory());
    assert.equal(setting.on, false);
    for (const value of [undefined, false, null, 'true', 1, {}]) {
      userSays(value);
      assert.equal(setting.on, false, String(value));
    }
    userSays(true);
    assert.equal(setting.on, true);
  });

  it('cannot be turned on by a workspace or a folder', () => {
    const setting = settingOf(memory());
    userSays(undefined, { workspaceValue: true, workspaceFolderValue: true, defaultValue: true });
    assert.equal(setting.on, false);
    userSays(false, { workspaceValue: true });
    assert.equal(setting.on, false);
  });

  it('never holds in Restricted Mode', () => {
    userSays(true);
    const setting = settingOf(memory());
    vscode.workspace.isTrusted = false;
    assert.equal(setting.on, false);
  });

  it('is off at once when turned off, before anything is written, and written to the user’s settings', async () => {
    userSays(true);
    const setting = settingOf(memory());
    const done = setting.turnOff();
    assert.equal(setting.on, false);
    assert.equal(await done, null);
    assert.deepEqual(vscode.configuration.updates, [['trading.enabled', false, 1]]);
    assert.equal(await setting.allowed(), false);
    userSays(true);
    await until(() => setting.on, 'the user may turn it on again');
    assert.equal(await setting.allowed(), true);
  });

  it('stays off, over a reload too, when the settings cannot be written', async () => {
    userSays(true);
    const kept = memory();
    const setting = settingOf(kept);
    vscode.configuration.failUpdate = 'settings.json has errors';
    assert.equal(await setting.turnOff(), 'settings.json has errors');
    assert.equal(setting.on, false);
    const again = settingOf(kept);
    assert.equal(again.on, false);
    // A workspace that changes its own value does not release it; the user’s false, then true, does.
    userSays(true, { workspaceValue: true });
    assert.equal(again.on, false);
    userSays(false);
    userSays(true);
    await until(() => again.on, 'the user has turned it off and on');
    assert.equal(await again.allowed(), true);
  });

  it('is off in every other window before the settings have reached it, and where they cannot be written', async () => {
    for (const fails of [null, 'settings.json is read-only']) {
      userSays(false);
      userSays(true);
      const here = settingOf(memory());
      const there = settingOf(memory());
      await until(async () => (await there.allowed()) && (await here.allowed()), 'both may');
      vscode.configuration.failUpdate = fails;
      // The other window has its settings of before: as if nothing of them was written yet.
      const done = here.turnOff();
      await done;
      vscode.configuration.inspected = { globalValue: true };
      assert.equal(await there.allowed(), false, `the other window, ${fails ?? 'written'}`);
      assert.equal(there.on, false, 'and it shows so');
      if (fails !== null) {
        const reopened = settingOf(memory());
        assert.equal(await reopened.allowed(), false, 'a window that is opened later');
      }
      vscode.configuration.failUpdate = null;
    }
  });

  it('shows in other windows that trading was turned off, without being asked', async () => {
    userSays(true);
    const here = settingOf(memory());
    const there = settingOf(memory());
    assert.equal(await there.allowed(), true);
    vscode.configuration.failUpdate = 'settings.json has errors';
    await here.turnOff();
    await until(() => !there.on, 'the other window shows it');
  });

  it('may be on again after a stop that the settings had taken, where the user turned it on while no window was open', async () => {
    userSays(true);
    await settingOf(memory()).turnOff();
    assert.equal(await readFile(join(storage, 'trading-stopped'), 'utf8'), 'settled\n');
    for (const each of made.splice(0)) each.dispose();
    vscode.configuration.inspected = { globalValue: true };
    const next = settingOf(memory());
    await until(() => next.on, 'a new window');
    assert.equal(await next.allowed(), true);
  });

  it('is off where nothing can be remembered, and where nobody can tell whether it was turned off', async () => {
    userSays(true);
    const forgetful = memory();
    forgetful.update = async () => {
      throw new Error('the disk is full');
    };
    vscode.configuration.failUpdate = 'settings.json has errors';
    const setting = settingOf(forgetful, {
      ...createStopMark(storage),
      raise: () => Promise.reject(new Error('full')),
    });
    assert.equal(await setting.allowed(), true);
    const words = await setting.turnOff();
    assert.match(words ?? '', /full.*the disk is full.*settings.json has errors/);
    assert.equal(setting.on, false);
    assert.equal(await setting.allowed(), false);
    const blind = settingOf(memory(), { ...createStopMark(storage), read: () => Promise.reject(new Error('EIO')) });
    assert.equal(await blind.allowed(), false);
    // What is in its place that is no file is not an allowance either.
    await rm(storage, { recursive: true, force: true });
    await mkdir(join(storage, 'trading-stopped'), { recursive: true });
    assert.equal(await settingOf(memory()).allowed(), false);
  });

  it('what stops it is a file that is made where there is none, and holds whatever is in it', async () => {
    const mark = createStopMark(join(storage, 'not', 'there', 'yet'));
    assert.equal(await mark.read(), null);
    await mark.raise('held');
    assert.equal(await mark.read(), 'held');
    await writeFile(join(storage, 'not', 'there', 'yet', 'trading-stopped'), 'anything else');
    assert.equal(await mark.read(), 'held', 'what is not understood holds');
    await mark.lower();
    await mark.lower();
    assert.equal(await mark.read(), null);
  });

  it('tells whoever shows it', async () => {
    userSays(true);
    const setting = settingOf(memory());
    let told = 0;
    setting.onChange(() => {
      told += 1;
    });
    await setting.turnOff();
    assert.ok(told >= 1);
  });
});
