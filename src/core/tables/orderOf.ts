import { big } from '../decimal.ts';

/** A column as something to order rows by: numbers (NaN: there is none), and where they come from decimals, those. */
export interface SortKeys {
  readonly numbers: Float64Array;
  /** Decimal text of each row, where two of them may be one double and still differ. */
  readonly decimals: readonly (string | null)[] | null;
}

/**
 * Rows in ascending order of their keys; equal ones in the order in which they come, those without a key last. Exact for decimals:
 * doubles first, and where two are equal and their texts are not, the texts as numbers.
 */
export function orderOf({ numbers, decimals }: SortKeys): Uint32Array {
  const rows = new Uint32Array(numbers.length);
  let known = 0;
  for (let row = 0; row < numbers.length; row += 1) if (!Number.isNaN(numbers[row])) rows[known++] = row;
  let missing = known;
  for (let row = 0; row < numbers.length; row += 1) if (Number.isNaN(numbers[row])) rows[missing++] = row;
  rows.subarray(0, known).sort((a, b) => {
    const difference = (numbers[a] ?? 0) - (numbers[b] ?? 0);
    if (difference !== 0) return difference;
    return (decimals === null ? 0 : compareDecimals(decimals[a], decimals[b])) || a - b;
  });
  return rows;
}

/** The same rows from the last to the first, where equal ones stay in the order in which they come and those without a key last. */
export function descending(ascending: Uint32Array, { numbers, decimals }: SortKeys): Uint32Array {
  const rows = new Uint32Array(ascending.length);
  let end = ascending.length;
  while (end > 0 && Number.isNaN(numbers[ascending[end - 1] ?? 0])) end -= 1;
  const isSame = (a: number, b: number): boolean =>
    numbers[a] === numbers[b] && (decimals === null || compareDecimals(decimals[a], decimals[b]) === 0);
  let written = 0;
  for (let last = end; last > 0; ) {
    let first = last - 1;
    while (first > 0 && isSame(ascending[first - 1] ?? 0, ascending[last - 1] ?? 0)) first -= 1;
    rows.set(ascending.subarray(first, last), written);
    written += last - first;
    last = first;
  }
  rows.set(ascending.subarray(end), written);
  return rows;
}

function compareDecimals(a: string | null | undefined, b: string | null | undefined): number {
  return a == null || b == null || a === b ? 0 : big(a).cmp(b);
}
