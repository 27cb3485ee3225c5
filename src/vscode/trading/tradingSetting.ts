import * as vscode from 'vscode';
import { settings } from '../ids.ts';
import type { StopMark } from './stopMark.ts';

/**
 * Whether this user lets live orders be sent on this machine: rule 3. Only the user's own value counts, whatever a workspace
 * says, and never in Restricted Mode.
 */
export interface TradingSetting extends vscode.Disposable {
  /** As far as this window knows, for what it shows. */
  readonly on: boolean;
  /** Asked before every order: also looks whether any other window has turned trading off. */
  allowed(): Promise<boolean>;
  /**
   * The kill switch: off at once and in every case, here and in every other window of this machine, then written to the user's
   * settings. Answers why that could not be done, in words (it stays off all the same); null: it was.
   */
  turnOff(): Promise<string | null>;
  readonly onChange: vscode.Event<void>;
}

/** Holds where the settings file could not be written: a reload must not switch trading on again. */
const key = 'tradingStopped';
const section = 'quantfolio';

export function createTradingSetting(memory: vscode.Memento, mark: StopMark): TradingSetting {
  const changed = new vscode.EventEmitter<void>();
  const name = `${section}.${settings.tradingEnabled}`;
  let stopped = memory.get<boolean>(key, false);
  let stoppedElsewhere = false;
  let wasOn = usersValue();

  const release = (): void => {
    if (!stopped) return;
    stopped = false;
    // Where it stays remembered, trading stays off after a reload until the setting is turned off and on again.
    void Promise.resolve(memory.update(key, undefined)).catch(() => undefined);
  };
  /** The user has turned it on again: what was turned off before is over. */
  const lower = async (): Promise<void> => {
    await mark.lower();
    await look();
  };
  /** What cannot be told is not an allowance. */
  const look = async (): Promise<void> => {
    const before = stoppedElsewhere;
    stoppedElsewhere = await mark.read().then(
      (raised) => raised !== null,
      () => true,
    );
    if (stoppedElsewhere !== before) changed.fire();
  };
  /** Turned on by hand while no window was open, after a stop that the settings had taken: the user's last word. */
  const begin = async (): Promise<void> => {
    const raised = await mark.read();
    if (raised === 'settled' && usersValue() && !stopped) await mark.lower();
    await look();
  };
  const ready = begin().catch(look);
  const watching = mark.watch(() => void look());
  const subscriptions = vscode.Disposable.from(
    changed,
    watching,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(name)) return;
      const isOn = usersValue();
      // Off in the settings too: from now on they alone decide again.
      if (!isOn) release();
      if (isOn && !wasOn) void lower().catch(look);
      wasOn = isOn;
      changed.fire();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  );
  const isOn = (): boolean => !stopped && !stoppedElsewhere && vscode.workspace.isTrusted && usersValue();

  return {
    get on() {
      return isOn();
    },
    async allowed() {
      await ready;
      if (stopped) return false;
      await look();
      // What was asked took its time.
      return isOn();
    },
    async turnOff() {
      // In memory first: the next order asks before any file is written.
      stopped = true;
      changed.fire();
      const troubles: string[] = [];
      const tried = async (work: () => PromiseLike<void>, words = ''): Promise<boolean> => {
        try {
          await work();
          return true;
        } catch (error) {
          troubles.push(`${words}${error instanceof Error ? error.message : String(error)}`);
          return false;
        }
      };
      // Before the settings: other windows hear of those only when they have read the file.
      await tried(() => mark.raise('held'), 'other windows could not be told: ');
      if (usersValue()) {
        await tried(() => memory.update(key, true), 'it could not be remembered: ');
        const configuration = vscode.workspace.getConfiguration(section);
        const written = await tried(() =>
          configuration.update(settings.tradingEnabled, false, vscode.ConfigurationTarget.Global),
        );
        if (!written || usersValue()) return troubles.join('; ') || 'they still say that it is on';
      }
      stopped = false;
      await tried(() => mark.raise('settled'));
      await look();
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
