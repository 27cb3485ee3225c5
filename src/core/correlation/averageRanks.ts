/**
 * Ranks from 1, ties at the mean of the ranks they share: what Spearman's correlation is taken of (as R, pandas, SciPy). Missing
 * values (NaN) have none and stay NaN. The platform's own sort of numbers and a search for each is quicker than sorting places.
 */
export function averageRanks(values: Float64Array): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return values.map((value) => {
    if (Number.isNaN(value)) return Number.NaN;
    const below = countBelow(sorted, value, false);
    return (below + countBelow(sorted, value, true) + 1) / 2;
  });
}

/** How many of the ascending numbers are less than `value` (or, with `equal`, not more than it). */
function countBelow(sorted: Float64Array, value: number, equal: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = sorted[middle] as number;
    if (at < value || (equal && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
