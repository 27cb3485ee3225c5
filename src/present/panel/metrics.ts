import { assertNever } from '../../core/assertNever.ts';
import type { MetricResult } from '../../core/model/analytics.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { PortfolioState } from '../../core/model/state.ts';
import type { MetricRow, PanelView } from '../../protocol/panelView.ts';
import { formatCount, formatDate, formatPercent, formatRatio, missing } from '../format.ts';
import { foreign } from '../redact.ts';
import { gapWords, toneOf, type Words } from './words.ts';

/** The key metrics with what they cover; a metric without a value says why. */
export function metrics(state: PortfolioState, words: Words): PanelView['metrics'] {
  const analytics = state.analytics;
  const periods = analytics?.periods ?? null;
  return {
    subtitle: periods ? `since ${formatDate(periods.start)}` : '',
    rows: [
      ...(analytics?.metrics ?? []).map((metric): MetricRow => {
        const text = metricText(metric, words);
        return { id: metric.id, title: metric.title, value: text.value, tone: 'none', explain: text.explain };
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
  return { value: numberText(metric.result.value, metric.unit, words), explain: metric.convention };
}

function numberText(value: number, unit: MetricResult['unit'], words: Words): string {
  switch (unit) {
    case 'percent':
      return formatPercent(value);
    case 'ratio':
      return formatRatio(value);
    case 'money':
      return words.money(value);
    case 'days':
      return formatCount(Math.round(value), 'd', 'd');
    case 'count':
      return String(Math.round(value));
    default:
      return assertNever(unit);
  }
}
