import * as vscode from 'vscode';
import type { CostBasis } from '../../core/ledger/costBasis.ts';
import { formatCount } from '../../present/format.ts';
import { taxMethods, taxYears } from '../../present/trading/tax.ts';
import type { Parts } from '../parts.ts';
import { saveReport, taxFile } from '../trading/reportFiles.ts';
import { fileFormats, pickFrom } from './pickFrom.ts';
import { choosePlace } from './target.ts';
import { withCancel } from './withCancel.ts';

const methodNotes: Readonly<Record<CostBasis, string>> = {
  FIFO: 'first bought, first sold',
  LIFO: 'last bought, first sold',
  HIFO: 'the most expensive first',
  LOFO: 'the cheapest first',
  average: 'one average cost',
};

/** LED-3 as a file: asks year, method and format. What could not be matched is told, never given a cost of zero. */
export async function taxReport(parts: Parts, value: unknown): Promise<void> {
  const { engine, privacy, store } = parts;
  if (privacy.on) throw new Error('Amounts are hidden; show them to make a tax report');
  const place = await choosePlace(parts, value, 'Tax report of which portfolio?');
  if (place === null) return;
  const now = Date.now();
  // Last year's is what most people need.
  const [current, last, ...before] = taxYears(now).map(String);
  const years = [last, current, ...before].filter((year) => year !== undefined);
  const year = await vscode.window.showQuickPick(years, { title: 'Tax report of which year?' });
  if (year === undefined) return;
  const configured = 'As configured';
  const methods = [{ label: configured, description: 'costBasis in quantfolio.json' }].concat(
    taxMethods.map((method) => ({ label: method, description: methodNotes[method] })),
  );
  const picked = await vscode.window.showQuickPick(methods, { title: 'Which lots are sold first?' });
  if (picked === undefined) return;
  const format = await pickFrom('Write the tax report as', fileFormats);
  if (format === null) return;
  const method = taxMethods.find((one) => one === picked.label) ?? null;
  const made = await withCancel(`Matching lots of ${year}…`, () =>
    taxFile(engine, place.folder, Number(year), method, format),
  );
  if (made === null) return;
  const { report, text } = made;
  const name = `${store.get(place.folder)?.name ?? 'portfolio'} tax ${year} ${report.method}`;
  if (!(await saveReport(name, text, format))) return;
  const open = report.unmatched.length;
  const words = `${formatCount(report.disposals.length, 'disposal')} of ${year} written by ${report.method}.`;
  if (open === 0) void vscode.window.showInformationMessage(words);
  else {
    void vscode.window.showWarningMessage(
      `${words} ${formatCount(open, 'disposal')} could not be matched with what was bought: listed in the file, in no total.`,
    );
  }
}
