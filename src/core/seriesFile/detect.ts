import { inferPeriodsPerYear } from '../series/periodsPerYear.ts';
import { classify, kindOf, type Meaning } from './classify.ts';
import { closedTrades } from './closedTrades.ts';
import { flowColumns } from './flowColumns.ts';
import { levelsOfProfits } from './levelsOfProfits.ts';
import { readDates } from './readDates.ts';
import { type Numbers, readNumbers } from './readNumbers.ts';
import type { DetectedSeries, SeriesFile, SeriesKind, Wanted } from './seriesFile.ts';
import { plainName, type SeriesTable } from './seriesTable.ts';

interface ValueColumn {
  readonly name: string;
  readonly meaning: Meaning;
  readonly named: boolean;
  readonly numbers: Numbers;
  readonly sample: readonly string[];
}

const failed = (reason: string): DetectedSeries => ({ state: 'failed', reason });

/**
 * PERF-8: finds the dates and the values of a returns, equity or trades file by column names and by what the cells hold.
 * Ambiguous only where several columns fit as well. Reasons never quote what is in the file.
 */
export function detectSeries(table: SeriesTable, wanted: Wanted): DetectedSeries {
  const { name, columns, rows } = table;
  if (rows.length === 0) return failed(`${name} has no rows`);
  const cellsOf = (index: number): readonly string[] => rows.map((row) => row[index] ?? '');
  const dates = findDates(columns, cellsOf, name);
  if ('reason' in dates) return failed(dates.reason);
  if (wanted.kind === 'trades' || (wanted.kind === null && wanted.column === null)) {
    const trades = closedTrades(table, wanted.startingCapital ?? null);
    if (trades !== null) return trades;
    if (wanted.kind === 'trades' && wanted.column === null) {
      return failed(`${name} holds no trades: it needs a profit of each, or side, quantity and price`);
    }
  }
  const columnAt = (column: string, index: number): readonly ValueColumn[] => {
    if (index === dates.index) return [];
    const cells = cellsOf(index);
    const numbers = readNumbers(cells);
    // Text is no value; a column of numbers with a bad cell is told when it is chosen.
    if (numbers.count < 1 || numbers.count < 0.9 * numbers.values.filter(isPresent(cells)).length) return [];
    const sample = cells.filter((cell) => cell.trim() !== '').slice(0, 3);
    return [{ name: column, numbers, sample, ...classify(column, numbers.values) }];
  };
  // Of a wide file only the column that was asked for is read, unless it depends on the others what that is.
  const asked =
    wanted.column === null ? [] : columns.flatMap((each, i) => (each === wanted.column ? columnAt(each, i) : []));
  const [only] = asked;
  const values = only !== undefined && !dependsOnOthers(only) ? asked : columns.flatMap(columnAt);
  const chosen = choose(inCompany(values), wanted, name);
  if (!('numbers' in chosen)) return chosen;
  return seriesOf(chosen, dates, table, wanted);
}

/** Small numbers above zero beside columns of returns are returns too: a money market rate never falls. */
function inCompany(values: readonly ValueColumn[]): readonly ValueColumn[] {
  const unnamed = values.filter((each) => !each.named);
  const returns = unnamed.filter((each) => each.meaning === 'returns').length;
  if (returns * 2 <= unnamed.length) return values;
  return values.map((each) => (dependsOnOthers(each) ? { ...each, meaning: 'returns' } : each));
}

function dependsOnOthers({ named, meaning, numbers }: ValueColumn): boolean {
  return !named && meaning === 'equity' && numbers.values.every((value) => value === null || value < 0.2);
}

function isPresent(cells: readonly string[]): (value: number | null, index: number) => boolean {
  return (value, index) => value !== null || !/^\s*(nan|na|n\/a|null|none|-)?\s*$/i.test(cells[index] ?? '');
}

const dateNames =
  /^(date|datetime|time|timestamp|day|month|as_of|at|close_date|exit_date|exit_time|close_time|closed_at|date_time|period|trade_date|open_time|ts|t|index|unnamed_0|)$/;

interface FoundDates {
  readonly index: number;
  readonly at: readonly (number | null)[];
}

