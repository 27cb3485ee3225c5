import * as vscode from 'vscode';
import { hostOf, urlProblem } from '../access/databaseUrls.ts';
import type { Parts } from '../parts.ts';
import { changeConfiguration } from './changeConfiguration.ts';
import { choosePlace } from './target.ts';

const setting = ['history', 'storage'] as const;

/** HIST-2: asks for the database's URL, keeps it as a secret of this folder, turns the history to it, and says where it is now. */
export async function connectSharedHistory(parts: Parts, value: unknown): Promise<void> {
  const { engine, hosts, databaseUrls } = parts;
  const place = await choosePlace(parts, value, 'Share the history of which portfolio?');
  if (place === null) return;
  if (place.demo) throw new Error('The demo keeps its history to itself; open a portfolio of your own');
  const answer = await vscode.window.showInputBox({
    title: 'Connect Shared History',
    prompt:
      'URL of the PostgreSQL database. It goes to VS Code’s secret storage, never into a file. A head-less “quantfolio collect” can write to the same one.',
    placeHolder: 'postgresql://user:password@host:5432/database',
    password: true,
    ignoreFocusOut: true,
    validateInput: urlProblem,
  });
  if (answer === undefined) return;
  const url = answer.trim();
  const host = hostOf(url);
  if (host === null) throw new Error('This is no URL of a PostgreSQL database');
  const { folder } = place;
  // The values of the book go there: the same question as for every other host (SEC-2).
  if (!(await hosts.approved({ folder, host }))) throw new Error(`${host} was not approved, so nothing was changed`);
  await databaseUrls.store(folder, url);
  await changeConfiguration(parts, place, { kind: 'set', path: setting, value: 'postgres' });
  await engine.request('accessChanged', { folder, account: null });
  const now = await engine.request('historyPlace', { portfolio: folder });
  if (now?.database === 'postgres') {
    void vscode.window.showInformationMessage(`The history of this portfolio is kept in ${now.place} now.`);
    return;
  }
  const show = 'Show Log';
  const words = `${host} could not be used for the history yet; the values are kept on this machine until it can.`;
  const chosen = await vscode.window.showWarningMessage(words, show);
  if (chosen === show) parts.log.show(true);
}

/** Back to the history of this machine. What is in the shared one stays there. */
export async function disconnectSharedHistory(parts: Parts): Promise<void> {
  const { databaseUrls, engine, portfolios } = parts;
  const shared = databaseUrls.places();
  const items = shared.map((entry) => ({ label: entry.host, description: entry.folder, entry }));
  const only = items.length === 1 ? items[0] : undefined;
  const picked = only ?? (await vscode.window.showQuickPick(items, { title: 'Disconnect which shared history?' }));
  if (picked === undefined) return;
  const { folder, host } = picked.entry;
  const disconnect = 'Disconnect';
  const answer = await vscode.window.showWarningMessage(
    `Stop using the shared history at ${host}?`,
    {
      modal: true,
      detail:
        'Its URL is removed from secret storage. What it holds stays there; this machine keeps its own history from now on.',
    },
    disconnect,
  );
  if (answer !== disconnect) return;
  await databaseUrls.remove(folder);
  const place = portfolios.places().find((entry) => entry.folder === folder && entry.exists);
  if (place === undefined) return;
  await changeConfiguration(parts, place, { kind: 'set', path: setting, value: 'embedded' });
  await engine.request('accessChanged', { folder, account: null });
}
