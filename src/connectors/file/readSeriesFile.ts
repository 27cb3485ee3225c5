import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { SeriesTable } from '../../core/seriesFile/seriesTable.ts';
import { tableFromJson } from '../../core/seriesFile/tableFromJson.ts';
import { textOf } from './textOf.ts';

/** Ten years of minutes with two columns are less than this. */
export const maxSeriesBytes = 64 * 1024 * 1024;
const maxSeriesRows = 2_000_000;

/**
 * PERF-8: a returns, equity or trades file that the user chose, as rows of text; CSV, TSV or JSON, told from its first character
 * and name. Plain files up to 64 MB. Reasons name the file, never what is in it.
 */
export async function readSeriesFile(path: string): Promise<Reading<SeriesTable>> {
  const name = basename(path);
  try {
    // A pipe would block when it is opened, so the kind is looked at first.
    if (!(await stat(path)).isFile()) return failed('config', `${name} is not a file`);
    const handle = await open(path, 'r');
    try {
      if ((await handle.stat()).size > maxSeriesBytes) return failed('config', `${name} is larger than 64 MB`);
      return seriesTable(textOf(await handle.readFile()), name);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return failed('unavailable', words(name, error));
  }
}

/** The same from text. */
export function seriesTable(text: string, name: string): Reading<SeriesTable> {
  if (text.trim() === '') return failed('badResponse', `${name} is empty`);
  if (/^\s*[[{]/.test(text) && !/\.(csv|tsv)$/i.test(name)) return fromJson(text, name);
  return fromCsv(text, name);
}

function fromJson(text: string, name: string): Reading<SeriesTable> {
  const value = parsed(text) ?? parsed(withoutNaN(text));
  if (value === null) return failed('badResponse', `${name} is not valid JSON`);
  const table = tableFromJson(value, name);
  if (table === null)
    return failed('badResponse', `${name} holds no rows of returns, equity or trades in a known shape`);
  return table.rows.length > maxSeriesRows
    ? failed('config', `${name} has more than ${maxSeriesRows} rows`)
    : ok(table);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Python writes NaN and Infinity, which JSON does not know. */
function withoutNaN(text: string): string {
  return text.replace(/(?<=[[:,]\s*)-?(NaN|Infinity)(?=\s*[\],}])/g, 'null');
}

function fromCsv(text: string, name: string): Reading<SeriesTable> {
  const header = /^(?!\s*(?:#|$)).*$/m.exec(text)?.[0] ?? '';
  const delimiter = [';', '\t', '|'].find((each) => header.split(each).length > header.split(',').length) ?? ',';
  let records: readonly (readonly string[])[];
  try {
    records =
      plainRecords(text, delimiter) ??
      parse(text, {
        delimiter,
        trim: true,
        skip_empty_lines: true,
        relax_column_count: true,
        comment: '#',
        comment_no_infix: true,
        to: maxSeriesRows + 2,
      });
  } catch (error) {
    const line = typeof error === 'object' && error !== null && 'lines' in error ? ` (line ${error.lines})` : '';
    return failed('badResponse', `${name} is not valid CSV${line}`);
  }
  const [names, ...rows] = records;
  if (names === undefined) return failed('badResponse', `${name} is empty`);
  if (rows.length > maxSeriesRows) return failed('config', `${name} has more than ${maxSeriesRows} rows`);
  // A first line of numbers is no header.
  const headless = names.every((cell) => cell === '' || /^[+-]?[\d.]/.test(cell)) && names.some((cell) => cell !== '');
  const columns = headless
    ? names.map((_, index) => (index === 0 ? 'time' : names.length === 2 ? 'value' : `column ${index + 1}`))
    : unique(names);
  const body = headless ? records : rows;
  return ok({ name, columns, rows: body.map((row) => columns.map((_, index) => row[index] ?? '')) });
}

/** Lines cut at the delimiter, five times as fast as by the library; null where quotes or comments ask for it. */
function plainRecords(text: string, delimiter: string): readonly (readonly string[])[] | null {
  if (text.includes('"') || text.includes('#')) return null;
  const records: (readonly string[])[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const cells = line.split(delimiter).map((cell) => cell.trim());
    if (cells.length > 1 || cells[0] !== '') records.push(cells);
    if (records.length > maxSeriesRows + 1) break;
  }
  return records;
}

/** Columns that share a name are told apart. */
function unique(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((each) => {
    const count = (seen.get(each) ?? 0) + 1;
    seen.set(each, count);
    return count === 1 ? each : `${each} (${count})`;
  });
}

function words(name: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return `${name} does not exist`;
  if (code === 'EACCES' || code === 'EPERM') return `${name} may not be read; change its permissions`;
  return `${name} could not be read (${code || 'unknown cause'})`;
}
