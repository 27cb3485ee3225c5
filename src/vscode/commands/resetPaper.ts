import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { chooseAccount } from './target.ts';

/** A paper account begins anew with its starting cash, after a question. */
export async function resetPaper(parts: Parts, value: unknown): Promise<void> {
  const paper = parts.store
    .all()
    .flatMap((state) => (state.trading ?? []).filter((one) => !one.live).map((one) => `${state.id}\n${one.account}`));
  const chosen = await chooseAccount(parts, value, 'Reset which paper account?', (account) => account.kind === 'paper');
  if (chosen === null) return;
  const { state, account } = chosen;
  if (!paper.includes(`${state.id}\n${account.id}`)) {
    throw new Error(`“${account.title}” keeps no trades of its own here, so there is nothing to reset`);
  }
  const action = 'Reset';
  const answer = await vscode.window.showWarningMessage(
    `Reset “${account.title}”?`,
    {
      modal: true,
      detail:
        'What it holds leaves as a withdrawal and its starting cash comes back as a deposit, so that the reset is neither a profit nor a loss. Its trades until now are no longer told as its own. This cannot be undone.',
    },
    action,
  );
  if (answer !== action) return;
  await parts.engine.request('resetPaper', { portfolio: state.id, account: account.id });
  await parts.engine.request('refresh', { folder: state.id });
  void vscode.window.showInformationMessage(`“${account.title}” begins anew with its starting cash.`);
}
