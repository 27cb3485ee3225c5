/** How parts of a window are told and put together: `join` is associative, and does not undo anything. */
export interface Aggregate<T> {
  readonly of: (i: number) => T;
  readonly join: (before: T, after: T) => T;
}

/**
 * The aggregate of every window of `size` in turn, in O(n) joins: values are cut into blocks of `size`, and every window is the
 * end of one block joined to the start of the next. Nothing is ever subtracted, so a huge value leaves no trace after it has
 * left the window, as running sums would. `each` gets the index of the window's last value.
 */
export function slide<T>(
  count: number,
  size: number,
  aggregate: Aggregate<T>,
  each: (last: number, window: T) => void,
): void {
  if (size < 1 || count < size) return;
  const { of, join } = aggregate;
  // ends[i]: from block position i to the end of the block before the current one.
  let ends: T[] = [];
  let head: T | null = null;
  for (let last = 0; last < count; last++) {
    const position = last % size;
    head = position === 0 || head === null ? of(last) : join(head, of(last));
    if (position === size - 1) {
      each(last, head);
      const next: T[] = new Array<T>(size);
      let tail = of(last);
      next[size - 1] = tail;
      for (let i = size - 2; i >= 1; i--) {
        tail = join(of(last - (size - 1) + i), tail);
        next[i] = tail;
      }
      ends = next;
    } else if (last >= size) {
      const before = ends[position + 1];
      if (before !== undefined) each(last, join(before, head));
    }
  }
}
