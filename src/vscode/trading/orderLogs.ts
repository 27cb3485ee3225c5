import * as vscode from 'vscode';
import type { Execution } from '../../core/model/trading.ts';
import { orderLog } from '../../present/trading/orderLog.ts';
import type { TitleOf } from '../../present/trading/orderWords.ts';
import type { Privacy } from '../privacy.ts';

/** The log of orders as a read-only Markdown preview; privacy holds for it too. */
export interface OrderLogs extends vscode.Disposable {
  show(name: string, executions: readonly Execution[], titleOf: TitleOf): Promise<void>;
}

export const orderLogScheme = 'quantfolio-orders';

interface Shown {
  readonly name: string;
  readonly executions: readonly Execution[];
  readonly titleOf: TitleOf;
}

export function createOrderLogs(privacy: Privacy): OrderLogs {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = new Map<string, Shown>();
  const subscriptions = vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(orderLogScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent(uri) {
        const entry = shown.get(uri.toString());
        if (entry === undefined) return 'Run “Quantfolio: Show Order Log” again.\n';
        return orderLog(entry.name, entry.executions, { privacy: privacy.on, now: Date.now(), titleOf: entry.titleOf });
      },
    }),
    privacy.onChange(() => {
      for (const uri of shown.keys()) changed.fire(vscode.Uri.parse(uri));
      // A preview keeps what it shows after VS Code let go of the document: it must not show amounts any longer.
      if (shown.size > 0) void vscode.commands.executeCommand('markdown.preview.refresh');
    }),
  );
  return {
    async show(name, executions, titleOf) {
      const uri = vscode.Uri.from({ scheme: orderLogScheme, path: `/${name.replaceAll(/[\\/]/g, ' ')} orders.md` });
      shown.set(uri.toString(), { name, executions, titleOf });
      changed.fire(uri);
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    },
    dispose: () => subscriptions.dispose(),
  };
}
