import type { Correlations } from './correlateReturns.ts';
import { gramMatrix } from './gramMatrix.ts';

/** Below this part of its own variance, what is left of a column over the common rows is told exactly instead. */
const cancelled = 1e-6;

/**
 * Pairwise-complete Pearson correlations of columns with gaps (NaN), as one matrix product and small corrections: with each
 * column standardised over its own rows and gaps filled with 0, the sums over the rows that both have are the column's own
 * sums less those of the rows that the other lacks. Exact but for rounding; `exactly` answers pairs where the difference would
 * cancel.
 */
export function pearsonWithGaps(
  columns: readonly Float64Array[],
  minimum: number,
  exactly: (i: number, j: number) => number,
): Correlations {
  const size = columns.length;
  const length = columns[0]?.length ?? 0;
  const rows = new Float64Array(size * length);
  const gaps = columns.map((column, index) => fill(column, rows.subarray(index * length, (index + 1) * length)));
  const values = gramMatrix(rows, size, length);
  const overlap = new Int32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const a = lost(rows, i * length, columns[i], gaps[j]);
      const b = lost(rows, j * length, columns[j], gaps[i]);
      const count = length - (gaps[i]?.length ?? 0) - a.count;
      overlap[i * size + j] = count;
      overlap[j * size + i] = count;
      let rho = Number.NaN;
      if (count >= minimum) {
        const left = 1 - a.squares - (a.sum * a.sum) / count;
        const right = 1 - b.squares - (b.sum * b.sum) / count;
        if (left < cancelled || right < cancelled) rho = exactly(i, j);
        else rho = ((values[i * size + j] ?? 0) - (a.sum * b.sum) / count) / Math.sqrt(left * right);
        rho = rho > 1 ? 1 : rho < -1 ? -1 : rho;
        if (i === j && !Number.isNaN(rho)) rho = 1;
      }
      values[i * size + j] = rho;
      values[j * size + i] = rho;
    }
  }
  return { size, values, overlap };
}

/** Writes the column with mean 0 and length 1 over its own rows, 0 in its gaps, and tells where those are. */
function fill(column: Float64Array, row: Float64Array): Int32Array {
  const gaps: number[] = [];
  let mean = 0;
  for (let index = 0; index < column.length; index++) {
    const value = column[index] ?? 0;
    if (Number.isNaN(value)) gaps.push(index);
    else mean += value;
  }
  const count = column.length - gaps.length;
  mean /= count;
  let square = 0;
  for (let index = 0; index < column.length; index++) {
    const value = (column[index] ?? 0) - mean;
    if (!Number.isNaN(value)) square += value * value;
  }
  // A column that does not vary has no correlation with any: its NaN reaches every sum of it.
  const scale = square > 1e-26 * count * mean * mean ? 1 / Math.sqrt(square) : Number.NaN;
  for (let index = 0; index < column.length; index++) {
    const value = (column[index] ?? 0) - mean;
    row[index] = Number.isNaN(value) ? 0 : value * scale;
  }
  return Int32Array.from(gaps);
}

/** Sums of a standardised column over the rows that the other lacks, and how many of those it has itself. */
function lost(
  rows: Float64Array,
  from: number,
  column: Float64Array | undefined,
  gaps: Int32Array | undefined,
): { readonly sum: number; readonly squares: number; readonly count: number } {
  let sum = 0;
  let squares = 0;
  let count = 0;
  if (gaps !== undefined && column !== undefined) {
    for (let index = 0; index < gaps.length; index++) {
      const at = gaps[index] as number;
      const value = rows[from + at] as number;
      sum += value;
      squares += value * value;
      if (!Number.isNaN(column[at])) count++;
    }
  }
  return { sum, squares, count };
}
