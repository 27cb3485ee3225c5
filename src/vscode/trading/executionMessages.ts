import * as vscode from 'vscode';
import type { Execution } from '../../core/model/trading.ts';
import { foreign } from '../../present/redact.ts';
import { executionWords } from '../../present/trading/execution.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { commandId } from '../ids.ts';
import type { Privacy } from '../privacy.ts';

const planRest = 'Plan the Rest…';
const showLog = 'Show Order Log';

/**
 * One message for every execution that did not end as planned: partly done, interrupted, failed, or with an order of which
 * nobody knows whether it was placed. It says what remains and offers what to do. Nothing is sent by itself.
 */
export function executionMessages(engine: EngineProcess, privacy: Privacy): vscode.Disposable {
  const told = new Map<string, Execution['state']>();
  return engine.onEvent((event) => {
    if (event.type !== 'execution') return;
    const { execution } = event;
    if (told.get(execution.plan) === execution.state || !(isTroubled(execution) || endedLate(execution))) return;
    told.set(execution.plan, execution.state);
    void tell(execution, privacy.on);
  });
}

/** The engine answers after 45 s at the latest; who asked was told “running” by then and learns the end from here. */
const answeredWithinMs = 45_000;

function endedLate({ state, at, updatedAt }: Execution): boolean {
  return state === 'done' && updatedAt - at >= answeredWithinMs;
}

/** Ended, and not as planned. */
export function isTroubled({ state, orders }: Pick<Execution, 'state' | 'orders'>): boolean {
  return state !== 'running' && (state !== 'done' || orders.some((order) => order.state === 'unknown'));
}

async function tell(execution: Execution, privacy: boolean): Promise<void> {
  const remains = execution.remains.map((line) => foreign(line, privacy));
  const actions = execution.remains.length > 0 ? [planRest, showLog] : [showLog];
  const words = `${foreign(execution.title, privacy)}. ${executionWords(execution)}.${remains.length === 0 ? '' : ` Remains: ${remains.join('; ')}.`}`;
  const chosen = await (isTroubled(execution)
    ? vscode.window.showWarningMessage(words, ...actions)
    : vscode.window.showInformationMessage(words, ...actions));
  if (chosen === planRest) {
    const argument = { portfolio: execution.portfolio, plan: execution.plan };
    await vscode.commands.executeCommand(commandId('planRemaining'), argument);
  } else if (chosen === showLog) {
    await vscode.commands.executeCommand(commandId('showOrderLog'), execution.portfolio);
  }
}
