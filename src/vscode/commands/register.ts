import * as vscode from 'vscode';
import { sentence } from '../../present/words.ts';
import { commandId, innerCommands, paletteCommands, rowCommands } from '../ids.ts';
import type { CommandHandlers } from './index.ts';

/** Registers every command; one that fails says so once, in words, with the log at hand. The first one makes the handlers. */
export function registerCommands(handlers: () => CommandHandlers, log: vscode.LogOutputChannel): vscode.Disposable {
  const names = [...paletteCommands, ...rowCommands, ...innerCommands];
  return vscode.Disposable.from(
    ...names.map((name) =>
      vscode.commands.registerCommand(commandId(name), async (...args: unknown[]) => {
        try {
          return await handlers()[name](...args);
        } catch (error) {
          const words = error instanceof Error ? error.message : String(error);
          log.error(`${commandId(name)}: ${error instanceof Error ? (error.stack ?? words) : words}`);
          showFailure(words, log);
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
