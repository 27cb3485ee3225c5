import * as vscode from 'vscode';
import type { GroupBy, SortBy } from '../../present/treeNode.ts';
import type { PortfolioView } from '../tree/portfolioView.ts';

const groups: Readonly<Record<GroupBy, string>> = {
  exchange: 'Exchange and account',
  asset: 'Asset',
  strategy: 'Strategy',
  sector: 'Sector',
};

const orders: Readonly<Record<SortBy, string>> = {
  value: 'Value, largest first',
  name: 'Name',
  change: '24 h change, best first',
};

export async function groupTree(tree: PortfolioView): Promise<void> {
  const groupBy = await pick('Group the portfolio by', groups, tree.choices.groupBy);
  if (groupBy !== null) await tree.choose({ groupBy });
}

export async function sortTree(tree: PortfolioView): Promise<void> {
  const sortBy = await pick('Sort the portfolio by', orders, tree.choices.sortBy);
  if (sortBy !== null) await tree.choose({ sortBy });
}

export async function filterTree(tree: PortfolioView): Promise<void> {
  const filter = await vscode.window.showInputBox({
    title: 'Filter the portfolio',
    prompt: 'Part of an asset, a symbol or an account; empty shows all',
    value: tree.choices.filter,
  });
  if (filter !== undefined) await tree.choose({ filter: filter.trim() });
}

async function pick<K extends string>(title: string, words: Readonly<Record<K, string>>, now: K): Promise<K | null> {
  const items = (Object.entries(words) as [K, string][]).map(([key, label]) => ({
    label,
    description: key === now ? 'now' : '',
    key,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.key ?? null;
}
