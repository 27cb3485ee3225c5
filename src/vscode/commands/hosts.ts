import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';

/** Shows every approved host and withdraws those the user unticks. */
export async function manageApprovedHosts({ hosts, engine, portfolios }: Parts): Promise<void> {
  const entries = hosts.list();
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(
      'No host is approved. Quantfolio asks when a configuration wants to reach one.',
    );
    return;
  }
  const items = entries.map((entry) => ({ label: entry.host, description: entry.folder, picked: true, entry }));
  const kept = await vscode.window.showQuickPick(items, {
    title: 'Approved hosts',
    placeHolder: 'Untick a host to withdraw its approval',
    canPickMany: true,
  });
  if (kept === undefined) return;
  const withdrawn = items.filter((item) => !kept.includes(item)).map((item) => item.entry);
  for (const { folder, host } of withdrawn) await hosts.revoke(folder, host);
  const open = new Set(portfolios.places().map((place) => place.folder));
  for (const folder of new Set(withdrawn.map((entry) => entry.folder))) {
    if (open.has(folder)) await engine.request('accessChanged', { folder, account: null });
  }
}

/** Asked for from a health item: `{ portfolio, host }`. The click on "Approve" is the question; it is asked again in full. */
export async function approveHost({ hosts, engine }: Parts, value: unknown): Promise<void> {
  const wanted = value as { readonly portfolio?: unknown; readonly host?: unknown } | null;
  if (typeof wanted?.portfolio !== 'string' || typeof wanted.host !== 'string') return;
  const allow = 'Allow';
  const answer = await vscode.window.showWarningMessage(
    `Allow this portfolio to reach ${wanted.host}?`,
    { modal: true, detail: `Folder: ${wanted.portfolio}` },
    allow,
  );
  if (answer !== allow) return;
  await hosts.approve(wanted.portfolio, wanted.host);
  await engine.request('accessChanged', { folder: wanted.portfolio, account: null });
}
