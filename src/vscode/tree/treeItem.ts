import * as vscode from 'vscode';
import type { Tint, TreeNode } from '../../present/treeNode.ts';
import { combinedPortfolio } from '../../protocol/engine.ts';
import { commandId } from '../ids.ts';

const colors: Readonly<Record<Exclude<Tint, 'none'>, string>> = {
  ok: 'testing.iconPassed',
  warning: 'list.warningForeground',
  error: 'list.errorForeground',
};

/** Scheme of rows whose label has a colour; rowDecorations answers for it. */
const rowScheme = 'quantfolio-row';

/** A row as VS Code wants it. The tooltip is made when it is hovered. */
export function treeItem(node: TreeNode): vscode.TreeItem {
  const state =
    // A portfolio has rows soon: one that starts as a leaf would stay closed when they come.
    node.children.length === 0 && (node.ref.kind !== 'portfolio' || node.id === combinedPortfolio)
      ? vscode.TreeItemCollapsibleState.None
      : node.expanded
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(node.label, state);
  item.id = node.id;
  item.description = node.description;
  item.contextValue = node.context;
  item.accessibilityInformation = { label: node.spoken };
  if (node.icon !== null) {
    const { id, tint } = node.icon;
    item.iconPath = new vscode.ThemeIcon(id, tint === 'none' ? undefined : new vscode.ThemeColor(colors[tint]));
  }
  if (node.tint !== 'none') {
    item.resourceUri = vscode.Uri.from({
      scheme: rowScheme,
      path: `/${encodeURIComponent(node.id)}`,
      query: node.tint,
    });
  }
  if (node.ref.kind === 'limit') {
    item.command = { command: commandId('revealLimit'), title: 'Show in Configuration', arguments: [node] };
  } else if (node.ref.kind === 'health' && node.context.includes('actionable')) {
    item.command = { command: commandId('runHealthAction'), title: 'Fix', arguments: [node] };
  }
  return item;
}

/** Colours the labels of rows that need attention ("unpriced", "stale"); their words say why. */
export function rowDecorations(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      if (uri.scheme !== rowScheme) return undefined;
      const color = uri.query === 'error' ? colors.error : colors.warning;
      return { color: new vscode.ThemeColor(color), propagate: false };
    },
  });
}
