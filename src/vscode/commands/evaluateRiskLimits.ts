import * as vscode from 'vscode';
import type { LimitState, RiskResult } from '../../core/model/risk.ts';
import type { PortfolioState } from '../../core/model/state.ts';
import { type Evaluation, evaluation } from '../../present/evaluation.ts';
import { viewIds } from '../ids.ts';
import type { Parts } from '../parts.ts';
import { revealLimit } from './configuration.ts';

const severity: Readonly<Record<LimitState, number>> = { OK: 0, WARNING: 1, UNKNOWN: 2, BREACH: 3 };

/** Reads everything anew, judges the limits, answers in place. Returns the (worst) result, for tests and other extensions. */
export async function evaluateRiskLimits(parts: Parts): Promise<RiskResult | null> {
  const { engine, store, privacy, risk, portfolios } = parts;
  if (!portfolios.places().some((place) => place.exists)) {
    throw new Error('There is no portfolio to evaluate: no quantfolio.json was found in this workspace');
  }
  await vscode.window.withProgress({ location: { viewId: viewIds.risk } }, () =>
    engine.request('refresh', { folder: null }),
  );
  const states = [...store.all()].sort((a, b) => rank(b) - rank(a));
  const worst = states[0];
  if (worst === undefined) throw new Error('No account has answered yet, so no limit can be evaluated');
  const options = { privacy: privacy.on, now: Date.now() };
  const all = states.map((state) => evaluation(state, options));
  const message = all.map((entry) => entry.message).join(' ');
  const first = all[0];
  if (first !== undefined) void answer(parts, worst, { ...first, message });
  const [row] = risk.roots();
  // The view opens without taking the keyboard away from what the user does.
  if (row !== undefined) void risk.view.reveal(row, { select: false, focus: false });
  return worst.risk;
}

function rank(state: PortfolioState): number {
  return state.risk === null ? 1.5 : severity[state.risk.state];
}

async function answer(
  parts: Parts,
  state: PortfolioState,
  { severity: kind, message, hasLimits }: Evaluation,
): Promise<void> {
  const show = 'Show in Configuration';
  const open = 'Open Panel';
  const actions = hasLimits && kind !== 'info' ? [show, open] : [open];
  const chosen = await (kind === 'error'
    ? vscode.window.showErrorMessage(message, ...actions)
    : kind === 'warning'
      ? vscode.window.showWarningMessage(message, ...actions)
      : vscode.window.showInformationMessage(message, ...actions));
  if (chosen === open) await parts.panel.open(state.id, 'risk');
  if (chosen !== show) return;
  const worst = [...(state.risk?.findings ?? [])].sort((a, b) => severity[b.state] - severity[a.state])[0];
  if (worst !== undefined)
    await revealLimit(parts, { portfolio: state.id, limit: worst.limit, subject: worst.subject });
}
