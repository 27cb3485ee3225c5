import type { CorrelationMethod } from '../model/analytics.ts';
import { averageRanks } from './averageRanks.ts';
import { defaultLambda, ewmaWeights } from './ewmaWeights.ts';
import { gramMatrix } from './gramMatrix.ts';
import { pairwise } from './pairwise.ts';

export interface CorrelationOptions {
  readonly method: CorrelationMethod;
  /** Of `ewma`; default 0.94. */
  readonly lambda?: number;
  /** Weights of `ewma`; default `normalised` (conventions.md). */
  readonly weighting?: 'normalised' | 'recursion';
  /** Pairs with fewer common observations are NaN; 2 at least. */
  readonly minimum?: number;
}

/** Square tables of as many rows as there are columns of observations, row after row. */
export interface Correlations {
  readonly size: number;
  /** In [−1, 1], symmetric, 1 on the diagonal; NaN inside this room only: the overlap is too short, or one does not vary. */
  readonly values: Float64Array;
  /** Common observations of each pair. */
  readonly overlap: Int32Array;
}

/** Squared deviations below this part of the plain squares are what rounding leaves of a constant. */
const noVariance = 1e-26;

/**
 * Correlation matrix of observations in columns of equal length, oldest first, NaN where one is missing. Complete data are
 * standardised once and multiplied (positive semi-definite up to rounding); with gaps each pair has its own means and
 * deviations over what both have ("pairwise complete", as pandas), and the matrix need not be positive semi-definite.
 * `pearson`: covariance over deviations. `spearman`: Pearson of average ranks. `ewma`: zero mean, weights of ewmaWeights.ts.
 */
export function correlateReturns(columns: readonly Float64Array[], options: CorrelationOptions): Correlations {
  const size = columns.length;
  const length = columns[0]?.length ?? 0;
  const minimum = Math.max(2, options.minimum ?? 2);
  if (columns.some((column) => hasGaps(column))) return pairwise(columns, options, minimum);
  const overlap = new Int32Array(size * size).fill(length);
  if (length < minimum) return { size, values: new Float64Array(size * size).fill(Number.NaN), overlap };
  const rows = new Float64Array(size * length);
  const roots = options.method === 'ewma' ? rootWeights(length, options) : null;
  columns.forEach((column, index) => {
    const row = rows.subarray(index * length, (index + 1) * length);
    row.set(options.method === 'spearman' ? averageRanks(column) : column);
    standardise(row, roots);
  });
  return { size, values: held(gramMatrix(rows, size, length), size), overlap };
}

export function rootWeights(length: number, options: CorrelationOptions): Float64Array {
  return ewmaWeights(length, options.lambda ?? defaultLambda, options.weighting ?? 'normalised').map(Math.sqrt);
}

function hasGaps(column: Float64Array): boolean {
  for (let index = 0; index < column.length; index++) if (Number.isNaN(column[index])) return true;
  return false;
}

/** To mean 0 (with `roots`: weighted by them, mean taken as 0) and length 1; NaN where it does not vary. */
export function standardise(row: Float64Array, roots: Float64Array | null): void {
  const length = row.length;
  let mean = 0;
  if (roots === null) {
    for (let index = 0; index < length; index++) mean += row[index] ?? 0;
    mean /= length;
  }
  let square = 0;
  for (let index = 0; index < length; index++) {
    const value = ((row[index] ?? 0) - mean) * (roots === null ? 1 : (roots[index] ?? 0));
    row[index] = value;
    square += value * value;
  }
  const varies = square > noVariance * length * mean * mean;
  const scale = varies ? 1 / Math.sqrt(square) : Number.NaN;
  for (let index = 0; index < length; index++) row[index] = (row[index] ?? 0) * scale;
}

/** Rounding held within [−1, 1], and exactly 1 on the diagonal. */
function held(values: Float64Array, size: number): Float64Array {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    values[index] = value > 1 ? 1 : value < -1 ? -1 : value;
  }
  for (let index = 0; index < size; index++) {
    const at = index * (size + 1);
    if (!Number.isNaN(values[at])) values[at] = 1;
  }
  return values;
}
