/** Numbers of a row that stay in the nearest cache while a tile is summed. */
const chunk = 256;

/**
 * All inner products of `count` rows of `length` numbers, stored one after the other: row i times row j at `i × count + j`,
 * symmetric to the last bit. Tiles of 4 × 2 sums stay in registers, so that each number loaded is used several times; that
 * is what makes a thousand assets a matter of a second.
 */
export function gramMatrix(rows: Float64Array, count: number, length: number): Float64Array {
  const padded = Math.ceil(count / 4) * 4;
  let x = rows;
  if (padded !== count) {
    x = new Float64Array(padded * length);
    x.set(rows.subarray(0, count * length));
  }
  const sums = new Float64Array(padded * padded);
  for (let from = 0; from < length; from += chunk) {
    const to = Math.min(length, from + chunk);
    for (let i = 0; i < padded; i += 4) {
      for (let j = i; j < padded; j += 2) addTile(x, sums, i, j, from, to, length, padded);
    }
  }
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      const value = sums[i * padded + j] ?? 0;
      products[i * count + j] = value;
      products[j * count + i] = value;
    }
  }
  return products;
}

function addTile(
  x: Float64Array,
  sums: Float64Array,
  i: number,
  j: number,
  from: number,
  to: number,
  length: number,
  stride: number,
): void {
  const p0 = i * length;
  const p1 = p0 + length;
  const p2 = p1 + length;
  const p3 = p2 + length;
  const q0 = j * length;
  const q1 = q0 + length;
  let a0 = 0;
  let b0 = 0;
  let a1 = 0;
  let b1 = 0;
  let a2 = 0;
  let b2 = 0;
  let a3 = 0;
  let b3 = 0;
  for (let k = from; k < to; k++) {
    const left = x[q0 + k] as number;
    const right = x[q1 + k] as number;
    let row = x[p0 + k] as number;
    a0 += row * left;
    b0 += row * right;
    row = x[p1 + k] as number;
    a1 += row * left;
    b1 += row * right;
    row = x[p2 + k] as number;
    a2 += row * left;
    b2 += row * right;
    row = x[p3 + k] as number;
    a3 += row * left;
    b3 += row * right;
  }
  const at = i * stride + j;
  add(sums, at, a0, b0);
  add(sums, at + stride, a1, b1);
  add(sums, at + 2 * stride, a2, b2);
  add(sums, at + 3 * stride, a3, b3);
}

function add(sums: Float64Array, at: number, left: number, right: number): void {
  sums[at] = (sums[at] ?? 0) + left;
  sums[at + 1] = (sums[at + 1] ?? 0) + right;
}
