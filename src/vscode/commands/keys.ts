import * as vscode from 'vscode';
import type { ConfigFix } from '../../core/model/configText.ts';
import type { AccountView } from '../../core/model/snapshot.ts';
import { applyEdits } from '../editor/applyEdits.ts';
import type { Parts } from '../parts.ts';
import { askCredentials } from './askCredentials.ts';
import { type BoundExchange, bindingOf, exchangeOf } from './binding.ts';
import { changeConfiguration } from './changeConfiguration.ts';
import { type ChosenAccount, chooseAccount } from './target.ts';
import { permissionWords, tryAccount } from './testConnections.ts';

const isExchange = (account: AccountView) => account.kind === 'exchange';

async function boundTo(parts: Parts, { state, account }: ChosenAccount): Promise<BoundExchange> {
  const known = await exchangeOf(parts, state.id, account.id);
  const exchange = known?.id ?? account.exchange;
  if (exchange === null) throw new Error(`${account.title} is not an exchange account, so it has no key`);
  return bindingOf(parts, state.id, account.id, exchange, known?.sandbox ?? false);
}

/** Asks for the new key, tests it, then stores it in the old one's place. */
export async function replaceKey(parts: Parts, value: unknown): Promise<void> {
  const chosen = await chooseAccount(parts, value, 'Replace the key of which account?', isExchange);
  if (chosen === null) return;
  const { binding, exchange } = await boundTo(parts, chosen);
  const credentials = await askCredentials(exchange, `Replace the key of ${chosen.account.title}`);
  if (credentials === null) return;
  const { folder, account } = binding;
  const accounts = await parts.engine.request('accounts', { folder });
  const settings = accounts.find((info) => info.id === account)?.settings ?? {
    kind: 'exchange',
    exchange: exchange.id,
  };
  const test = await tryAccount(parts, { folder, account, settings, credentials });
  if (test === null) return;
  if (
    !test.ok &&
    !(await confirm(`${chosen.account.title} did not accept the new key.`, test.message, 'Store It Anyway'))
  ) {
    return;
  }
  await parts.vault.store(binding, credentials);
  await parts.engine.request('accessChanged', { folder, account });
  const message = `The key of ${chosen.account.title} is replaced. ${permissionWords(test.permissions)} ${test.warnings.join(' ')}`;
  if (test.warnings.length > 0) void vscode.window.showWarningMessage(message.trim());
  else void vscode.window.showInformationMessage(message.trim());
}

export async function removeKey(parts: Parts, value: unknown): Promise<void> {
  const chosen = await chooseAccount(parts, value, 'Remove the key of which account?', isExchange);
  if (chosen === null) return;
  const { binding } = await boundTo(parts, chosen);
  const { folder, account } = binding;
  const detail = 'The account stays in the configuration. Create a new key at the exchange to use it again.';
  if (!(await confirm(`Remove the stored key of ${chosen.account.title}?`, detail, 'Remove Key'))) return;
  // Also keys of the same account that were stored for another host (a testnet).
  const stored = parts.vault.bindings().filter((other) => other.folder === folder && other.account === account);
  for (const each of [binding, ...stored]) await parts.vault.remove(each);
  await parts.engine.request('accessChanged', { folder, account });
}

/** Takes the account out of the configuration, and its key out of secret storage. */
export async function removeAccount(parts: Parts, value: unknown): Promise<void> {
  const chosen = await chooseAccount(parts, value, 'Remove which account?', () => true);
  if (chosen === null) return;
  const { state, account } = chosen;
  const place = parts.portfolios.places().find((entry) => entry.folder === state.id);
  if (place === undefined) return;
  const detail = 'It is taken out of the configuration, and its key out of secret storage. Its history stays.';
  if (!(await confirm(`Remove account ${account.title}?`, detail, 'Remove Account'))) return;
  await changeConfiguration(parts, place, { kind: 'removeAccount', id: account.id });
  const stored = parts.vault.bindings().filter((other) => other.folder === state.id && other.account === account.id);
  for (const binding of stored) await parts.vault.remove(binding);
}

/** The quick fix "move to secret storage": stores the value, then takes it out of the text. */
export async function moveSecret(parts: Parts, uri: unknown, fix: unknown): Promise<void> {
  const { secret, edits } = fix as ConfigFix;
  if (!(uri instanceof vscode.Uri) || secret === undefined) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const place = parts.portfolios.placeOf(document);
  if (place === null) return;
  const known = await exchangeOf(parts, place.folder, secret.account);
  const exchange = known?.id ?? (await pickExchange(parts, secret.account));
  if (exchange === null) return;
  const { binding } = await bindingOf(parts, place.folder, secret.account, exchange, known?.sandbox ?? false);
  const before = (await parts.vault.get(binding)) ?? { apiKey: '', secret: '' };
  await parts.vault.store(binding, { ...before, [secret.field]: secret.value });
  await applyEdits(document, edits);
  await document.save();
  await parts.engine.request('accessChanged', { folder: place.folder, account: secret.account });
}

async function pickExchange(parts: Parts, account: string): Promise<string | null> {
  const exchanges = await parts.engine.request('exchanges', null);
  const items = exchanges.map((info) => ({ label: info.name, description: info.id, id: info.id }));
  return (await vscode.window.showQuickPick(items, { title: `Which exchange is “${account}” at?` }))?.id ?? null;
}

async function confirm(message: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, action)) === action;
}
