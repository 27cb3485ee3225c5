import * as vscode from 'vscode';
import type { TableName } from '../../core/model/tables.ts';
import { formatCount } from '../../present/format.ts';
import type { Parts } from '../parts.ts';
import { saveReport, tableFile } from '../trading/reportFiles.ts';
import { fileFormats, pickFrom } from './pickFrom.ts';
import { choosePlace } from './target.ts';
import { withCancel } from './withCancel.ts';

const tables: Readonly<Record<TableName, string>> = {
  positions: 'Open positions',
  positionsBalance: 'Positions balance',
  assets: 'Assets',
  orders: 'Orders',
  operations: 'Operations',
  closedPositions: 'Closed positions',
  trades: 'Trades',
  tradeLog: 'Orders sent by Quantfolio',
};

/** POS-4: one whole table as a file. While amounts are hidden they are left empty. */
export async function exportTable(parts: Parts, value: unknown): Promise<void> {
  const { engine, privacy, store } = parts;
  const place = await choosePlace(parts, value, 'Export a table of which portfolio?');
  if (place === null) return;
  const table = await pickFrom('Export which table?', tables);
  if (table === null) return;
  const format = await pickFrom(`Export ${tables[table].toLowerCase()} as`, fileFormats);
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
  const made = await withCancel(`Reading ${tables[table].toLowerCase()}…`, () => tableFile(engine, query, format));
  if (made === null) return;
  if (made.rows === 0) throw new Error(`The table “${tables[table]}” has no rows yet`);
  const name = `${store.get(place.folder)?.name ?? 'portfolio'} ${tables[table].toLowerCase()}`;
  if (!(await saveReport(name, made.text, format))) return;
  const empty = privacy.on ? ' Amounts are hidden, so their columns are empty.' : '';
  void vscode.window.showInformationMessage(`${formatCount(made.rows, 'row')} exported.${empty}`);
}
