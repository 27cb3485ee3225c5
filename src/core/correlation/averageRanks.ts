/**
 * Ranks from 1, ties at the mean of the ranks they share: what Spearman's correlation is taken of (as R, pandas, SciPy). Missing
 * values (NaN) have none and stay NaN.
 */
export function averageRanks(values: Float64Array): Float64Array {
  const order: number[] = [];
  for (let index = 0; index < values.length; index++) if (!Number.isNaN(values[index])) order.push(index);
  order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  let first = 0;
  while (first < order.length) {
    const value = values[order[first] ?? 0];
    let last = first;
    while (last + 1 < order.length && values[order[last + 1] ?? 0] === value) last++;
    for (let index = first; index <= last; index++) ranks[order[index] ?? 0] = (first + last) / 2 + 1;
    first = last + 1;
  }
  return ranks;
}
