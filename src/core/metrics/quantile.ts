/** The nine sample quantiles of Hyndman and Fan (1996), "Sample Quantiles in Statistical Packages"; 7 is R's and numpy's default. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** Rounding of p × n must not take the wrong order statistic, as in R's `quantile`. */
const fuzz = 4 * Number.EPSILON;

/** Quantile of ascending, finite values; NaN for none, so callers check the count first. `p` in [0, 1]. */
export function quantile(sorted: ArrayLike<number>, p: number, type: QuantileType = 7): number {
  const count = sorted.length;
  if (count === 0) return Number.NaN;
  const at = (rank: number) => sorted[Math.min(count, Math.max(1, rank)) - 1] ?? Number.NaN;
  if (type <= 3) {
    const position = type === 3 ? count * p - 0.5 : count * p;
    const rank = Math.floor(position + fuzz * Math.max(1, position));
    const rest = position - rank;
    const between =
      rest > fuzz * Math.max(1, Math.abs(position)) ? 1 : type === 1 ? 0 : type === 2 ? 0.5 : rank % 2 === 0 ? 0 : 1;
    return mix(at(rank), at(rank + 1), between);
  }
  const [a, b] = plotting[type] ?? [1, 1];
  const position = a + p * (count + 1 - a - b);
  const rank = Math.floor(position + fuzz * Math.max(1, position));
  const rest = position - rank;
  return mix(at(rank), at(rank + 1), Math.abs(rest) < fuzz * Math.max(1, Math.abs(position)) ? 0 : rest);
}

const plotting: Readonly<Record<number, readonly [number, number]>> = {
  4: [0, 1],
  5: [0.5, 0.5],
  6: [0, 0],
  7: [1, 1],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 3 / 8],
};

function mix(low: number, high: number, share: number): number {
  return share === 0 ? low : share === 1 ? high : low + share * (high - low);
}
