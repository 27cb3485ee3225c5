import { formatCount, formatPercent } from '../../src/present/format.ts';
import type { HistogramView } from '../../src/protocol/performanceView.ts';

/** "−2.00% to −1.50%: 12 periods" */
export function binWords({ edges, counts }: HistogramView, bin: number): string {
  return `${formatPercent(edges[bin])} to ${formatPercent(edges[bin + 1])}: ${formatCount(counts[bin] ?? 0, 'period')}`;
}
