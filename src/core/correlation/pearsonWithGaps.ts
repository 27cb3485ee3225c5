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
  const { sums, squares, counts } = lostSums(rows, columns, gaps);
  const overlap = new Int32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const own = i * size + j;
      const other = j * size + i;
      const count = length - (gaps[i]?.length ?? 0) - (counts[own] as number);
      overlap[own] = count;
      overlap[other] = count;
      let rho = Number.NaN;
      if (count >= minimum) {
        const a = sums[own] as number;
        const b = sums[other] as number;
        const left = 1 - (squares[own] as number) - (a * a) / count;
        const right = 1 - (squares[other] as number) - (b * b) / count;
        if (left < cancelled || right < cancelled) rho = exactly(i, j);
        else rho = ((values[own] ?? 0) - (a * b) / count) / Math.sqrt(left * right);
        rho = rho > 1 ? 1 : rho < -1 ? -1 : rho;
        if (i === j && !Number.isNaN(rho)) rho = 1;
      }
      values[own] = rho;
      values[other] = rho;
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

/**
 * At i × size + j: sums of standardised column i over the rows that column j lacks, and how many of those i has itself. One
 * column at a time against all gaps, because a column stays in the nearest cache and all columns do not.
 */
function lostSums(
  rows: Float64Array,
  columns: readonly Float64Array[],
  gaps: readonly Int32Array[],
): { readonly sums: Float64Array; readonly squares: Float64Array; readonly counts: Int32Array } {
  const size = columns.length;
  const length = columns[0]?.length ?? 0;
  const sums = new Float64Array(size * size);
  const squares = new Float64Array(size * size);
  const counts = new Int32Array(size * size);
  const present = new Uint8Array(length);
  for (let i = 0; i < size; i++) {
    const row = rows.subarray(i * length, (i + 1) * length);
    present.fill(1);
    for (const at of gaps[i] ?? []) present[at] = 0;
    for (let j = 0; j < size; j++) {
      const missing = gaps[j] as Int32Array;
      let sum = 0;
      let square = 0;
      let count = 0;
      for (let index = 0; index < missing.length; index++) {
        const at = missing[index] as number;
        const value = row[at] as number;
        sum += value;
        square += value * value;
        count += present[at] as number;
      }
      sums[i * size + j] = sum;
      squares[i * size + j] = square;
      counts[i * size + j] = count;
    }
  }
  return { sums, squares, counts };
}
