import * as vscode from 'vscode';
import { type CommandName, commandId } from '../ids.ts';
import type { Parts } from '../parts.ts';
import { refOf } from './target.ts';

/** What a health item may start: a closed list, since its words come from the engine. */
const allowed: Readonly<Partial<Record<string, CommandName>>> = {
  replaceKey: 'replaceKey',
  approveHost: 'approveHost',
  openConfiguration: 'openConfiguration',
  refresh: 'refresh',
  showLog: 'showLog',
  testConnection: 'testConnection',
  diagnose: 'diagnose',
  showTradeLog: 'showOrderLog',
  planRemaining: 'planRemaining',
  proposeReducingOrders: 'proposeReducingOrders',
};

/** These are about the portfolio that the item is of. */
const ofPortfolio: ReadonlySet<CommandName> = new Set(['openConfiguration', 'showOrderLog', 'proposeReducingOrders']);

/** Runs the action of a health item, given as a row or as its id. */
export async function runHealthAction({ store }: Parts, value: unknown): Promise<void> {
  const ref = refOf(value);
  const found = store
    .all()
    .filter((state) => ref === null || state.id === ref.portfolio)
    .flatMap((state) => state.health.map((item) => ({ state, item })))
    .find(({ item }) => item.id === (ref?.kind === 'health' ? ref.id : value));
  const action = found?.item.action ?? null;
  if (found === undefined || action === null) return;
  const command = Object.hasOwn(allowed, action.command) ? allowed[action.command] : undefined;
  if (command === undefined) throw new Error(`This version cannot do “${action.title}”`);
  const argument =
    command === 'approveHost'
      ? { portfolio: found.state.id, host: action.argument }
      : command === 'planRemaining'
        ? { portfolio: found.state.id, plan: action.argument }
        : ofPortfolio.has(command)
          ? found.state.id
          : (action.argument ?? found.item.account);
  await vscode.commands.executeCommand(commandId(command), argument);
}
