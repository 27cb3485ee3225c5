/** Two clusters that became one: those of a leaf are 0 … n − 1, the cluster made by merge k is n + k. */
export interface Merge {
  readonly first: number;
  readonly second: number;
  readonly distance: number;
}

/**
 * Hierarchical clustering, merges in the order of their distance; that of two clusters is the average over their pairs (UPGMA).
 * Nearest-neighbour chains with the Lance–Williams update (Murtagh 1983): O(n²) time and memory, so that a thousand assets
 * are no wait. `distances` is a symmetric n × n table of
 * finite numbers, row after row; ties go to the lower index, so it is deterministic.
 */
export function linkage(distances: Float64Array, size: number): readonly Merge[] {
  const table = Float64Array.from(distances);
  const count = new Int32Array(size).fill(1);
  const height = new Float64Array(size);
  const alive = new Uint8Array(size).fill(1);
  const raw: { readonly a: number; readonly b: number; readonly distance: number }[] = [];
  const chain: number[] = [];
  let lowest = 0;
  while (raw.length < size - 1) {
    if (chain.length === 0) {
      while (alive[lowest] === 0) lowest++;
      chain.push(lowest);
    }
    const top = chain.at(-1) ?? 0;
    const before = chain.at(-2);
    const near = nearest(table, alive, size, top, before);
    if (near !== before) {
      chain.push(near);
      continue;
    }
    chain.length -= 2;
    const a = Math.min(top, near);
    const b = Math.max(top, near);
    // Rounding must not put a cluster below the ones it is made of.
    const distance = Math.max(table[a * size + b] ?? 0, height[a] ?? 0, height[b] ?? 0);
    height[a] = distance;
    raw.push({ a, b, distance });
    join(table, alive, count, size, a, b);
    // Only where rounding broke a tie: a chain must not go on from a cluster that is gone.
    const gone = chain.findIndex((each) => each === a || each === b);
    if (gone >= 0) chain.length = gone;
  }
  return named(raw, size);
}

/** The closest living cluster; the one before in the chain where it is as close as any. */
function nearest(table: Float64Array, alive: Uint8Array, size: number, of: number, before: number | undefined): number {
  let best = before ?? -1;
  let least = before === undefined ? Number.POSITIVE_INFINITY : (table[of * size + before] ?? 0);
  for (let other = 0; other < size; other++) {
    if (other === of || alive[other] === 0) continue;
    const distance = table[of * size + other] ?? 0;
    if (distance < least || best < 0) {
      least = distance;
      best = other;
    }
  }
  return best;
}

/** `b` becomes a part of `a`. */
function join(table: Float64Array, alive: Uint8Array, count: Int32Array, size: number, a: number, b: number): void {
  const ofA = count[a] ?? 1;
  const ofB = count[b] ?? 1;
  for (let other = 0; other < size; other++) {
    if (alive[other] === 0 || other === a || other === b) continue;
    const toA = table[a * size + other] ?? 0;
    const toB = table[b * size + other] ?? 0;
    const distance = (ofA * toA + ofB * toB) / (ofA + ofB);
    table[a * size + other] = distance;
    table[other * size + a] = distance;
  }
  alive[b] = 0;
  count[a] = ofA + ofB;
}

/** Merges sorted by distance (chains find them out of order), with the names that clusters have by then. */
function named(
  raw: readonly { readonly a: number; readonly b: number; readonly distance: number }[],
  size: number,
): readonly Merge[] {
  // A stable sort: a cluster is never closer than the clusters it is made of, and was found after them.
  const sorted = [...raw].sort((x, y) => x.distance - y.distance);
  const name = Array.from({ length: size }, (_, index) => index);
  return sorted.map(({ a, b, distance }, index) => {
    const merge = { first: name[a] ?? a, second: name[b] ?? b, distance };
    name[a] = size + index;
    return merge;
  });
}
