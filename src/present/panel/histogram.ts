import type { TearSheet } from '../../core/model/performance.ts';
import type { HistogramView } from '../../protocol/performanceView.ts';
import { formatCount, formatPercent, formatRatio } from '../format.ts';
import { periodUnit } from './spans.ts';

/** How often which return came; mean and value at risk are marked. */
export function histogramView({ histogram, periods, metrics }: TearSheet): HistogramView | null {
  if (histogram === null) return null;
  const value = (id: string): number | null => {
    const result = metrics.find((metric) => metric.id === id)?.result;
    return result !== undefined && 'value' in result ? result.value : null;
  };
  const mean = value('meanReturn');
  const volatility = value('volatility');
  const skew = value('skew');
  const loss = value('var');
  const perYear = periods?.perYear ?? 0;
  const sigma = volatility === null || perYear <= 0 ? null : volatility / Math.sqrt(perYear);
  const count = periods?.count ?? histogram.counts.reduce((total, bin) => total + bin, 0);
  return {
    edges: histogram.edges,
    counts: histogram.counts,
    subtitle: [
      formatCount(count, periodUnit(perYear)),
      ...(mean === null ? [] : [`mean ${formatPercent(mean)}`]),
      ...(sigma === null ? [] : [`σ ${formatPercent(sigma)}`]),
      ...(skew === null ? [] : [`skew ${formatRatio(skew)}`]),
    ].join(' · '),
    marks: [
      ...(mean === null ? [] : [{ at: mean, label: 'mean' }]),
      // A loss is told as a positive number; on the axis of returns it stands left of zero.
      ...(loss === null ? [] : [{ at: -loss, label: 'VaR' }]),
    ],
  };
}
