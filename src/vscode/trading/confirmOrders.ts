import * as vscode from 'vscode';
import type { Plan } from '../../core/model/trading.ts';
import { type Confirmation, confirmation, hiddenConfirmation } from '../../present/trading/confirmation.ts';
import type { TitleOf } from '../../present/trading/orderWords.ts';
import type { Ask } from '../access/keyRequests.ts';

/**
 * A dialog whose first button, which the Enter key presses, sends nothing: a key pressed twice buys nothing. (As the close
 * affordance it would not come first; VS Code adds its own Cancel beside it.)
 */
export const askCarefully: Ask = async (message, detail, ...answers) => {
  const stop: vscode.MessageItem = { title: 'Do Not Send' };
  const items = answers.map((title): vscode.MessageItem => ({ title }));
  const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, stop, ...items);
  return chosen === undefined || chosen === stop ? null : chosen.title;
};

/**
 * Asks a person, in a modal dialog, to confirm the exact orders of a plan: rule 3. Closing it is a no. While amounts are hidden
 * the person is first asked whether this dialog may show them.
 */
export async function confirmOrders(
  ask: Ask,
  plan: Plan,
  privacy: boolean,
  titleOf: TitleOf,
  placeOf: TitleOf,
  now: () => number = Date.now,
): Promise<boolean> {
  const yes = async ({ message, detail, action }: Confirmation) => (await ask(message, detail, action)) === action;
  if (privacy && !(await yes(hiddenConfirmation(plan)))) return false;
  return yes(confirmation(plan, now(), titleOf, placeOf));
}
