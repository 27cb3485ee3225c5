/** Index of the point nearest in time; −1 for an empty curve. Times ascend. */
export function nearest(at: readonly number[], time: number): number {
  const low = before(at, time);
  if (low < 0) return at.length === 0 ? -1 : 0;
  const next = at[low + 1];
  return next !== undefined && next - time <= time - (at[low] ?? 0) ? low + 1 : low;
}

/** Index of the last point at or before a time; −1 where there is none. */
export function before(at: readonly number[], time: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
