import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

/**
 * The demo portfolio, offline in one click. It opens beside the workspace, from a copy in the extension's own storage:
 * opening its folder would replace the user's window, and adding it to the workspace would restart every extension and
 * ask for trust. Which window shows it is remembered by that window only.
 */
export interface Demo extends vscode.Disposable {
  /** Folder of the copy while the demo is open; null while it is closed. */
  folder(): string | null;
  open(): Promise<void>;
  close(): Promise<void>;
  readonly onChange: vscode.Event<void>;
}

const key = 'demoOpen';

export function createDemo(context: vscode.ExtensionContext): Demo {
  const changed = new vscode.EventEmitter<void>();
  const target = join(context.globalStorageUri.fsPath, 'demo');
  let open = context.workspaceState.get<boolean>(key, false);
  const set = async (next: boolean): Promise<void> => {
    open = next;
    await context.workspaceState.update(key, next);
    changed.fire();
  };
  return {
    folder: () => (open ? target : null),
    async open() {
      if (!vscode.workspace.isTrusted) {
        throw new Error('Quantfolio does nothing in Restricted Mode; trust this workspace first');
      }
      await mkdir(target, { recursive: true });
      // What a user changed in the copy stays; new files of a newer version come in.
      await cp(join(context.extensionPath, 'media', 'demo'), target, { recursive: true, force: false });
      await set(true);
    },
    close: () => set(false),
    onChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
