import * as vscode from 'vscode';
import { formatCount } from '../../present/format.ts';
import type { Parts } from '../parts.ts';
import { saveReport, tableFile } from '../trading/reportFiles.ts';
import { tableNames } from '../trading/tableNames.ts';
import { fileFormats, pickFrom } from './pickFrom.ts';
import { choosePlace } from './target.ts';
import { withCancel } from './withCancel.ts';

/** POS-4: one whole table as a file. While amounts are hidden they are left empty. */
export async function exportTable(parts: Parts, value: unknown): Promise<void> {
  const { engine, privacy, store } = parts;
  const place = await choosePlace(parts, value, 'Export a table of which portfolio?');
  if (place === null) return;
  const table = await pickFrom('Export which table?', tableNames);
  if (table === null) return;
  const format = await pickFrom(`Export ${tableNames[table].toLowerCase()} as`, fileFormats);
  if (format === null) return;
  const query = {
    portfolio: place.folder,
    table,
    subject: { kind: 'portfolio', id: null },
    search: '',
    sort: null,
    from: null,
    to: null,
    privacy: privacy.on,
  } as const;
  const made = await withCancel(`Reading ${tableNames[table].toLowerCase()}…`, () => tableFile(engine, query, format));
  if (made === null) return;
  if (made.rows === 0) throw new Error(`The table “${tableNames[table]}” has no rows yet`);
  const name = `${store.get(place.folder)?.name ?? 'portfolio'} ${tableNames[table].toLowerCase()}`;
  if (!(await saveReport(name, made.text, format))) return;
  const empty = privacy.on ? ' Amounts are hidden, so their columns are empty.' : '';
  void vscode.window.showInformationMessage(`${formatCount(made.rows, 'row')} exported.${empty}`);
}
