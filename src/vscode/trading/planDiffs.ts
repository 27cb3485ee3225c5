import * as vscode from 'vscode';
import type { Plan } from '../../core/model/trading.ts';
import type { TitleOf } from '../../present/trading/orderWords.ts';
import { planText } from '../../present/trading/planText.ts';
import type { Privacy } from '../privacy.ts';

/** Book now ↔ book after as VS Code's own diff of two read-only documents; privacy holds for them too. */
export interface PlanDiffs extends vscode.Disposable {
  /** `ready`: it can be executed; else its title bar does not offer it. */
  show(plan: Plan, titleOf: TitleOf, ready: boolean): Promise<void>;
  /** The plan whose documents these are; null: none of ours. */
  planOf(uri: vscode.Uri | undefined): string | null;
  /** Closes the tabs of a plan: it was executed or dismissed. */
  close(plan: string): Promise<void>;
}

export const planScheme = 'quantfolio-plan';

/** The manifest offers “Execute” where the right side has the second name. */
const names = { now: 'book now.txt', after: 'book after.txt', refused: 'book after, not executable.txt' } as const;
type Side = keyof typeof names;
const sides = Object.keys(names) as readonly Side[];

const titles: Readonly<Record<Plan['purpose'], string>> = {
  rebalance: 'Rebalance',
  trade: 'Trade',
  reduce: 'Reduce',
  remaining: 'Remaining orders',
};

export function createPlanDiffs(privacy: Privacy): PlanDiffs {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const shown = new Map<string, { readonly plan: Plan; readonly titleOf: TitleOf }>();
  const subscriptions = vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(planScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent(uri) {
        const entry = shown.get(planIn(uri));
        // After a reload the tab may come back, what it showed does not: a plan is soon too old anyway.
        if (entry === undefined) return 'This plan is gone. Plan again.\n';
        const { plan, titleOf } = entry;
        const texts = planText(plan, { privacy: privacy.on, now: plan.at, titleOf });
        return uri.path.endsWith(names.now) ? texts.now : texts.after;
      },
    }),
    privacy.onChange(() => {
      for (const plan of shown.keys()) for (const side of sides) changed.fire(uriOf(plan, side));
    }),
  );
  return {
    async show(plan, titleOf, ready) {
      shown.set(plan.id, { plan, titleOf });
      const title = `${titles[plan.purpose]}: book now ↔ book after`;
      const after = uriOf(plan.id, ready ? 'after' : 'refused');
      await vscode.commands.executeCommand('vscode.diff', uriOf(plan.id, 'now'), after, title, { preview: false });
    },
    planOf: (uri) => (uri?.scheme === planScheme ? planIn(uri) : null),
    async close(plan) {
      shown.delete(plan);
      const tabs = vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(({ input }) => input instanceof vscode.TabInputTextDiff && ours(input.modified, plan));
      if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
    },
    dispose: () => subscriptions.dispose(),
  };
}

function uriOf(plan: string, side: Side): vscode.Uri {
  return vscode.Uri.from({ scheme: planScheme, path: `/${encodeURIComponent(plan)}/${names[side]}` });
}

function planIn(uri: vscode.Uri): string {
  return decodeURIComponent(uri.path.split('/')[1] ?? '');
}

function ours(uri: vscode.Uri, plan: string): boolean {
  return uri.scheme === planScheme && planIn(uri) === plan;
}
