import * as vscode from 'vscode';
import type { Credentials, KeyPermissions } from '../../core/ports.ts';
import type { AccountTest } from '../../protocol/engine.ts';
import type { Parts } from '../parts.ts';
import { chooseAccount } from './target.ts';

export interface TestedAccount {
  readonly folder: string;
  readonly account: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** null: with the stored key. */
  readonly credentials: Credentials | null;
}

/** Tries an account; null: the user cancelled (the engine's own deadline ends the try). */
export async function tryAccount(parts: Parts, tested: TestedAccount): Promise<AccountTest | null> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Testing ${tested.account}…`, cancellable: true },
    (_progress, token) =>
      Promise.race([
        parts.engine.request('testAccount', tested),
        new Promise<null>((resolve) => token.onCancellationRequested(() => resolve(null))),
      ]),
  );
}

/** "may read, may not trade, may not withdraw" */
export function permissionWords(permissions: KeyPermissions | null): string {
  if (permissions === null) return 'The exchange does not tell what this key may do.';
  const word = (may: boolean | null, what: string) =>
    may === null ? `may or may not ${what}` : may ? `may ${what}` : `may not ${what}`;
  const parts = [
    word(permissions.canRead, 'read'),
    word(permissions.canTrade, 'trade'),
    word(permissions.canWithdraw, 'withdraw'),
  ];
  return `This key ${parts.join(', ')}.${permissions.detail === '' ? '' : ` ${permissions.detail}`}`;
}

/** Tests every account of every portfolio, one after the other, and tells the result in one message. */
export async function testConnections(parts: Parts): Promise<void> {
  const results: { readonly account: string; readonly test: AccountTest }[] = [];
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Testing connections', cancellable: true },
    async (progress, token) => {
      for (const place of parts.portfolios.places().filter((entry) => entry.exists)) {
        const accounts = await parts.engine.request('accounts', { folder: place.folder });
        for (const { id, settings } of accounts) {
          if (token.isCancellationRequested) return;
          progress.report({ message: id });
          const tested = { folder: place.folder, account: id, settings, credentials: null };
          results.push({ account: id, test: await parts.engine.request('testAccount', tested) });
        }
      }
    },
  );
  if (results.length === 0) return;
  const bad = results.filter(({ test }) => !test.ok);
  for (const { account, test } of results) {
    parts.log.info(`test of ${account}: ${test.message} ${test.warnings.join(' ')}`);
  }
  if (bad.length > 0) {
    const list = bad.map(({ account, test }) => `${account}: ${test.message}`).join('; ');
    void vscode.window.showWarningMessage(`${bad.length} of ${results.length} accounts did not answer. ${list}`);
    return;
  }
  const warnings = results.flatMap(({ account, test }) => test.warnings.map((warning) => `${account}: ${warning}`));
  const message = `${results.length === 1 ? 'The account answers' : `All ${results.length} accounts answer`}.`;
  if (warnings.length > 0) void vscode.window.showWarningMessage(`${message} ${warnings.join(' ')}`);
  else void vscode.window.showInformationMessage(message);
}

export async function testConnection(parts: Parts, value: unknown): Promise<void> {
  const chosen = await chooseAccount(parts, value, 'Test which account?', () => true);
  if (chosen === null) return;
  const folder = chosen.state.id;
  const account = chosen.account.id;
  const settings = (await parts.engine.request('accounts', { folder })).find((info) => info.id === account)?.settings;
  if (settings === undefined) throw new Error(`Account “${account}” is not in the configuration in force`);
  const test = await tryAccount(parts, { folder, account, settings, credentials: null });
  if (test === null) return;
  const detail = test.permissions === null ? '' : ` ${permissionWords(test.permissions)}`;
  const message = `${chosen.account.title}: ${test.message}.${detail} ${test.warnings.join(' ')}`
    .replaceAll('..', '.')
    .trim();
  if (!test.ok || test.warnings.length > 0) void vscode.window.showWarningMessage(message);
  else void vscode.window.showInformationMessage(message);
}
