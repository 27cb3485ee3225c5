import type { Attribution, AttributionBy, Contribution } from '../../core/model/performance.ts';
import type { AttributionView } from '../../protocol/performanceView.ts';
import { formatPercent, formatRatio, missing } from '../format.ts';
import { foreign } from '../redact.ts';
import { type Cell, gain, money, percent, rows, text } from './cells.ts';
import type { PerformanceOptions } from './performance.ts';
import { spanWords } from './spans.ts';
import { wordsFor } from './words.ts';

const titles: Readonly<Record<AttributionBy, string>> = { asset: 'Asset', account: 'Account', strategy: 'Strategy' };

/** PERF-5: what each part added to the return. The rows sum to the total; `currency` is that of their P&L. */
export function presentAttribution(
  attribution: Attribution,
  currency: string,
  { privacy, now }: PerformanceOptions,
): AttributionView {
  const largest = Math.max(0, ...attribution.rows.map((row) => Math.abs(row.pnl)));
  const words = wordsFor(currency, privacy, now, largest);
  // What binary sums of large amounts leave over is nobody's profit or loss.
  const settled = (pnl: number): number => (Math.abs(pnl) < largest * 1e-6 ? 0 : pnl);
  const total = formatPercent(attribution.total, { sign: true });
  const cells = (row: Contribution): readonly Cell[] => [
    text(row.title),
    gain(row.contribution, words),
    money(settled(row.pnl), words, undefined, true),
    percent(row.averageShare, words, 'Its share of the book is not known for every day'),
    row.trades === null
      ? { text: missing, sort: null, title: 'Its trades are not known' }
      : { text: formatRatio(row.trades, 0), sort: row.trades },
    'value' in row.winRate ? percent(row.winRate.value, words) : percent(null, words, row.winRate.reason),
  ];
  return {
    subtitle: `Share of the time-weighted return, ${spanWords(attribution.from, attribution.to)}`,
    table: {
      id: 'attribution',
      title: `Return by ${titles[attribution.by].toLowerCase()}`,
      columns: [
        { id: 'part', title: titles[attribution.by], align: 'start' },
        { id: 'contribution', title: 'Contribution', align: 'end' },
        { id: 'pnl', title: 'P&L', align: 'end' },
        { id: 'share', title: 'Average share', align: 'end' },
        { id: 'trades', title: 'Trades', align: 'end' },
        { id: 'winRate', title: 'Win rate', align: 'end' },
      ],
      rows: rows(
        attribution.rows.map((row) => ({ id: row.key, cells: cells(row) })),
        privacy,
      ),
      empty: foreign(attribution.reason ?? 'Nothing contributed in this period.', privacy),
      incomplete: null,
    },
    bars: [...attribution.rows]
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
      .map((row) => ({
        key: row.key,
        title: row.title,
        value: row.contribution,
        text: formatPercent(row.contribution, { sign: true }),
      })),
    total,
    reason: attribution.reason === null ? null : foreign(attribution.reason, privacy),
    notes: attribution.notes.map((note) => foreign(note, privacy)),
  };
}
