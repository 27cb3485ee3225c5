import type { CorrelationFlag } from '../model/analytics.ts';
import { distancesOf } from './clusterOrder.ts';
import { linkage } from './linkage.ts';

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

/**
 * Groups of two and more whose pairs are all ≥ 0.7, largest first: complete-linkage clusters, cut there. (The very largest such
 * group is a clique problem; these are disjoint, and found in O(n²).)
 */
export function correlationClusters({ assets, rows }: Named): readonly (readonly string[])[] {
  const groups: (readonly number[])[] = assets.map((_, index) => [index]);
  const tight = assets.map(() => true);
  const absorbed = new Set<number>();
  for (const { first, second } of linkage(distancesOf(rows), assets.length, 'complete')) {
    const group = [...(groups[first] ?? []), ...(groups[second] ?? [])];
    // Compared as the flags are: 1 − 0.7 is not exactly the distance of a ρ of 0.7.
    const high = tight[first] === true && tight[second] === true && atLeastHigh(group, rows);
    if (high) absorbed.add(first).add(second);
    groups.push(group);
    tight.push(high);
  }
  return groups
    .filter((group, index) => group.length > 1 && tight[index] && !absorbed.has(index))
    .map((group) => group.toSorted((a, b) => a - b).flatMap((index) => assets[index] ?? []))
    .sort((a, b) => b.length - a.length);
}

function atLeastHigh(group: readonly number[], rows: Named['rows']): boolean {
  return group.every((i) => group.every((j) => i === j || (rows[i]?.[j] ?? 0) >= highCorrelation));
}
