import type { ReturnSeries } from '../metrics/metric.ts';
import { quantile } from '../metrics/quantile.ts';
import type { Histogram } from '../model/performance.ts';
import { sortedReturns } from './sortedReturns.ts';

/** Enough bars to see a tail, few enough to draw. */
const most = 80;

/**
 * Counts of returns in bins of one width with an edge at 0, so that no bar mixes gains and losses. Width by Freedman and
 * Diaconis (1981), 2 × IQR / ∛n, rounded up to 1, 2, 2.5 or 5 × 10ᵏ. null without two different returns, or beyond all numbers.
 */
export function histogramOf(series: ReturnSeries): Histogram | null {
  const sorted = sortedReturns(series);
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 0;
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return null;
  const spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const wished = spread > 0 ? (2 * spread) / Math.cbrt(sorted.length) : span / 10;
  const width = roundUp(Math.max(wished, span / most));
  // Denormal spans have no such width.
  if (!(width > 0)) return null;
  const first = Math.floor(low / width);
  const count = Math.max(1, Math.floor(high / width) + 1 - first);
  const counts = new Array<number>(count).fill(0);
  for (const value of sorted) {
    const bin = Math.min(count - 1, Math.max(0, Math.floor(value / width) - first));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  // Multiples of the width, without the dust that multiplying leaves: 0.15, not 0.15000000000000002.
  const edges = Array.from({ length: count + 1 }, (_, i) => Number(((first + i) * width).toPrecision(12)));
  return edges.every(Number.isFinite) ? { edges, counts } : null;
}

function roundUp(width: number): number {
  const unit = 10 ** Math.floor(Math.log10(width));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * unit >= width * (1 - 1e-12)) ?? 10;
  return step * unit;
}
