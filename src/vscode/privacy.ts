import * as vscode from 'vscode';

/** Whether amounts are hidden, everywhere and in every window: UI-4. Remembered. */
export interface Privacy extends vscode.Disposable {
  readonly on: boolean;
  set(on: boolean): Promise<void>;
  readonly onChange: vscode.Event<void>;
}

const key = 'privacy';

export function createPrivacy(memory: vscode.Memento): Privacy {
  const changed = new vscode.EventEmitter<void>();
  let on = memory.get<boolean>(key, false);
  return {
    get on() {
      return on;
    },
    async set(next) {
      if (next === on) return;
      // Hide first: a slow disk must not show amounts any longer.
      on = next;
      changed.fire();
      await memory.update(key, next);
    },
    onChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
