import type { MetricResult, MetricValue } from '../../core/model/analytics.ts';
import type { PerformanceRow, Subject } from '../../core/model/performance.ts';
import type { TableColumn } from '../../protocol/panelView.ts';
import type { OverviewView } from '../../protocol/performanceView.ts';
import { formatDate, formatRatio, missing } from '../format.ts';
import { foreign } from '../redact.ts';
import { type Cell, rows, text } from './cells.ts';
import { metricNumber } from './metricNumber.ts';
import type { PerformanceOptions } from './performance.ts';
import { toneOf, type Words, wordsFor } from './words.ts';

const kinds: Readonly<Record<Subject['kind'], string>> = {
  portfolio: 'Portfolio',
  account: 'Account',
  strategy: 'Strategy',
  asset: 'Asset',
};

const columns: readonly TableColumn[] = [
  { id: 'title', title: 'Name', align: 'start' },
  { id: 'kind', title: 'Kind', align: 'start' },
  { id: 'worth', title: 'Worth', align: 'end' },
  { id: 'totalReturn', title: 'Total return', align: 'end' },
  { id: 'cagr', title: 'Per year', align: 'end' },
  { id: 'sharpe', title: 'Sharpe', align: 'end' },
  { id: 'sortino', title: 'Sortino', align: 'end' },
  { id: 'maxDrawdown', title: 'Max drawdown', align: 'end' },
  { id: 'volatility', title: 'Volatility', align: 'end' },
  { id: 'trades', title: 'Trades', align: 'end' },
  { id: 'start', title: 'Since', align: 'end' },
];

/** PERF-9: every portfolio, strategy and account in one table, as the engine ordered them. */
export function presentOverview(list: readonly PerformanceRow[], { privacy, now }: PerformanceOptions): OverviewView {
  return {
    table: {
      id: 'overview',
      title: 'Portfolios, strategies and accounts',
      columns,
      rows: rows(
        list.map((row) => ({ id: idOf(row), cells: cells(row, wordsFor(row.currency, privacy, now, scaleOf(row))) })),
        privacy,
      ),
      empty: 'No portfolio is open.',
      incomplete: null,
    },
    sparklines: Object.fromEntries(
      list.flatMap((row): readonly [string, readonly number[]][] => {
        const line = rebased(row.sparkline?.value ?? []);
        return line.length < 2 ? [] : [[idOf(row), line]];
      }),
    ),
  };
}

/** What "open" on a row shows. */
function idOf({ portfolio, subject }: PerformanceRow): string {
  return JSON.stringify({ portfolio, subject });
}

function scaleOf({ worth }: PerformanceRow): number {
  return 'value' in worth ? Math.abs(worth.value) : 0;
}

function cells(row: PerformanceRow, words: Words): readonly Cell[] {
  const number = (value: MetricValue, unit: MetricResult['unit'], coloured = false): Cell =>
    'reason' in value
      ? { text: missing, sort: null, title: foreign(value.reason, words.privacy) }
      : {
          text: metricNumber(value.value, unit, words, coloured),
          sort: value.value,
          ...(unit === 'money' ? { amount: true as const } : {}),
          ...(coloured ? { tone: toneOf(value.value) } : {}),
        };
  const { metrics } = row;
  return [
    text(row.simulated && !/simulated/i.test(row.title) ? `${row.title} (simulated)` : row.title),
    text(kinds[row.subject.kind]),
    number(row.worth, 'money'),
    number(metrics.totalReturn, 'percent', true),
    number(metrics.cagr, 'percent', true),
    number(metrics.sharpe, 'ratio'),
    number(metrics.sortino, 'ratio'),
    number(metrics.maxDrawdown, 'percent'),
    number(metrics.volatility, 'percent'),
    row.trades === null
      ? { text: missing, sort: null, title: 'Its trades are not known' }
      : { text: formatRatio(row.trades, 0), sort: row.trades },
    row.startAt === null
      ? { text: missing, sort: null, title: 'Nothing was recorded yet' }
      : { text: formatDate(row.startAt), sort: row.startAt },
  ];
}

/** A line that starts at 1, so that it tells no amount; empty where it starts at nothing. */
function rebased(values: readonly number[]): readonly number[] {
  const first = values[0];
  return first === undefined || first <= 0 ? [] : values.map((value) => value / first);
}
