import * as vscode from 'vscode';
import { foreign } from '../../present/redact.ts';
import { sentence } from '../../present/words.ts';
import { commandId, innerCommands, paletteCommands, rowCommands } from '../ids.ts';
import type { CommandHandlers } from './index.ts';

/** Registers every command; one that fails says so once, in words, with the log at hand. The first one makes the handlers. */
export function registerCommands(
  handlers: () => CommandHandlers,
  log: vscode.LogOutputChannel,
  privacy: () => boolean,
): vscode.Disposable {
  const names = [...paletteCommands, ...rowCommands, ...innerCommands];
  return vscode.Disposable.from(
    ...names.map((name) =>
      vscode.commands.registerCommand(commandId(name), async (...args: unknown[]) => {
        try {
          return await handlers()[name](...args);
        } catch (error) {
          const words = error instanceof Error ? error.message : String(error);
          const whole = error instanceof Error ? (error.stack ?? words) : words;
          // Amounts that are hidden stay so in what is said of a failure, and in its log.
          const hide = privacy();
          log.error(`${commandId(name)}: ${hide ? foreign(words, hide) : whole}`);
          showFailure(foreign(words, hide), log);
          return undefined;
        }
      }),
    ),
  );
}

function showFailure(words: string, log: vscode.LogOutputChannel): void {
  const show = 'Show Log';
  void vscode.window.showErrorMessage(sentence(words), show).then((answer) => {
    if (answer === show) log.show(true);
  });
}
