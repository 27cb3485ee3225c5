import * as vscode from 'vscode';
import type { EngineProcess } from './engineProcess.ts';

/** Tells the engine when nobody looks at this window: a forgotten browser tab must not poll exchanges for hours. */
export function attention(engine: EngineProcess): vscode.Disposable {
  let told = true;
  const tell = (): void => {
    const visible = vscode.window.state.focused || vscode.window.state.active;
    if (visible === told || engine.status.kind !== 'ready') return;
    told = visible;
    // It is a hint: an engine that just died is told again by the next change.
    engine.request('attention', { visible }).catch(() => {
      told = !visible;
    });
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeWindowState(tell),
    engine.onStatus((status) => {
      if (status.kind === 'ready') told = true;
      tell();
    }),
  );
}
