import { averageRanks } from './averageRanks.ts';
import { type CorrelationOptions, type Correlations, rootWeights, standardise } from './correlateReturns.ts';
import { pearsonWithGaps } from './pearsonWithGaps.ts';

/**
 * Correlations of columns with gaps (NaN): each pair over the observations that both have. Exponential weights count by
 * position in time, so that a gap does not make what lies before it younger.
 */
export function pairwise(columns: readonly Float64Array[], options: CorrelationOptions, minimum: number): Correlations {
  const size = columns.length;
  const length = columns[0]?.length ?? 0;
  const roots = options.method === 'ewma' ? rootWeights(length, options) : null;
  const left = new Float64Array(length);
  const right = new Float64Array(length);
  const kept = new Float64Array(length);
  const joined = (i: number, j: number): number => {
    const a = columns[i] ?? left;
    const b = columns[j] ?? right;
    let count = 0;
    for (let index = 0; index < length; index++) {
      const x = a[index] as number;
      const y = b[index] as number;
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      left[count] = x;
      right[count] = y;
      kept[count] = roots?.[index] ?? 1;
      count++;
    }
    return count;
  };
  const over = (count: number): number =>
    correlated(left.subarray(0, count), right.subarray(0, count), kept.subarray(0, count), options);
  if (options.method === 'pearson') return pearsonWithGaps(columns, minimum, (i, j) => over(joined(i, j)));
  const values = new Float64Array(size * size).fill(Number.NaN);
  const overlap = new Int32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const count = joined(i, j);
      overlap[i * size + j] = count;
      overlap[j * size + i] = count;
      if (count < minimum) continue;
      const rho = over(count);
      const value = i === j && !Number.isNaN(rho) ? 1 : rho;
      values[i * size + j] = value;
      values[j * size + i] = value;
    }
  }
  return { size, values, overlap };
}

function correlated(a: Float64Array, b: Float64Array, roots: Float64Array, { method }: CorrelationOptions): number {
  const x = method === 'spearman' ? averageRanks(a) : a;
  const y = method === 'spearman' ? averageRanks(b) : b;
  standardise(x, method === 'ewma' ? roots : null);
  standardise(y, method === 'ewma' ? roots : null);
  let sum = 0;
  for (let index = 0; index < x.length; index++) sum += (x[index] ?? 0) * (y[index] ?? 0);
  return sum > 1 ? 1 : sum < -1 ? -1 : sum;
}
