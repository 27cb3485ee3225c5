import type { CostBasis } from '../../core/ledger/costBasis.ts';
import type { TableQuery } from '../../core/model/tables.ts';
import type { TaxReport } from '../../core/model/tax.ts';
import { taxCsv, taxRecord } from '../../present/records/taxRecord.ts';
import { wholeTable } from '../../present/tables/wholeTable.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { saveFile } from '../panel/saveFile.ts';

export type FileFormat = 'csv' | 'json';

type Asking = Pick<EngineProcess, 'request'>;

/** Tables of 100,000 rows and long ledgers take their time. */
export const patienceMs = 300_000;

const formatNames = { csv: 'CSV', json: 'JSON' } as const;

/** A whole table, searched and sorted as asked; amounts are left empty in privacy. */
export async function tableFile(
  engine: Asking,
  query: Omit<TableQuery, 'offset' | 'limit'>,
  format: FileFormat,
): Promise<{ readonly text: string; readonly rows: number }> {
  const ask = (offset: number, limit: number | null) =>
    engine.request('table', { ...query, offset, limit }, patienceMs);
  return wholeTable(ask, format, { privacy: query.privacy });
}

/** LED-3 as the command line writes it. */
export async function taxFile(
  engine: Asking,
  portfolio: string,
  year: number,
  method: CostBasis | null,
  format: FileFormat,
): Promise<{ readonly text: string; readonly report: TaxReport }> {
  const report = await engine.request('tax', { portfolio, year, method }, patienceMs);
  const text = format === 'csv' ? taxCsv(report).text : `${JSON.stringify(taxRecord(report, Date.now()), null, 2)}\n`;
  return { text, report };
}

/** Asks where. False: dismissed. */
export async function saveReport(name: string, text: string, format: FileFormat): Promise<boolean> {
  const safe = name.replaceAll(/[^\w -]+/g, '-');
  return saveFile(`${safe}.${format}`, new TextEncoder().encode(text), { [formatNames[format]]: [format] });
}
