import * as vscode from 'vscode';
import { compareChoices, parseCompareDate } from '../../present/compareDate.ts';
import { formatTime } from '../../present/format.ts';
import type { Parts } from '../parts.ts';
import { choosePlace } from './target.ts';

/** HIST-1: asks for a date, shows what changed since, and why. */
export async function compareWithDate(parts: Parts, value: unknown): Promise<void> {
  const place = await choosePlace(parts, value, 'Compare which portfolio?');
  if (place === null) return;
  const at = await askDate(Date.now(), parts.store.get(place.folder)?.dayBoundary);
  if (at === null) return;
  const comparison = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: `Comparing with ${formatTime(at)}…` },
    () => parts.engine.request('compare', { portfolio: place.folder, at }),
  );
  await parts.comparisons.show(parts.store.get(place.folder)?.name ?? 'Portfolio', comparison);
}

/** Epoch ms; null: dismissed. */
async function askDate(now: number, boundary: string | undefined): Promise<number | null> {
  const other = { label: 'Another date…', description: '', at: null };
  const items = [
    ...compareChoices(now, boundary).map(({ label, at }) => ({ label, description: formatTime(at), at })),
    other,
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Compare With Date' });
  if (chosen === undefined) return null;
  if (chosen.at !== null) return chosen.at;
  const text = await vscode.window.showInputBox({
    title: 'Compare With Date',
    prompt: 'A day begins at 00:00 UTC; a time may follow.',
    placeHolder: '2026-11-01 or 2026-11-01 14:30',
    validateInput: (typed) => {
      const parsed = parseCompareDate(typed, now);
      return 'reason' in parsed ? parsed.reason : null;
    },
  });
  const parsed = text === undefined ? null : parseCompareDate(text, now);
  return parsed !== null && 'at' in parsed ? parsed.at : null;
}
