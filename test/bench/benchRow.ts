/** One line of `npm run bench`: the product beside its reference, measured in the same run. */
export interface BenchRow {
  readonly name: string;
  /** Median of the product, in `unit`. */
  readonly value: number;
  readonly unit: 'ms' | 'MB';
  /** What it is compared with, and its median; null where there is only an aim. */
  readonly reference: { readonly name: string; readonly value: number } | null;
  /** The aim in words: "≤ 1.1 ×", "within 5 ms". */
  readonly aim: string;
  readonly met: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
