import * as vscode from 'vscode';
import { nodeTooltip } from '../../present/nodeTooltip.ts';
import type { TreeNode } from '../../present/treeNode.ts';
import type { Privacy } from '../privacy.ts';
import type { Store } from '../store.ts';
import { treeItem } from './treeItem.ts';

export interface NodeTree extends vscode.Disposable {
  readonly view: vscode.TreeView<TreeNode>;
  /** The rows as they are now. */
  roots(): readonly TreeNode[];
  refresh(): void;
}

/** Ages ("stale 14 min") move on although no state comes. */
const tickMs = 30_000;

/** A tree of view-model rows: reads the last state only, keeps rows' identity by their ids. */
export function nodeTree(
  viewId: string,
  roots: () => readonly TreeNode[],
  store: Store,
  privacy: Privacy,
  liveTrading: () => boolean = () => false,
): NodeTree {
  const changed = new vscode.EventEmitter<undefined>();
  const parents = new Map<string, TreeNode>();
  const adopt = (parent: TreeNode | null, children: readonly TreeNode[]): TreeNode[] => {
    for (const child of children) if (parent !== null) parents.set(child.id, parent);
    return [...children];
  };
  const provider: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: treeItem,
    getChildren(node) {
      if (node !== undefined) return adopt(node, node.children);
      parents.clear();
      return adopt(null, roots());
    },
    getParent: (node) => parents.get(node.id),
    resolveTreeItem(item, node) {
      const options = () => ({ privacy: privacy.on, now: Date.now(), liveTrading: liveTrading() });
      const state = store.get(node.ref.portfolio);
      const text = state === null ? '' : nodeTooltip(state, node.ref, options());
      item.tooltip = new vscode.MarkdownString(text === '' ? node.label : text, true);
      return item;
    },
  };
  const view = vscode.window.createTreeView(viewId, { treeDataProvider: provider });
  const refresh = (): void => changed.fire(undefined);
  const tick = setInterval(() => {
    if (view.visible) refresh();
  }, tickMs);
  const subscriptions = vscode.Disposable.from(view, store.onChange(refresh), privacy.onChange(refresh), changed);
  return {
    view,
    roots,
    refresh,
    dispose() {
      clearInterval(tick);
      subscriptions.dispose();
    },
  };
}
