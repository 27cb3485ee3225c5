import * as vscode from 'vscode';

/** One of a few named choices; null: dismissed. */
export async function pickFrom<K extends string>(title: string, words: Readonly<Record<K, string>>): Promise<K | null> {
  const items = (Object.entries(words) as [K, string][]).map(([key, label]) => ({ label, key }));
  return (await vscode.window.showQuickPick(items, { title }))?.key ?? null;
}

/** What every export can be written as. */
export const fileFormats = { csv: 'CSV', json: 'JSON' } as const;
