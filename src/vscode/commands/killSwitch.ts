import * as vscode from 'vscode';
import type { Execution } from '../../core/model/trading.ts';
import { formatCount } from '../../present/format.ts';
import { foreign } from '../../present/redact.ts';
import { orderWords } from '../../present/trading/orderWords.ts';
import { commandId, settings } from '../ids.ts';
import type { Parts } from '../parts.ts';

/** Orders older than this are not told as still working. */
const lookBackMs = 7 * 86_400_000;

/**
 * Turns live trading off everywhere, at once and without a question: the setting, and what runs stops before its next order.
 * Then says what was stopped, and which orders that were sent before may still be working.
 */
export async function turnAllTradingOff(parts: Parts): Promise<void> {
  const { trading, engine } = parts;
  const was = trading.on;
  // In memory at once; its file is written while the engine is told.
  const written = trading.turnOff();
  const runs = engine.status.kind !== 'off';
  const stopped = runs ? await words(engine.request('stopTrading', null).then((answer) => answer.stopped)) : 0;
  const failure = await written;
  const working = runs ? await words(workingOrders(parts)) : [];
  const hide = (text: string): string => foreign(text, parts.privacy.on);
  const lines = [
    was ? 'Live trading is off.' : 'Live trading was off already.',
    typeof stopped === 'string'
      ? `The engine could not be told to stop (${hide(stopped)}), but it asks before every order and is refused.`
      : stopped > 0
        ? `${formatCount(stopped, 'running execution')} stopped before the next order.`
        : 'Nothing was being executed.',
    failure === null
      ? ''
      : `Your settings could not be written (${failure}): it stays off, in every window, until you turn the setting off and on again yourself.`,
    typeof working === 'string'
      ? `Which orders are still working could not be told (${hide(working)}): look at your exchange.`
      : working.length > 0
        ? `Sent before and perhaps still working, cancel them at the exchange: ${working.join('; ')}.`
        : '',
  ].filter((line) => line !== '');
  const show = 'Show Order Log';
  const troubled = failure !== null || typeof stopped === 'string' || typeof working === 'string' || working.length > 0;
  const message = lines.join(' ');
  parts.log.info(`Turn All Trading Off: ${message}`);
  void (
    troubled ? vscode.window.showWarningMessage(message, show) : vscode.window.showInformationMessage(message, show)
  ).then((answer) => (answer === show ? vscode.commands.executeCommand(commandId('showOrderLog')) : undefined));
}

/** A failure as its words: the kill switch goes on whatever fails. */
async function words<T>(answer: Promise<T>): Promise<T | string> {
  try {
    return await answer;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function workingOrders({ engine, store, desk, privacy }: Parts): Promise<readonly string[]> {
  const to = Date.now();
  const lists = await Promise.all(
    store.all().map(async ({ id }) => ({
      id,
      executions: await engine.request('executions', { portfolio: id, from: to - lookBackMs, to }),
    })),
  );
  return lists.flatMap(({ id, executions }) =>
    liveAndOpen(executions).map((order) => orderWords(order.ticket, privacy.on, desk.titlesOf(id))),
  );
}

function liveAndOpen(executions: readonly Execution[]): readonly Execution['orders'][number][] {
  const open = new Set(['sending', 'working', 'partlyFilled', 'unknown']);
  return executions.flatMap(({ orders }) => orders).filter((order) => order.live && open.has(order.state));
}

/** Only the user can switch live trading on, there. */
export async function openTradingSetting(): Promise<void> {
  const query = `@id:quantfolio.${settings.tradingEnabled}`;
  // The setting is the machine's: in a remote window it is the remote machine's.
  if (vscode.env.remoteName === undefined) await vscode.commands.executeCommand('workbench.action.openSettings', query);
  else await vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query });
}
