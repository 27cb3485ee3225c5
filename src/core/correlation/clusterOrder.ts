/**
 * Order of display that puts what moves together side by side: average-linkage clustering on the distance 1 − ρ (an unknown ρ
 * counts as 0), clusters joined at the ends that are closest. Deterministic; ties keep the given order. O(n³), for tens of
 * assets.
 */
export function clusterOrder(rows: readonly (readonly (number | null)[])[]): readonly number[] {
  const distance = (a: number, b: number) => 1 - (rows[a]?.[b] ?? 0);
  let clusters: readonly (readonly number[])[] = rows.map((_, index) => [index]);
  while (clusters.length > 1) {
    let best = { first: 0, second: 1, away: Number.POSITIVE_INFINITY };
    clusters.forEach((a, first) => {
      clusters.forEach((b, second) => {
        if (second <= first) return;
        let total = 0;
        for (const x of a) for (const y of b) total += distance(x, y);
        const away = total / (a.length * b.length);
        if (away < best.away - 1e-12) best = { first, second, away };
      });
    });
    const a = clusters[best.first] ?? [];
    const b = clusters[best.second] ?? [];
    const joined = closestJoin(a, b, distance);
    clusters = clusters.flatMap((cluster, index) =>
      index === best.first ? [joined] : index === best.second ? [] : [cluster],
    );
  }
  return clusters[0] ?? [];
}

function closestJoin(
  a: readonly number[],
  b: readonly number[],
  distance: (a: number, b: number) => number,
): readonly number[] {
  const ways = [
    [a, b],
    [a, b.toReversed()],
    [a.toReversed(), b],
    [a.toReversed(), b.toReversed()],
  ] as const;
  let best: readonly number[] = [...a, ...b];
  let closest = Number.POSITIVE_INFINITY;
  for (const [left, right] of ways) {
    const gap = distance(left.at(-1) ?? 0, right[0] ?? 0);
    if (gap < closest - 1e-12) {
      closest = gap;
      best = [...left, ...right];
    }
  }
  return best;
}
