import { big } from '../decimal.ts';
import { sortRows } from './sortRows.ts';

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
  rows.set(sortRows(rows.subarray(0, known), numbers));
  if (decimals !== null) settleTies(rows.subarray(0, known), numbers, decimals);
  return rows;
}

/** Runs of one double whose texts differ, by their texts. */
function settleTies(rows: Uint32Array, numbers: Float64Array, decimals: readonly (string | null)[]): void {
  for (let first = 0; first < rows.length; ) {
    let end = first + 1;
    let isMixed = false;
    const start = rows[first] ?? 0;
    for (; end < rows.length && numbers[rows[end] ?? 0] === numbers[start]; end += 1) {
      isMixed ||= decimals[rows[end] ?? 0] !== decimals[start];
    }
    if (isMixed) rows.subarray(first, end).sort((a, b) => compareDecimals(decimals[a], decimals[b]) || a - b);
    first = end;
  }
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
