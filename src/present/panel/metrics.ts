import type { MetricResult } from '../../core/model/analytics.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { PortfolioState } from '../../core/model/state.ts';
import type { MetricRow, PanelView } from '../../protocol/panelView.ts';
import { formatDate, formatPercent, missing } from '../format.ts';
import { foreign } from '../redact.ts';
import { metricNumber } from './metricNumber.ts';
import { gapWords, toneOf, type Words } from './words.ts';

/** What the Overview shows of the metrics, in this order; the Performance section has all of them. */
const chosen: readonly string[] = [
  'totalReturn',
  'cagr',
  'volatility',
  'sharpe',
  'sortino',
  'calmar',
  'maxDrawdown',
  'currentDrawdown',
  'winRate',
  'profitFactor',
];

/** The key metrics with what they cover; a metric without a value says why. */
export function metrics(state: PortfolioState, words: Words): PanelView['metrics'] {
  const analytics = state.analytics;
  const periods = analytics?.periods ?? null;
  return {
    subtitle: periods ? `since ${formatDate(periods.start)}` : '',
    rows: [
      ...chosen.flatMap((id): readonly MetricRow[] => {
        const metric = analytics?.metrics.find((candidate) => candidate.id === id);
        if (metric === undefined) return [];
        const text = metricText(metric, words);
        return [{ id, title: metric.title, value: text.value, tone: 'none', explain: text.explain }];
      }),
      ...bookRows(state.snapshot, words),
    ],
  };
}

/** What the book consists of now, and its best and worst of the day: VAL-5. */
function bookRows(snapshot: Snapshot | null, words: Words): readonly MetricRow[] {
  if (!snapshot) return [];
  const row = (id: string, title: string, value: number | null, explain: string, why: string): MetricRow => ({
    id,
    title,
    value: words.money(value),
    tone: 'none',
    explain: value === null ? foreign(why, words.privacy) : explain,
  });
  const why = gapWords(snapshot.gaps) ?? snapshot.equityReason ?? 'not known';
  const mover = (id: string, title: string, of: Snapshot['best']): readonly MetricRow[] =>
    of
      ? [
          {
            id,
            title,
            value: `${of.asset} ${formatPercent(of.pct, { sign: true })}`,
            tone: toneOf(of.pct),
            explain: 'price change over 24 h of what is held now',
          },
        ]
      : [];
  return [
    row('exposure', 'Gross exposure', snapshot.totalNotional, 'sum of |size| × price over open positions', why),
    row('cash', 'Cash', snapshot.cash, 'fiat and stablecoins on their peg', why),
    row('openPnl', 'Open P&L', snapshot.totalUnrealizedPnl, 'unrealised, of open positions', why),
    ...mover('best', 'Best, 24 h', snapshot.best),
    ...mover('worst', 'Worst, 24 h', snapshot.worst),
  ];
}

/** A metric's number and its convention, or "–" and the reason. */
export function metricText(metric: MetricResult, words: Words): { readonly value: string; readonly explain: string } {
  if ('reason' in metric.result) return { value: missing, explain: foreign(metric.result.reason, words.privacy) };
  return { value: metricNumber(metric.result.value, metric.unit, words), explain: metric.convention };
}
