import { linkage } from './linkage.ts';

/**
 * Order of display that puts what moves together side by side: average-linkage clustering on the distance 1 − ρ (an unknown ρ,
 * null, counts as 0), clusters joined at the ends that are closest. Deterministic.
 */
export function clusterOrder(rows: readonly (readonly (number | null)[])[]): readonly number[] {
  const size = rows.length;
  const distances = distancesOf(rows);
  const leaves: (readonly number[])[] = rows.map((_, index) => [index]);
  for (const { first, second } of linkage(distances, size)) {
    leaves.push(closestJoin(leaves[first] ?? [], leaves[second] ?? [], (a, b) => distances[a * size + b] ?? 1));
  }
  return leaves.at(-1) ?? [];
}

/** 1 − ρ as a flat table, symmetric: what stands above the diagonal counts. */
export function distancesOf(rows: readonly (readonly (number | null)[])[]): Float64Array {
  const size = rows.length;
  const distances = new Float64Array(size * size);
  rows.forEach((row, i) => {
    for (let j = i + 1; j < size; j++) {
      const distance = 1 - (row[j] ?? 0);
      distances[i * size + j] = distance;
      distances[j * size + i] = distance;
    }
  });
  return distances;
}

function closestJoin(
  a: readonly number[],
  b: readonly number[],
  distance: (a: number, b: number) => number,
): readonly number[] {
  const headA = a[0] ?? 0;
  const tailA = a.at(-1) ?? 0;
  const headB = b[0] ?? 0;
  const tailB = b.at(-1) ?? 0;
  const ways = [
    { gap: distance(tailA, headB), join: () => [...a, ...b] },
    { gap: distance(tailA, tailB), join: () => [...a, ...b.toReversed()] },
    { gap: distance(headA, headB), join: () => [...a.toReversed(), ...b] },
    { gap: distance(headA, tailB), join: () => [...a.toReversed(), ...b.toReversed()] },
  ];
  const best = ways.reduce((least, way) => (way.gap < least.gap - 1e-12 ? way : least));
  return best.join();
}
