import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { executePlan, makePlan, reviewPlan } from './reviewPlan.ts';
import { choosePlace, refOf } from './target.ts';

/** REB-1: what the targets ask for, as orders to review. */
export async function rebalance(parts: Parts, value: unknown): Promise<void> {
  const place = await choosePlace(parts, value, 'Rebalance which portfolio?');
  if (place === null) return;
  const request = { kind: 'rebalance', threshold: null, mode: null } as const;
  const plan = await makePlan(parts, place.folder, request, 'Planning the rebalance…');
  if (plan !== null) await reviewPlan(parts, place.folder, plan);
}

/** The smallest orders that clear the breaches, of one limit where a row names it. Nothing is sent by itself. */
export async function proposeReducingOrders(parts: Parts, value: unknown): Promise<void> {
  const ref = refOf(value);
  const place = await choosePlace(parts, value, 'Propose reducing orders for which portfolio?');
  if (place === null) return;
  const limit = ref?.kind === 'limit' ? ref.limit : null;
  const plan = await makePlan(
    parts,
    place.folder,
    { kind: 'reduce', limit },
    'Looking for the smallest orders that help…',
  );
  if (plan !== null) await reviewPlan(parts, place.folder, plan);
}

/** What a half-executed plan has left: given by its message, else the newest one that has something left. */
export async function planRemaining(parts: Parts, value: unknown): Promise<void> {
  const given = value as { readonly portfolio?: unknown; readonly plan?: unknown } | null | undefined;
  const place = await choosePlace(
    parts,
    typeof given?.portfolio === 'string' ? given.portfolio : value,
    'Remaining orders of which portfolio?',
  );
  if (place === null) return;
  const id = typeof given?.plan === 'string' ? given.plan : await newestOpen(parts, place.folder);
  if (id === null) {
    void vscode.window.showInformationMessage('No execution has orders left.');
    return;
  }
  const plan = await makePlan(parts, place.folder, { kind: 'remaining', plan: id }, 'Planning what remains…');
  if (plan !== null) await reviewPlan(parts, place.folder, plan);
}

/** Older than this, what remained is no plan any more. */
const lookBackMs = 7 * 86_400_000;

async function newestOpen(parts: Parts, portfolio: string): Promise<string | null> {
  const now = Date.now();
  const executions = await parts.engine.request('executions', { portfolio, from: now - lookBackMs, to: now });
  const open = executions.filter(({ state, remains }) => state !== 'running' && remains.length > 0);
  const items = open.map((execution) => ({
    label: execution.title,
    description: new Date(execution.at).toLocaleString(),
    detail: execution.remains.join('; '),
    execution,
  }));
  if (items.length <= 1) return items[0]?.execution.plan ?? null;
  return (await vscode.window.showQuickPick(items, { title: 'Which execution?' }))?.execution.plan ?? null;
}

/** Of the diff's title bar: the plan it shows. */
export async function executeShownPlan(parts: Parts, value: unknown): Promise<void> {
  const kept = shownPlan(parts, value);
  if (kept === null) throw new Error('This plan is not known any more; plan again');
  await executePlan(parts, kept.portfolio, kept.plan);
}

export async function dismissShownPlan(parts: Parts, value: unknown): Promise<void> {
  const id = parts.planDiffs.planOf(uriOf(value));
  if (id !== null) await parts.desk.dismiss(id);
}

function shownPlan(parts: Parts, value: unknown) {
  const id = parts.planDiffs.planOf(uriOf(value));
  return id === null ? null : parts.desk.kept(id);
}

/** What a title bar hands over, else the active diff. */
function uriOf(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}