/** The column whose cells are all dates; of several the one that is named so, then the first. */
function findDates(
  columns: readonly string[],
  cellsOf: (index: number) => readonly string[],
  name: string,
): FoundDates | { readonly reason: string } {
  let ambiguous = false;
  let bad: string | null = null;
  const ranked = columns.map((column, index) => {
    const plain = plainName(column);
    return { column, index, rank: dateNames.test(plain) ? 0 : /(^|_)(date|time|timestamp)(_|$)/.test(plain) ? 1 : 2 };
  });
  // The best by name is looked at first: of a wide file the others are never read.
  for (const { column, index, rank } of ranked.sort((a, b) => a.rank - b.rank || a.index - b.index)) {
    const isNamed = rank < 2;
    const dates = readDates(cellsOf(index), isNamed);
    if (dates.ok) return { index, at: dates.at };
    ambiguous ||= dates.ambiguous;
    if (isNamed && dates.bad !== undefined) bad ??= `row ${dates.bad + 1} of column '${column}' of ${name} is no date`;
  }
  return {
    reason: ambiguous
      ? `the dates of ${name} may be day/month or month/day: nothing in them tells which; write them as year-month-day`
      : (bad ?? `${name} has no column of dates`),
  };
}

function choose(
  values: readonly ValueColumn[],
  wanted: Wanted,
  name: string,
): ValueColumn | Exclude<DetectedSeries, { readonly state: 'series' }> {
  if (wanted.column !== null) {
    const column = plainName(wanted.column);
    const found =
      values.find((each) => each.name === wanted.column) ?? values.find((each) => plainName(each.name) === column);
    return found ?? { state: 'failed', reason: `${name} has no column '${wanted.column}' of numbers` };
  }
  const fits = (each: ValueColumn): boolean =>
    wanted.kind === null ? each.meaning !== 'aside' : kindOf(each.meaning) === wanted.kind || each.meaning === 'pnl';
  const candidates = values.filter(fits);
  // Names count more than looks; what money was made is the last resort.
  const ranks: readonly ((each: ValueColumn) => boolean)[] = [
    ({ named, meaning }) => named && meaning === 'equity' && !/price|close|level/.test(plainName(meaning)),
    ({ named, meaning }) => named && meaning === 'returns',
    ({ named, meaning }) => named && meaning === 'growth',
    ({ meaning }) => meaning === 'equity' || meaning === 'returns',
    ({ meaning }) => meaning === 'pnl',
  ];
  for (const rank of ranks) {
    const ranked = candidates.filter(rank);
    const adjusted = ranked.find((each) => /^adj(usted)?_close$/.test(plainName(each.name)));
    const [first, ...others] = adjusted ? [adjusted] : ranked;
    if (first === undefined) continue;
    if (others.length === 0) return first;
    const columns = ranked.map((each) => ({
      name: each.name,
      kind: kindOf(each.meaning) ?? 'equity',
      sample: each.sample,
    }));
    return { state: 'ambiguous', columns };
  }
  const only = values.length === 1 ? values[0] : undefined;
  return only ?? { state: 'failed', reason: `${name} has no column of returns, equity or profits` };
}

