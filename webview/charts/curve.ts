import type { SeriesAnswer } from '../../src/protocol/engine.ts';

export interface Xy {
  readonly x: number;
  readonly y: number;
}

/** Index of the point nearest in time; −1 for an empty curve. Times ascend. */
export function nearest(at: readonly number[], time: number): number {
  if (at.length === 0) return -1;
  let low = 0;
  let high = at.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  const before = Math.max(0, low - 1);
  return time - (at[before] ?? 0) < (at[low] ?? 0) - time ? before : low;
}

/** The curve's points, split where values were not seen as they happened. Neighbours share a point, so lines join. */
export function split(
  answer: SeriesAnswer,
  map: (value: number) => number,
): { readonly seen: Xy[]; readonly other: Xy[] } {
  const seen: Xy[] = [];
  const other: Xy[] = [];
  let before: boolean | null = null;
  answer.curve.at.forEach((x, index) => {
    const y = map(answer.curve.value[index] ?? Number.NaN);
    const recorded = !answer.notRecorded.some((part) => x >= part.from && x <= part.to);
    const list = recorded ? seen : other;
    if (before !== null && before !== recorded) {
      const last = (recorded ? other : seen).at(-1);
      list.push({ x, y: Number.NaN });
      if (last) list.push(last);
    }
    list.push({ x, y });
    before = recorded;
  });
  return { seen, other };
}

/** What parts of the curve are, besides recorded: "simulated", "reconstructed". */
export function origins(answer: SeriesAnswer): readonly string[] {
  const first = answer.curve.at[0] ?? 0;
  const last = answer.curve.at.at(-1) ?? 0;
  return [
    ...new Set(answer.notRecorded.filter((part) => part.to >= first && part.from <= last).map((part) => part.origin)),
  ];
}
