import assert from 'node:assert/strict';
import type { ReturnSeries } from '../../src/core/metrics/metric.ts';
import type { Dated } from '../../src/core/series/seriesFromValues.ts';
import { sharedText } from './shared.ts';

/** Published test vectors of the shared data, and the inputs they name. */
export interface Vector {
  readonly id: string;
  readonly metric: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  readonly acceptable?: readonly unknown[];
  readonly tolerance: { readonly abs?: number; readonly rel?: number };
  /** Of the metric `relation`. */
  readonly relation?: string;
  readonly of?: string;
  readonly sides?: readonly { readonly inputs: Readonly<Record<string, unknown>> }[];
}

interface Source {
  readonly csv: string;
  readonly column: string;
  readonly kind: 'returns' | 'prices' | 'raw_keep_nulls';
}

interface Input {
  readonly values?: readonly (number | null)[];
  readonly dates?: readonly string[];
  readonly $series?: string;
  readonly $column?: readonly [string, string];
  readonly rows?: readonly [number, number];
  readonly $add?: readonly [Input, number];
}

/** A value of a date; null: missing. */
export interface Row {
  readonly at: number;
  readonly value: number | null;
}

interface Vectors {
  readonly cases: readonly Vector[];
  readonly series: Readonly<Record<string, Source>>;
}

const day = 86_400_000;
const text = sharedText('vectors/vectors.json');
export const vectors: Vectors | null = text === null ? null : (JSON.parse(text) as Vectors);

/** Rows of a column of a CSV file of the shared data. */
export function column(csv: string, name: string): readonly Row[] {
  const [head = '', ...lines] = (sharedText(`series/${csv}`) ?? '').trim().split('\n');
  const names = head.split(',').map((cell) => cell.replaceAll('"', '').trim());
  const index = names.indexOf(name);
  assert.ok(index > 0, `${csv} has no column ${name}`);
  return lines.map((line, row) => {
    const cells = line.split(',');
    const cell = (cells[index] ?? '').trim();
    const at = Date.parse((cells[0] ?? '').replaceAll('"', ''));
    return { at: Number.isNaN(at) ? row * day : at, value: cell === '' ? null : Number(cell) };
  });
}

/** What an input names, as it is: prices stay prices. */
function rowsOf(input: Input): { readonly rows: readonly Row[]; readonly kind: Source['kind'] } {
  if (Array.isArray(input)) return { rows: dated(input as readonly number[]), kind: 'raw_keep_nulls' };
  if (input.$add) {
    const { rows, kind } = rowsOf(input.$add[0]);
    const more = input.$add[1];
    return { rows: rows.map(({ at, value }) => ({ at, value: value === null ? null : value + more })), kind };
  }
  if (input.$series) {
    const source = vectors?.series[input.$series];
    assert.ok(source, input.$series);
    return { rows: column(source.csv, source.column), kind: source.kind };
  }
  if (input.$column) return { rows: column(...input.$column).slice(...(input.rows ?? [])), kind: 'prices' };
  assert.ok(input.values);
  return { rows: dated(input.values, input.dates), kind: 'raw_keep_nulls' };
}

function dated(values: readonly (number | null)[], dates?: readonly string[]): readonly Row[] {
  return values.map((value, i) => ({ at: dates ? Date.parse(dates[i] ?? '') : i * day, value }));
}

/** Prices of a vector, missing ones dropped. */
export function pricesOf(input: unknown): readonly Dated[] {
  return known(rowsOf(input as Input).rows);
}

/** Returns of a vector with their dates, missing ones null; prices become simple returns after dropping empty cells. */
export function returnRows(input: unknown): readonly Row[] {
  const { rows, kind } = rowsOf(input as Input);
  return kind === 'prices' ? toReturns(known(rows)) : rows;
}

export function known(rows: readonly Row[]): readonly Dated[] {
  return rows.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
}

export function toReturns(prices: readonly Dated[]): readonly Dated[] {
  return prices.slice(1).map(({ at, value }, i) => ({ at, value: value / (prices[i]?.value ?? Number.NaN) - 1 }));
}

/** The series of `inputs.returns` (or prices), missing values dropped, with a risk-free rate of `risk_free` or `mar`, per period. */
export function seriesOf({ inputs, params }: Pick<Vector, 'inputs' | 'params'>): ReturnSeries {
  const perYear = Number(params['periods_per_year'] ?? 252);
  const rows =
    inputs['prices'] === undefined ? returnRows(inputs['returns'] ?? []) : toReturns(pricesOf(inputs['prices']));
  const target = inputs['risk_free'] ?? inputs['mar'] ?? 0;
  if (typeof target === 'number') {
    return seriesOfRows(known(rows), perYear, (1 + target) ** perYear - 1);
  }
  const rates = new Map(known(returnRows(target)).map(({ at, value }) => [at, value]));
  const both = known(rows).filter(({ at }) => rates.has(at));
  return { ...seriesOfRows(both, perYear, 0), riskFreeSeries: both.map(({ at }) => rates.get(at) ?? 0) };
}

export function seriesOfRows(rows: readonly Dated[], perYear: number, riskFree: number): ReturnSeries {
  const at = rows.map((row) => row.at);
  return { at, returns: rows.map(({ value }) => value), start: (at[0] ?? 0) - day, perYear, riskFree };
}
