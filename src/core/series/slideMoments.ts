/** Means of a window and sums of squared and multiplied distances from them. */
export type EachWindow = (last: number, x: number, y: number, xx: number, yy: number, xy: number) => void;

/**
 * Moments of every window of `size` values of two series, in O(n) as `slide` does it, in typed arrays because charts ask for it
 * at every zoom. Parts are joined as Chan, Golub and LeVeque (1979): nothing is ever subtracted, digits are kept, and a sum
 * is exactly 0 where nothing varies. For one series give it twice.
 */
export function slideMoments(x: readonly number[], y: readonly number[], size: number, each: EachWindow): void {
  const count = x.length;
  if (size < 1 || count < size) return;
  // Moments from each place of the block before to its end.
  const [meanX, meanY] = [new Float64Array(size), new Float64Array(size)];
  const [sumXX, sumYY, sumXY] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  // And from the start of this block.
  let [mx, my, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let last = 0; last < count; last++) {
    const place = last % size;
    if (place === 0) {
      mx = x[last] ?? 0;
      my = y[last] ?? 0;
      xx = 0;
      yy = 0;
      xy = 0;
    } else {
      const n = place + 1;
      const offX = (x[last] ?? 0) - mx;
      const offY = (y[last] ?? 0) - my;
      mx += offX / n;
      my += offY / n;
      const weight = place / n;
      xx += offX * offX * weight;
      yy += offY * offY * weight;
      xy += offX * offY * weight;
    }
    if (place === size - 1) {
      each(last, mx, my, xx, yy, xy);
      let [tx, ty, txx, tyy, txy] = [x[last] ?? 0, y[last] ?? 0, 0, 0, 0];
      for (let i = size - 1; i >= 1; i--) {
        if (i < size - 1) {
          const n = size - i;
          const offX = (x[last - size + 1 + i] ?? 0) - tx;
          const offY = (y[last - size + 1 + i] ?? 0) - ty;
          tx += offX / n;
          ty += offY / n;
          const weight = (n - 1) / n;
          txx += offX * offX * weight;
          tyy += offY * offY * weight;
          txy += offX * offY * weight;
        }
        meanX[i] = tx;
        meanY[i] = ty;
        sumXX[i] = txx;
        sumYY[i] = tyy;
        sumXY[i] = txy;
      }
    } else if (last >= size) {
      const from = place + 1;
      const before = size - from;
      const offX = mx - (meanX[from] ?? 0);
      const offY = my - (meanY[from] ?? 0);
      const share = from / size;
      const weight = before * share;
      each(
        last,
        (meanX[from] ?? 0) + offX * share,
        (meanY[from] ?? 0) + offY * share,
        (sumXX[from] ?? 0) + xx + offX * offX * weight,
        (sumYY[from] ?? 0) + yy + offY * offY * weight,
        (sumXY[from] ?? 0) + xy + offX * offY * weight,
      );
    }
  }
}
