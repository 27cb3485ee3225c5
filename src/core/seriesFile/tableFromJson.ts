import { plainName, type SeriesTable } from './seriesTable.ts';

type Json = unknown;

/** Lists that back-test exports keep beside others: most telling first. */
const parts = [
  'equity_curve',
  'equity',
  'portfolio_value',
  'nav',
  'balance_history',
  'returns',
  'daily_returns',
  'trades',
  'closed_trades',
  'daily_profit',
  'daily',
  'history',
  'data',
  'results',
  'values',
  'series',
  'rows',
];
const capitals = [
  'starting_balance',
  'starting_capital',
  'initial_capital',
  'initial_balance',
  'starting_cash',
  'initial_cash',
  'dry_run_wallet',
];

/**
 * Rows out of parsed JSON: an array of objects, of pairs or of arrays; an object of columns; pandas `to_json` of every
 * orientation (records, columns, index, split, table, values) and of a series; freqtrade's back-test result; any object that
 * keeps such a list under a usual name. null: none of these.
 */
export function tableFromJson(value: Json, name: string): SeriesTable | null {
  return fromJson(value, name, 0);
}

function fromJson(value: Json, name: string, depth: number): SeriesTable | null {
  if (Array.isArray(value)) return fromList(value, name);
  if (!isRecord(value) || depth > 4) return null;
  const split = fromSplit(value, name);
  if (split !== null) return split;
  const capital = capitalOf(value);
  const entries = Object.entries(value);
  for (const part of parts) {
    const found = entries.find(([key, each]) => plainName(key) === part && (Array.isArray(each) || isRecord(each)));
    if (found === undefined) continue;
    // A column of numbers beside a column of dates is no table of its own.
    if (Array.isArray(found[1]) && found[1].every((each) => !isRecord(each) && !Array.isArray(each))) continue;
    const table = fromJson(found[1], name, depth + 1);
    if (table !== null && table.rows.length > 0) return withCapital({ ...table, part }, capital);
  }
  const columns = fromColumns(entries, name);
  if (columns !== null) return withCapital(columns, capital);
  const strategies = value['strategy'];
  const inner = isRecord(strategies) ? Object.values(strategies) : entries.length === 1 ? [entries[0]?.[1]] : [];
  if (inner.length === 1) return fromJson(inner[0], name, depth + 1);
  return null;
}

function fromList(list: readonly Json[], name: string): SeriesTable | null {
  if (list.length > 0 && list.every(isRecord)) {
    const columns = [...new Set(list.flatMap((row) => Object.keys(row)))];
    return { name, columns, rows: list.map((row) => columns.map((column) => textOf(row[column]))) };
  }
  if (list.length > 0 && list.every((row): row is readonly Json[] => Array.isArray(row))) {
    const [head, ...rest] = list;
    const titled = head?.every((cell) => typeof cell === 'string' && !/^\s*[+-]?[\d.]/.test(cell)) ?? false;
    const width = list.reduce((widest, row) => Math.max(widest, row.length), 0);
    const columns = Array.from({ length: width }, (_, index) =>
      titled ? textOf(head?.[index]) : index === 0 ? 'time' : width === 2 ? 'value' : `column ${index + 1}`,
    );
    const rows = (titled ? rest : list).map((row) => columns.map((_, index) => textOf(row[index])));
    return { name, columns, rows };
  }
  return null;
}

/** pandas `orient='split'` and `'table'`. */
function fromSplit(value: Readonly<Record<string, Json>>, name: string): SeriesTable | null {
  const { index, columns, data } = value;
  if (!Array.isArray(data) || !Array.isArray(index)) return null;
  if (Array.isArray(columns)) {
    const rows = data.map((row, at) => [textOf(index[at]), ...(Array.isArray(row) ? row.map(textOf) : [])]);
    return { name, columns: ['index', ...columns.map(textOf)], rows };
  }
  const title = textOf(value['name']) || 'value';
  return { name, columns: ['index', title], rows: data.map((each, at) => [textOf(index[at]), textOf(each)]) };
}

/** Columns by name (lists, or pandas' dictionaries by index), rows by date, or one series by date. */
function fromColumns(entries: readonly (readonly [string, Json])[], name: string): SeriesTable | null {
  const lists = entries.filter((entry): entry is readonly [string, readonly Json[]] => Array.isArray(entry[1]));
  const length = lists[0]?.[1].length ?? 0;
  const same = lists.filter(([, list]) => list.length === length && list.every((cell) => !isRecord(cell)));
  if (same.length >= 2) {
    const columns = same.map(([key]) => key);
    const rows = Array.from({ length }, (_, row) => same.map(([, list]) => textOf(list[row])));
    return { name, columns, rows };
  }
  const records = entries.filter((entry): entry is readonly [string, Readonly<Record<string, Json>>] =>
    isRecord(entry[1]),
  );
  if (records.length > 0 && records.length === entries.length) {
    if (records.length > 1 && records.every(([key]) => isDateKey(key))) {
      const columns = [...new Set(records.flatMap(([, row]) => Object.keys(row)))];
      return {
        name,
        columns: ['index', ...columns],
        rows: records.map(([key, row]) => [key, ...columns.map((column) => textOf(row[column]))]),
      };
    }
    const keys = [...new Set(records.flatMap(([, column]) => Object.keys(column)))];
    if (records.every(([, column]) => Object.values(column).every((cell) => !isRecord(cell) && !Array.isArray(cell)))) {
      return {
        name,
        columns: ['index', ...records.map(([key]) => key)],
        rows: keys.map((key) => [key, ...records.map(([, column]) => textOf(column[key]))]),
      };
    }
    return null;
  }
  const plain = entries.filter(
    ([key, each]) => isDateKey(key) && (typeof each === 'number' || typeof each === 'string' || each === null),
  );
  if (plain.length > 1 && plain.length === entries.length) {
    return { name, columns: ['index', 'value'], rows: plain.map(([key, each]) => [key, textOf(each)]) };
  }
  return null;
}

function isDateKey(key: string): boolean {
  return /^\d{4}-\d{2}(-\d{2})?([T ].*)?$|^-?\d{9,19}$|^\d{1,2}[./-]\d{1,2}[./-]\d{4}$/.test(key);
}

function capitalOf(value: Readonly<Record<string, Json>>): number | null {
  for (const [key, each] of Object.entries(value)) {
    if (!capitals.includes(plainName(key))) continue;
    const number = typeof each === 'number' ? each : typeof each === 'string' ? Number(each) : Number.NaN;
    if (number > 0 && Number.isFinite(number)) return number;
  }
  return null;
}

function withCapital(table: SeriesTable, capital: number | null): SeriesTable {
  return capital === null || table.startingCapital !== undefined ? table : { ...table, startingCapital: capital };
}

function isRecord(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Json): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? '' : String(value);
}
