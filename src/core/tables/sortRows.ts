/**
 * Rows by their keys, ascending; equal ones stay in the order in which they come. Least significant digit first over the bits of
 * the doubles, which order like the numbers once the sign is turned: four passes however the numbers lie, where a comparing
 * sort of 100,000 takes ten times as long. `numbers` holds no NaN for these rows.
 */
export function sortRows(rows: Uint32Array, numbers: Float64Array): Uint32Array {
  const count = rows.length;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  const word = new Float64Array(1);
  // The halves of a double as every platform of VS Code has them: little-endian.
  const halves = new Uint32Array(word.buffer);
  let order = new Uint32Array(count);
  for (let place = 0; place < count; place += 1) {
    order[place] = place;
    // Negative zero is zero.
    word[0] = (numbers[rows[place] ?? 0] ?? 0) + 0;
    const isNegative = ((halves[1] ?? 0) & 0x8000_0000) !== 0;
    low[place] = isNegative ? ~(halves[0] ?? 0) : (halves[0] ?? 0);
    high[place] = isNegative ? ~(halves[1] ?? 0) : (halves[1] ?? 0) ^ 0x8000_0000;
  }
  let spare = new Uint32Array(count);
  for (const [half, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    const starts = new Uint32Array(65_537);
    for (let place = 0; place < count; place += 1) {
      const digit = (((half[place] ?? 0) >>> shift) & 0xffff) + 1;
      starts[digit] = (starts[digit] ?? 0) + 1;
    }
    // All the same: nothing moves.
    if (starts.includes(count)) continue;
    for (let digit = 1; digit < starts.length; digit += 1) {
      starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
    }
    for (let place = 0; place < count; place += 1) {
      const from = order[place] ?? 0;
      const digit = ((half[from] ?? 0) >>> shift) & 0xffff;
      const to = starts[digit] ?? 0;
      starts[digit] = to + 1;
      spare[to] = from;
    }
    [order, spare] = [spare, order];
  }
  return order.map((place) => rows[place] ?? 0);
}
