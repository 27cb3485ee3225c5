import { basename } from 'node:path';
import * as vscode from 'vscode';
import { rangeOf } from '../editor/applyEdits.ts';
import type { Parts } from '../parts.ts';
import type { Place } from '../portfolios.ts';
import { writeConfiguration } from './changeConfiguration.ts';
import { choosePlace, refOf } from './target.ts';

export async function openConfiguration(parts: Parts, value: unknown): Promise<void> {
  const place = await choosePlace(parts, value, 'Open Configuration');
  if (place !== null) await vscode.window.showTextDocument(vscode.Uri.file(place.configPath), { preview: false });
}

/** Asks for the base currency, then offers the first account. */
export async function createConfiguration(parts: Parts): Promise<void> {
  const place = await createIn(parts);
  if (place === null) return;
  await vscode.window.showTextDocument(vscode.Uri.file(place.configPath), { preview: false });
  const add = 'Add Account…';
  const answer = await vscode.window.showInformationMessage(
    `${basename(place.configPath)} is ready. Add your first account?`,
    add,
  );
  if (answer === add) await vscode.commands.executeCommand('quantfolio.addAccount');
}

/** Creates a configuration in the folder the user picks; null: dismissed. */
export async function createIn(parts: Parts): Promise<Place | null> {
  const free = parts.portfolios.places().filter((place) => !place.exists && !place.demo);
  const items = free.map((place) => ({ label: basename(place.folder), description: place.configPath, place }));
  if (items.length === 0) throw new Error('Open a folder first: a portfolio lives beside your strategies');
  const place =
    items.length === 1
      ? items[0]?.place
      : (await vscode.window.showQuickPick(items, { title: 'Create a portfolio in which folder?' }))?.place;
  if (place === undefined) return null;
  const currency = await askCurrency();
  if (currency === null) return null;
  await writeConfiguration(parts, place, { kind: 'create', baseCurrency: currency, name: basename(place.folder) });
  return parts.portfolios.places().find((other) => other.folder === place.folder) ?? null;
}

async function askCurrency(): Promise<string | null> {
  const common = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'USDT', 'BTC'];
  const other = 'Other…';
  const answer = await vscode.window.showQuickPick([...common, other], {
    title: 'Base currency',
    placeHolder: 'Everything is valued in this currency',
  });
  if (answer !== other) return answer ?? null;
  const typed = await vscode.window.showInputBox({
    title: 'Base currency',
    prompt: 'A currency code such as USD, EUR or BTC',
    validateInput: (text) => (/^[A-Za-z0-9]{2,10}$/.test(text.trim()) ? null : 'Write a code such as USD, EUR or BTC'),
  });
  return typed === undefined ? null : typed.trim().toUpperCase();
}

/** Goes to the line of a limit, given as a row, as `{ portfolio, limit, subject }`, or as `{ portfolio, key: "limit:subject" }` from the page. */
export async function revealLimit(parts: Parts, value: unknown): Promise<void> {
  const wanted = limitOf(value);
  const place = await choosePlace(parts, wanted?.portfolio ?? value, 'Show in Configuration');
  if (place === null) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.configPath));
  const locations = await parts.engine.request('limitLocations', { text: document.getText() });
  const ofLimit = locations.filter((location) => location.limit === wanted?.limit);
  const exact =
    ofLimit.find((location) => location.subject === wanted?.subject) ??
    ofLimit.find((location) => location.subject === null) ??
    ofLimit[0];
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (exact === undefined) return;
  const range = rangeOf(document, exact.offset, exact.length);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

interface LimitRef {
  readonly portfolio: string | null;
  readonly limit: string;
  readonly subject: string | null;
}

function limitOf(value: unknown): LimitRef | null {
  const ref = refOf(value);
  if (ref?.kind === 'limit') return ref;
  const record = value as (Partial<LimitRef> & { readonly key?: unknown }) | null | undefined;
  if (typeof record?.key === 'string') {
    const [limit = '', ...subject] = record.key.split(':');
    return { portfolio: record.portfolio ?? null, limit, subject: subject.length === 0 ? null : subject.join(':') };
  }
  return typeof record?.limit === 'string'
    ? { portfolio: record.portfolio ?? null, limit: record.limit, subject: record.subject ?? null }
    : null;
}
