/**
 * Pearson correlation of paired values, by two passes, held within [−1, 1]; null where one of them does not vary. Reference: any
 * text; agrees with pandas `DataFrame.corr`.
 */
export function pearson(a: readonly number[], b: readonly number[]): number | null {
  const count = Math.min(a.length, b.length);
  if (count < 2) return null;
  let meanA = 0;
  let meanB = 0;
  for (let index = 0; index < count; index++) {
    meanA += a[index] ?? 0;
    meanB += b[index] ?? 0;
  }
  meanA /= count;
  meanB /= count;
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let index = 0; index < count; index++) {
    const x = (a[index] ?? 0) - meanA;
    const y = (b[index] ?? 0) - meanB;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  const scale = Math.sqrt(squareA) * Math.sqrt(squareB);
  // Rounding leaves a trace of variance in a constant series: below this there is none.
  if (!(squareA > 1e-24 * (1 + meanA ** 2)) || !(squareB > 1e-24 * (1 + meanB ** 2))) return null;
  return Number.isFinite(product / scale) ? Math.max(-1, Math.min(1, product / scale)) : null;
}
