import { basename } from 'node:path';
import * as vscode from 'vscode';
import { sentence } from '../../present/words.ts';
import { hostOf, urlProblem } from '../access/databaseUrls.ts';
import type { Parts } from '../parts.ts';
import type { Place } from '../portfolios.ts';
import { changeConfiguration } from './changeConfiguration.ts';
import { choosePlace } from './target.ts';

const setting = ['history', 'storage'] as const;
/** What a portfolio is called that nobody named. */
const nobody = 'Portfolio';
/** Half a second each: a server that sleeps wakes up in that time. */
const openTries = 40;

/** HIST-2: asks for the database's URL, keeps it as a secret of this folder, turns the history to it, and says where it is now. */
export async function connectSharedHistory(parts: Parts, value: unknown): Promise<void> {
  const { engine, databaseUrls } = parts;
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
  if (!(await named(parts, place))) return;
  if (!(await allowed(parts, folder, host))) throw new Error(`${host} was not approved, so nothing was changed`);
  await databaseUrls.store(folder, url);
  await changeConfiguration(parts, place, { kind: 'set', path: setting, value: 'postgres' });
  await engine.request('accessChanged', { folder, account: null });
  const where = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Opening the shared history at ${host}…` },
    () => opened(parts, folder),
  );
  if (where !== null) {
    void vscode.window.showInformationMessage(`The history of this portfolio is kept at ${where} now.`);
    return;
  }
  const why = parts.store.get(folder)?.notices.find((notice) => /history|database/i.test(notice)) ?? null;
  const words = `The shared history at ${host} is not open yet; nothing is recorded until it is.`;
  const show = 'Show Log';
  const chosen = await vscode.window.showWarningMessage(why === null ? words : `${words} ${sentence(why)}`, show);
  if (chosen === show) parts.log.show(true);
}

/** Where the history is once it is the shared one; null: it is not within the time a server may take. */
async function opened({ engine, log }: Parts, folder: string): Promise<string | null> {
  for (let tries = 0; tries < openTries; tries += 1) {
    // While one history is closed and the other opened, the question itself may fail.
    const now = await engine.request('historyPlace', { portfolio: folder }).catch((error: unknown) => {
      log.debug(`The history is not open yet: ${String(error)}`);
      return null;
    });
    if (now?.database === 'postgres') return now.place;
    await new Promise((done) => setTimeout(done, 500));
  }
  return null;
}

/** SEC-2. Who runs the command is asked again, even where the same host was refused before when a configuration asked for it. */
async function allowed({ hosts }: Parts, folder: string, host: string): Promise<boolean> {
  if (hosts.list().some((entry) => entry.folder === folder && entry.host === host)) return true;
  const allow = 'Allow';
  const answer = await vscode.window.showWarningMessage(
    `Keep the history of “${basename(folder)}” at ${host}?`,
    { modal: true, detail: 'The values, holdings, trades and deposits of this portfolio are sent there.' },
    allow,
  );
  if (answer === allow) await hosts.approve(folder, host);
  return answer === allow;
}

/** In a shared database a portfolio is known by its name, so it must have one of its own. False: dismissed. */
async function named(parts: Parts, place: Place): Promise<boolean> {
  if ((parts.store.get(place.folder)?.name ?? nobody) !== nobody) return true;
  const name = await vscode.window.showInputBox({
    title: 'Connect Shared History',
    prompt: 'The name of this portfolio: in a shared database each is known by its own.',
    value: basename(place.folder),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' || text.trim() === nobody ? 'Write a name of its own' : null),
  });
  if (name === undefined) return false;
  await changeConfiguration(parts, place, { kind: 'set', path: ['name'], value: name.trim() });
  return true;
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
