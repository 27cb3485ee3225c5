import * as vscode from 'vscode';
import type { Comparison } from '../core/model/performance.ts';
import { presentComparison } from '../present/comparison.ts';
import type { Privacy } from './privacy.ts';

/** Read-only documents that show what changed since a date, as a Markdown preview; privacy holds for them too. */
export interface Comparisons extends vscode.Disposable {
  show(name: string, comparison: Comparison): Promise<void>;
}

export const compareScheme = 'quantfolio-compare';

export function createComparisons(privacy: Privacy): Comparisons {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = new Map<string, { readonly name: string; readonly comparison: Comparison }>();
  const subscriptions = vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(compareScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent(uri) {
        const entry = shown.get(uri.toString());
        // After a reload the tab may come back, what it showed does not.
        return entry === undefined
          ? 'Run “Quantfolio: Compare With Date…” again.\n'
          : presentComparison(entry.name, entry.comparison, { privacy: privacy.on, now: Date.now() });
      },
    }),
    privacy.onChange(() => {
      for (const uri of shown.keys()) changed.fire(vscode.Uri.parse(uri));
      // A preview keeps what it shows after VS Code let go of the document: it must not show amounts any longer.
      if (shown.size > 0) void vscode.commands.executeCommand('markdown.preview.refresh');
    }),
  );
  return {
    async show(name, comparison) {
      const date = new Date(comparison.before ?? comparison.after).toISOString().slice(0, 10);
      const uri = vscode.Uri.from({
        scheme: compareScheme,
        path: `/${name.replaceAll(/[\\/]/g, ' ')} since ${date}.md`,
      });
      shown.set(uri.toString(), { name, comparison });
      changed.fire(uri);
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    },
    dispose: () => subscriptions.dispose(),
  };
}