function seriesOf(chosen: ValueColumn, dates: FoundDates, table: SeriesTable, wanted: Wanted): DetectedSeries {
  const { numbers, name: column } = chosen;
  const { name } = table;
  if (numbers.bad !== null) return failed(`row ${numbers.bad + 1} of column '${column}' of ${name} is no number`);
  const notes: string[] = [];
  const meaning: Meaning =
    wanted.kind === 'returns'
      ? 'returns'
      : wanted.kind === 'equity' && chosen.meaning !== 'growth'
        ? 'equity'
        : chosen.meaning;
  const kind: SeriesKind = kindOf(meaning) ?? 'equity';
  const told = meaning === 'equity' && !isPrice.test(plainName(column)) ? flowColumns(table, [column]) : null;
  if (told !== null && 'bad' in told)
    return failed(`row ${told.bad.row + 1} of column '${told.bad.column}' of ${name} is no number`);
  const points: Point[] = [];
  let left = 0;
  let kept = 0;
  dates.at.forEach((at, row) => {
    const value = numbers.values[row] ?? null;
    kept += told?.net[row] ?? 0;
    if (at === null || value === null) left++;
    else {
      // What flowed with a row that has no value counts with the next one.
      points.push({ at, value, flow: kept });
      kept = 0;
    }
  });
  if (left > 0)
    notes.push(left === 1 ? 'one row without a value is left out' : `${left} rows without a value are left out`);
  if (told !== null) {
    const names = told.columns.map((each) => `'${each}'`).join(' and ');
    notes.push(`what came in and went out by ${names} is no profit: returns are time-weighted`);
  }
  const ordered = points.toSorted((a, b) => a.at - b.at);
  if (meaning === 'pnl') {
    const capital = table.startingCapital ?? wanted.startingCapital ?? null;
    if (capital === null) {
      const reason = `column '${column}' of ${name} tells money won and lost: returns need the starting capital`;
      return { state: 'failed', reason, needs: 'startingCapital' };
    }
    return levelsOfProfits(
      ordered.map(({ at, value }) => ({ openedAt: null, at, profit: value })),
      { capital, column, kind: 'equity', name, notes },
    );
  }
  const unique = distinct(ordered, meaning === 'returns');
  if (unique === null)
    return failed(`several rows of ${name} have the same time: a file must hold one series a column`);
  if (unique.length < ordered.length) notes.push('of rows with the same time the last counts');
  if (unique.length < 2) return failed(`${name} needs two rows with a date and a value`);
  const at = unique.map((point) => point.at);
  let values = unique.map((point) => point.value);
  let measure: SeriesFile['measure'] = meaning === 'returns' ? 'return' : 'level';
  if (meaning === 'returns' && !numbers.percent) {
    const unit = unitOf(column, at, values);
    if (unit === 'percent') {
      values = values.map((value) => value / 100);
      notes.push(`column '${column}' is taken as percent`);
    } else if (unit === 'doubtful') {
      notes.push(
        `column '${column}' is taken as fractions (0.05 is 5 %): if it is in percent, call it '${column}_pct' or write the sign`,
      );
    }
  }
  if (meaning === 'growth' && values.some((value) => value <= 0.2)) {
    if (values.some((value) => value < -1)) return failed(`column '${column}' of ${name} falls below −100 %`);
    const levels = values.map((value) => 1 + value);
    if (values[0] === 0) values = levels;
    else {
      // It counts from 0 before its first row, so the first row is a return, too.
      values = levels.map((level, index) => level / (levels[index - 1] ?? 1) - 1);
      if (!values.every(Number.isFinite))
        return failed(`column '${column}' of ${name} goes on after the loss of everything`);
      measure = 'return';
    }
    notes.push(`column '${column}' is taken as cumulative return`);
  }
  if (measure === 'return' && values.some((value) => value < -1)) {
    return failed(`column '${column}' of ${name} has returns below −100 %`);
  }
  // A last value of 0 is the loss of everything; nothing is earned after it.
  if (measure === 'level' && values.some((value, index) => value < 0 || (value === 0 && index < values.length - 1))) {
    return failed(`column '${column}' of ${name} has values at or below zero, which have no returns`);
  }
  const flows = told === null ? {} : { flows: unique.map((point) => point.flow) };
  return { state: 'series', kind, column, measure, at, values, ...flows, realized: null, notes };
}

interface Point {
  readonly at: number;
  readonly value: number;
  readonly flow: number;
}

const isPrice = /(^|_)(close|price|level|index)(_|$)/;

/** Returns of a usual day: beyond the first they may be percent, beyond the second they are. Longer periods move by √time more. */
const [doubtfulDay, wildDay] = [0.03, 0.1];
/** What a handful of returns usually move says little. */
const fewest = 20;

/** Percent by name, or because a usual period would move more than anything does. One wrong cell below −1 decides nothing. */
function unitOf(column: string, at: readonly number[], values: readonly number[]): 'fraction' | 'percent' | 'doubtful' {
  if (/(^|_)(pct|percent|percentage)(_|$)/.test(plainName(column))) return 'percent';
  const moves = values.flatMap((value) => (value === 0 ? [] : [Math.abs(value)])).sort((a, b) => a - b);
  const usual = (moves[Math.floor(moves.length / 2)] ?? 0) * Math.min(1, Math.sqrt(inferPeriodsPerYear(at) / 252));
  if (usual > doubtfulDay && values.some((value) => value < -1)) return 'percent';
  if (usual > wildDay && moves.length >= fewest) return 'percent';
  return usual > doubtfulDay ? 'doubtful' : 'fraction';
}

/** One point a time, with what flowed with all of that time; null where that would drop more than a tenth, or any return. */
function distinct(points: readonly Point[], strict: boolean): readonly Point[] | null {
  let flow = 0;
  const last = points.flatMap((point, index): Point[] => {
    flow += point.flow;
    if (points[index + 1]?.at === point.at) return [];
    const one = { ...point, flow };
    flow = 0;
    return [one];
  });
  if (last.length === points.length) return points;
  return strict || last.length < 0.9 * points.length ? null : last;
}
