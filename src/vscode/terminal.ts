import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';

/** `quantfolio` on PATH in VS Code's terminals, on VS Code's own Node. Not in Restricted Mode. */
export function terminalCommand(context: vscode.ExtensionContext): vscode.Disposable {
  const collection = context.environmentVariableCollection;
  collection.persistent = false;
  const apply = (): void => {
    collection.clear();
    if (!vscode.workspace.isTrusted) return;
    collection.description = 'The `quantfolio` command';
    const everywhere = { applyAtProcessCreation: true, applyAtShellIntegration: true };
    collection.prepend('PATH', join(context.extensionPath, 'media', 'bin') + delimiter, everywhere);
    collection.replace('QUANTFOLIO_NODE', process.execPath);
    collection.replace('QUANTFOLIO_CLI', join(context.extensionPath, 'dist', 'engine', 'cli.cjs'));
  };
  apply();
  return vscode.workspace.onDidGrantWorkspaceTrust(apply);
}
