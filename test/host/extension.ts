import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { PortfolioState } from '../../src/core/model/state.ts';
import type { QuantfolioApi } from '../../src/vscode/extension.ts';

/** The extension as VS Code activated it. */
export async function extensionApi(): Promise<QuantfolioApi> {
  const extension = vscode.extensions.getExtension<QuantfolioApi>('quantfolio.quantfolio');
  assert.ok(extension, 'the extension is not installed');
  return extension.activate();
}

/** Waits for a state that fits: things come from another process. Fails with the last state seen. */
export async function waitForState(
  fits: (states: readonly PortfolioState[]) => boolean,
): Promise<readonly PortfolioState[]> {
  const api = await extensionApi();
  return waitFor(
    () => (fits(api.states()) ? api.states() : null),
    () => JSON.stringify(api.states()).slice(0, 2000),
  );
}

export async function waitFor<T>(look: () => T | null | undefined, tell: () => string = () => ''): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = look();
    if (found !== null && found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it did not happen within 20 s. ${tell()}`);
}

export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.file(join(folder.uri.fsPath, name));
}
