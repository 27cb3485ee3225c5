import type { Curve } from '../model/series.ts';

/**
 * Decimates a curve for a chart `px` pixels wide: the first, last, lowest and highest point of each pixel's span of time, in
 * order of time (M4: Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", PVLDB 7(10), 2014), which draws
 * the same line as all points would. A curve of at most four points per pixel comes back as it is. `curve.at` ascends.
 */
export function decimate(curve: Curve, px: number): Curve {
  const { at, value } = curve;
  const count = at.length;
  const width = Math.max(1, Math.floor(px));
  if (count <= 4 * width) return curve;
  const from = at[0] ?? 0;
  const span = (at[count - 1] ?? 0) - from;
  if (!(span > 0)) return { at: at.slice(0, 4 * width), value: value.slice(0, 4 * width) };
  const times: number[] = [];
  const values: number[] = [];
  let first = 0;
  while (first < count) {
    const pixel = Math.min(width - 1, Math.floor((((at[first] ?? 0) - from) / span) * width));
    const end = pixel === width - 1 ? Number.POSITIVE_INFINITY : from + ((pixel + 1) / width) * span;
    let low = first;
    let high = first;
    let lowest = value[first] ?? 0;
    let highest = lowest;
    let next = first + 1;
    for (; next < count && (at[next] ?? 0) < end; next++) {
      const current = value[next] ?? 0;
      if (current < lowest) {
        lowest = current;
        low = next;
      } else if (current > highest) {
        highest = current;
        high = next;
      }
    }
    const last = next - 1;
    let previous = -1;
    for (const index of [first, Math.min(low, high), Math.max(low, high), last]) {
      if (index === previous) continue;
      times.push(at[index] ?? 0);
      values.push(value[index] ?? 0);
      previous = index;
    }
    first = next;
  }
  return { at: times, value: values };
}
