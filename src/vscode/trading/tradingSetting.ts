import * as vscode from 'vscode';
import { settings } from '../ids.ts';

/**
 * Whether this user lets live orders be sent on this machine: rule 3. Only the user's own value counts, whatever a workspace
 * says, and never in Restricted Mode.
 */
export interface TradingSetting extends vscode.Disposable {
  readonly on: boolean;
  /**
   * The kill switch: off at once and in every case, then written to the user's settings. Answers why it could not be written,
   * in words (it stays off all the same); null: it was.
   */
  turnOff(): Promise<string | null>;
  readonly onChange: vscode.Event<void>;
}

/** Holds where the settings file could not be written: a reload must not switch trading on again. */
const key = 'tradingStopped';
const section = 'quantfolio';

export function createTradingSetting(memory: vscode.Memento): TradingSetting {
  const changed = new vscode.EventEmitter<void>();
  const name = `${section}.${settings.tradingEnabled}`;
  let stopped = memory.get<boolean>(key, false);
  const release = (): void => {
    if (!stopped) return;
    stopped = false;
    void memory.update(key, undefined);
  };
  const subscriptions = vscode.Disposable.from(
    changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(name)) return;
      // Off in the settings too: from now on they alone decide again.
      if (!usersValue()) release();
      changed.fire();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  );
  return {
    get on() {
      return !stopped && vscode.workspace.isTrusted && usersValue();
    },
    async turnOff() {
      // In memory first: the next order asks before any file is written.
      stopped = true;
      changed.fire();
      if (!usersValue()) {
        stopped = false;
        return null;
      }
      await memory.update(key, true);
      try {
        await vscode.workspace
          .getConfiguration(section)
          .update(settings.tradingEnabled, false, vscode.ConfigurationTarget.Global);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
      return null;
    },
    onChange: changed.event,
    dispose: () => subscriptions.dispose(),
  };
}

/** `get` would merge in what a workspace says; this is what the user wrote, and only a plain true is a yes. */
function usersValue(): boolean {
  const inspected = vscode.workspace.getConfiguration(section).inspect<unknown>(settings.tradingEnabled);
  return inspected?.globalValue === true;
}
