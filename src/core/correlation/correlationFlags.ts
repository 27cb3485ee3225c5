import type { CorrelationFlag } from '../model/analytics.ts';

/** |ρ| from which two assets count as highly correlated: RISK-9, RISK-1. */
export const highCorrelation = 0.7;

interface Named {
  readonly assets: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
}

/** Pairs of a matrix with |ρ| ≥ 0.7, strongest first. */
export function correlationFlags({ assets, rows }: Named): readonly CorrelationFlag[] {
  const flags: CorrelationFlag[] = [];
  assets.forEach((a, i) => {
    for (let j = i + 1; j < assets.length; j++) {
      const value = rows[i]?.[j] ?? null;
      const b = assets[j] ?? '';
      if (value !== null && Math.abs(value) >= highCorrelation) flags.push({ a, b, value, words: words(a, b, value) });
    }
  });
  return flags.sort((x, y) => Math.abs(y.value) - Math.abs(x.value));
}

function words(a: string, b: string, value: number): string {
  return value > 0
    ? `High correlation between ${a} and ${b}: diversification limited`
    : `${a} and ${b} move against each other: one offsets the other`;
}

/** Where a search for the largest group begins: at this many of the best connected. */
const seeds = 32;

/**
 * Groups of two and more whose pairs are all ≥ 0.7, each asset in one at most, largest first (RISK-1's "largest group"). Grown
 * greedily from the best connected assets, taken out, and again; the very largest group is a clique problem, which this
 * answers exactly for the block structure of real books and nearly otherwise.
 */
export function correlationClusters({ assets, rows }: Named): readonly (readonly string[])[] {
  let left: readonly number[] = assets.map((_, index) => index);
  const high = (a: number, b: number): boolean => (rows[a]?.[b] ?? 0) >= highCorrelation;
  const groups: (readonly number[])[] = [];
  for (;;) {
    const neighbours = new Map(left.map((a) => [a, left.filter((b) => a !== b && high(a, b))]));
    const connected = left
      .filter((a) => (neighbours.get(a)?.length ?? 0) > 0)
      .sort((a, b) => (neighbours.get(b)?.length ?? 0) - (neighbours.get(a)?.length ?? 0) || a - b);
    if (connected.length === 0) break;
    let best: readonly number[] = [];
    for (const seed of connected.slice(0, seeds)) {
      const of = new Set(neighbours.get(seed));
      const group = [seed];
      for (const next of connected) if (of.has(next) && group.every((each) => high(each, next))) group.push(next);
      if (group.length > best.length) best = group;
    }
    groups.push(best);
    const taken = new Set(best);
    left = connected.filter((index) => !taken.has(index)).sort((a, b) => a - b);
  }
  return groups
    .map((group) => group.toSorted((a, b) => a - b).flatMap((index) => assets[index] ?? []))
    .sort((a, b) => b.length - a.length);
}
