import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { Credentials } from '../../core/ports.ts';
import type { ExchangeInfo } from '../../protocol/engine.ts';
import type { Parts } from '../parts.ts';
import type { Place } from '../portfolios.ts';
import { askCredentials } from './askCredentials.ts';
import { bindingOf } from './binding.ts';
import { changeConfiguration } from './changeConfiguration.ts';
import { createIn } from './configuration.ts';
import { choosePlace } from './target.ts';
import { permissionWords, tryAccount } from './testConnections.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Guided: kind → its settings → name → key → test → secret storage → the file at the new lines. Esc stops at any step. */
export async function addAccount(parts: Parts): Promise<void> {
  const place = parts.portfolios.places().some((entry) => entry.exists)
    ? await choosePlace(parts, null, 'Add an account to which portfolio?')
    : await createIn(parts);
  if (place === null) return;
  const kind = await vscode.window.showQuickPick(
    [
      { label: '$(plug) Exchange', description: 'any of those ccxt supports, read-only', adds: 'exchange' as const },
      { label: '$(beaker) Paper', description: 'simulated broker: no key, no network', adds: 'paper' as const },
      { label: '$(file) File', description: 'holdings or positions from JSON or CSV', adds: 'file' as const },
    ],
    { title: 'Add Account', placeHolder: 'What kind of account?' },
  );
  switch (kind?.adds) {
    case undefined:
      return;
    case 'exchange':
      return addExchange(parts, place);
    case 'paper':
      return addPaper(parts, place);
    case 'file':
      return addFile(parts, place);
    default:
      return kind satisfies never;
  }
}

async function addExchange(parts: Parts, place: Place): Promise<void> {
  const exchange = await pickExchange(parts);
  if (exchange === null) return;
  const scopes = await pickScopes(exchange);
  if (scopes === null) return;
  const sandbox = exchange.sandbox ? await pickSandbox(exchange) : false;
  if (sandbox === null) return;
  const id = await askId(parts, place, exchange.id);
  if (id === null) return;
  const settings: Settings = { kind: 'exchange', exchange: exchange.id, scopes, ...(sandbox ? { sandbox: true } : {}) };
  const credentials = await askTested(parts, place, id, settings, exchange);
  if (credentials === null) return;
  const { binding } = await bindingOf(parts, place.folder, id, exchange.id, sandbox);
  await parts.vault.store(binding, credentials);
  await changeConfiguration(parts, place, { kind: 'addAccount', id, settings });
  await parts.engine.request('accessChanged', { folder: place.folder, account: id });
}

/** Asks for the key until the exchange takes it, the user keeps it all the same, or gives up. */
async function askTested(
  parts: Parts,
  place: Place,
  id: string,
  settings: Settings,
  exchange: ExchangeInfo,
): Promise<Credentials | null> {
  const add = 'Add Account';
  const anyway = 'Add Anyway';
  const again = 'Enter Key Again';
  for (;;) {
    const credentials = await askCredentials(exchange, `Key of ${exchange.name}`);
    if (credentials === null) return null;
    const test = await tryAccount(parts, { folder: place.folder, account: id, settings, credentials });
    if (test === null) return null;
    const detail = [permissionWords(test.permissions), ...test.warnings].join('\n\n');
    const answer = test.ok
      ? await vscode.window.showInformationMessage(
          `${exchange.name} accepts the key.`,
          { modal: true, detail },
          add,
          again,
        )
      : await vscode.window.showWarningMessage(
          `${exchange.name} could not be read with this key.`,
          { modal: true, detail: test.message },
          again,
          anyway,
        );
    if (answer === add || answer === anyway) return credentials;
    if (answer !== again) return null;
  }
}

async function pickExchange(parts: Parts): Promise<ExchangeInfo | null> {
  const items = parts.engine.request('exchanges', null).then((exchanges) =>
    exchanges.map((exchange) => ({
      label: exchange.name,
      description: exchange.id,
      detail: exchange.sandbox ? 'has a testnet' : '',
      exchange,
    })),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Add Account: exchange',
    placeHolder: 'Type to search',
    matchOnDescription: true,
  });
  return picked?.exchange ?? null;
}

async function pickScopes(exchange: ExchangeInfo): Promise<readonly string[] | null> {
  const scopes = [
    { label: 'spot', description: 'spot wallet', picked: true },
    { label: 'margin', description: 'margin wallet, with what is borrowed' },
    { label: 'swap', description: 'perpetual futures: wallet and positions' },
    { label: 'future', description: 'dated futures: wallet and positions' },
    { label: 'funding', description: 'funding wallet' },
    { label: 'earn', description: 'staking and savings' },
  ];
  const picked = await vscode.window.showQuickPick(scopes, {
    title: `${exchange.name}: what to read`,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return null;
  return picked.length === 0 ? ['spot'] : picked.map((scope) => scope.label);
}

async function pickSandbox(exchange: ExchangeInfo): Promise<boolean | null> {
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'Real account', sandbox: false },
      { label: 'Testnet', description: `the sandbox of ${exchange.name}`, sandbox: true },
    ],
    { title: `${exchange.name}: real or testnet` },
  );
  return picked?.sandbox ?? null;
}

async function askId(parts: Parts, place: Place, suggested: string): Promise<string | null> {
  const taken = new Set((await parts.engine.request('accounts', { folder: place.folder })).map((info) => info.id));
  let value = suggested;
  for (let count = 2; taken.has(value); count += 1) value = `${suggested}-${count}`;
  const answer = await vscode.window.showInputBox({
    title: 'Name of the account',
    prompt: 'Stands in the configuration and in every view',
    value,
    validateInput: (text) => {
      if (taken.has(text.trim())) return `There already is an account “${text.trim()}”`;
      return /^[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}$/.test(text.trim()) ? null : 'Use letters, digits, "-", "_" or "."';
    },
  });
  return answer === undefined ? null : answer.trim();
}

async function addPaper(parts: Parts, place: Place): Promise<void> {
  const id = await askId(parts, place, 'paper');
  if (id === null) return;
  const cash = await vscode.window.showInputBox({
    title: 'Starting cash',
    prompt: 'Amount and currency',
    value: '10000 USD',
    validateInput: (text) => (cashOf(text) === null ? 'Write an amount and a currency, such as "10000 USD"' : null),
  });
  const parsed = cash === undefined ? null : cashOf(cash);
  if (parsed === null) return;
  await changeConfiguration(parts, place, { kind: 'addAccount', id, settings: { kind: 'paper', cash: parsed } });
}

function cashOf(text: string): Readonly<Record<string, number>> | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z0-9]{2,10})\s*$/.exec(text);
  const [, amount, currency] = match ?? [];
  return amount === undefined || currency === undefined ? null : { [currency.toUpperCase()]: Number(amount) };
}

async function addFile(parts: Parts, place: Place): Promise<void> {
  const folder = vscode.Uri.file(place.folder);
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'Holdings or positions',
      defaultUri: folder,
      filters: { 'JSON or CSV': ['json', 'csv'] },
      openLabel: 'Use This File',
    })) ?? [];
  if (file === undefined) return;
  const path = relative(place.folder, file.fsPath).split(sep).join('/');
  if (path.startsWith('..')) throw new Error(`The file must be inside ${place.folder}`);
  const id = await askId(
    parts,
    place,
    path
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]+$/, '') ?? 'file',
  );
  if (id === null) return;
  await changeConfiguration(parts, place, { kind: 'addAccount', id, settings: { kind: 'file', path } });
}
