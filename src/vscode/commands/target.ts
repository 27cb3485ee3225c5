import * as vscode from 'vscode';
import type { AccountView } from '../../core/model/snapshot.ts';
import type { PortfolioState } from '../../core/model/state.ts';
import type { NodeRef, TreeNode } from '../../present/treeNode.ts';
import type { Parts } from '../parts.ts';
import type { Place } from '../portfolios.ts';

/** The row a command was called on; commands may also come from the palette or another extension, with anything. */
export function rowOf(value: unknown): TreeNode | null {
  const row = value as Partial<TreeNode> | null | undefined;
  return typeof row === 'object' && row !== null && typeof row.ref === 'object' && typeof row.id === 'string'
    ? (row as TreeNode)
    : null;
}

export function refOf(value: unknown): NodeRef | null {
  return rowOf(value)?.ref ?? null;
}

/** The portfolio of the row, else the only one, else the one the user picks; null: none, or dismissed. */
export async function choosePlace(parts: Parts, value: unknown, title: string): Promise<Place | null> {
  const places = parts.portfolios.places().filter((place) => place.exists);
  const wanted = refOf(value)?.portfolio ?? (typeof value === 'string' ? value : null);
  const named = places.find((place) => place.folder === wanted);
  if (named !== undefined) return named;
  if (places.length <= 1) return places[0] ?? null;
  const items = places.map((place) => ({
    label: parts.store.get(place.folder)?.name ?? place.folder,
    description: place.configPath,
    place,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.place ?? null;
}

export interface ChosenAccount {
  readonly state: PortfolioState;
  readonly account: AccountView;
}

/** The account of the row, else the one the user picks among those that fit. */
export async function chooseAccount(
  parts: Parts,
  value: unknown,
  title: string,
  fits: (account: AccountView) => boolean,
): Promise<ChosenAccount | null> {
  const all = parts.store
    .all()
    .flatMap((state) => (state.snapshot?.accounts ?? []).filter(fits).map((account) => ({ state, account })));
  const ref = refOf(value);
  if (ref?.kind === 'account') {
    const named = all.find(({ state, account }) => state.id === ref.portfolio && account.id === ref.account);
    if (named !== undefined) return named;
  }
  if (typeof value === 'string') {
    const named = all.find(({ account }) => account.id === value);
    if (named !== undefined) return named;
  }
  const items = all.map((entry) => ({
    label: entry.account.title,
    description: entry.account.id,
    detail: entry.state.name,
    entry,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage('No account that this could be done with is configured.');
    return null;
  }
  return (await vscode.window.showQuickPick(items, { title }))?.entry ?? null;
}
