import * as vscode from 'vscode';
import type { Execution, Plan, PlanRequest } from '../../core/model/trading.ts';
import { foreign } from '../../present/redact.ts';
import { executionWords, recordWords } from '../../present/trading/execution.ts';
import { presentPlan } from '../../present/trading/plan.ts';
import { sentence } from '../../present/words.ts';
import { commandId } from '../ids.ts';
import type { Parts } from '../parts.ts';
import { isTroubled } from '../trading/executionMessages.ts';
import { withCancel } from './withCancel.ts';

type Act = 'execute' | 'diff' | 'panel' | 'setting' | 'again' | null;

interface Item extends vscode.QuickPickItem {
  readonly act: Act;
}

/** Plans with progress; null: cancelled, and the plan that still comes is forgotten. */
export async function makePlan(
  parts: Parts,
  portfolio: string,
  request: PlanRequest,
  title: string,
): Promise<Plan | null> {
  return withCancel(title, () => parts.desk.plan(portfolio, request));
}

/**
 * Shows a plan to a person: its orders, what the check says, and what can be done with it. `again`: the person wants to ask for
 * something else. Dismissed, nothing is sent.
 */
export async function reviewPlan(
  parts: Parts,
  portfolio: string,
  plan: Plan,
  canChange = false,
): Promise<'again' | 'ended'> {
  const { desk, privacy, panel } = parts;
  const view = presentPlan(plan, {
    privacy: privacy.on,
    now: Date.now(),
    titleOf: desk.titlesOf(portfolio),
    tradingAllowed: parts.trading.on,
  });
  const picked = await vscode.window.showQuickPick(items(plan, view, canChange), {
    title: view.title,
    placeHolder: view.check?.text ?? view.readyReason ?? 'Review the orders',
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return 'ended';
  switch (picked.act) {
    case 'execute':
      await executePlan(parts, portfolio, plan);
      return 'ended';
    case 'panel':
      await panel.open(portfolio, plan.purpose === 'rebalance' ? 'rebalance' : 'trades');
      return 'ended';
    case 'setting':
      await vscode.commands.executeCommand(commandId('openTradingSetting'));
      return 'ended';
    case 'again':
      return 'again';
    case 'diff':
    case null:
      await desk.showDiff(plan.id);
      return 'ended';
    default:
      return picked.act satisfies never;
  }
}

function items(plan: Plan, view: ReturnType<typeof presentPlan>, canChange: boolean): readonly Item[] {
  const count = view.orders.length;
  const orders = count === 1 ? 'the order' : `${count} orders`;
  const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator, act: null });
  const line = (label: string, icon: string, detail = ''): Item => ({
    label: `$(${icon}) ${label}`,
    ...(detail === '' ? {} : { detail }),
    act: null,
  });
  const check = view.check;
  return [
    ...(view.ready
      ? [
          {
            label: view.live ? `$(zap) Send ${orders}…` : `$(check) Place ${orders} on paper`,
            description: view.live ? 'real money, asks for a confirmation first' : 'simulated, at once',
            act: 'execute' as const,
          },
        ]
      : [{ label: `$(circle-slash) ${sentence(view.readyReason ?? 'It cannot be executed')}`, act: null }]),
    ...(!view.ready && view.live && plan.refused === null && plan.check?.allowed === true
      ? [{ label: '$(gear) Open the live trading setting', act: 'setting' as const }]
      : []),
    { label: '$(diff) Show book now ↔ book after', act: 'diff' },
    { label: '$(graph) Open the panel', act: 'panel' },
    ...(canChange ? [{ label: '$(edit) Change the amount…', act: 'again' as const }] : []),
    ...(count === 0 ? [] : [separator(`Orders, fees ${view.fee}`)]),
    ...view.orders.map((order) =>
      line(
        order.text,
        order.live ? 'zap' : 'beaker',
        [`${order.notional} at about ${order.price}, fee ${order.fee}`, ...order.notes].join(' · '),
      ),
    ),
    ...(check === null
      ? []
      : [separator('Pre-trade check'), line(check.text, check.state === 'allowed' ? 'pass' : 'error')]),
    ...(check === null ? [] : [...check.reasons, ...check.warnings].map((reason) => line(reason, 'warning'))),
    ...(check?.improves ?? []).map((reason) => line(reason, 'arrow-down')),
    ...(view.notExecutable.length + view.notes.length === 0 ? [] : [separator('To know')]),
    ...view.notExecutable.map((reason) => line(sentence(reason), 'circle-slash')),
    ...view.notes.map((note) => line(sentence(note), 'info')),
  ];
}

/** Executes a plan that was reviewed; tells how it ended. Cancelling stops before the next order. */
export async function executePlan(parts: Parts, portfolio: string, plan: Plan): Promise<Execution | null> {
  const { desk, engine } = parts;
  const execution = await desk.execute(portfolio, plan.id, plan.digest, (send) =>
    Promise.resolve(
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: 'Executing orders…', cancellable: true },
        (_progress, cancelled) => {
          cancelled.onCancellationRequested(() => void engine.request('stopTrading', null));
          return send();
        },
      ),
    ),
  );
  // What did not go as planned has a message of its own.
  if (execution !== null && !isTroubled(execution)) void told(parts, execution);
  return execution;
}

async function told(parts: Parts, execution: Execution): Promise<void> {
  const { privacy } = parts;
  const [first] = execution.orders;
  const details = execution.orders.length === 1 && first !== undefined ? recordWords(first, privacy.on) : '';
  const words = `${foreign(execution.title, privacy.on)}. ${executionWords(execution)}${details === '' ? '' : `: ${details}`}.`;
  const show = 'Show Order Log';
  if ((await vscode.window.showInformationMessage(words, show)) === show) {
    await vscode.commands.executeCommand(commandId('showOrderLog'), execution.portfolio);
  }
}
