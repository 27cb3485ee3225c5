import type { MetricGroup, MetricResult } from '../../core/model/analytics.ts';
import type { DrawdownSpell, Performance } from '../../core/model/performance.ts';
import type { MetricRow, TableView } from '../../protocol/panelView.ts';
import type { MetricGroupView, PerformanceChoices, PerformanceView } from '../../protocol/performanceView.ts';
import { formatCount, formatDate, formatPercent, formatRatio, missing } from '../format.ts';
import { foreign } from '../redact.ts';
import { type Cell, rows } from './cells.ts';
import { histogramView } from './histogram.ts';
import { metricRow, valueRow } from './metricRow.ts';
import { monthlyView } from './monthly.ts';
import { periodUnit, perYearWords, spanWords } from './spans.ts';
import { type Words, wordsFor } from './words.ts';

const day = 86_400_000;

export interface PerformanceOptions {
  readonly privacy: boolean;
  /** Epoch ms. */
  readonly now: number;
  /** A file has no deposits, no today and no money-weighted return: what a back-test is judged by stands there. */
  readonly ofFile?: boolean;
}

/** The Performance section of one subject over one period: PERF-1 to PERF-6, in words. No amount is in it in privacy. */
export function presentPerformance(
  performance: Performance,
  choices: PerformanceChoices,
  { privacy, now, ofFile = false }: PerformanceOptions,
): PerformanceView {
  const words = wordsFor(performance.currency, privacy, now, scaleOf(performance));
  const { periods } = performance;
  const over = periods === null ? '' : `Over ${overWords(performance)}`;
  return {
    title: performance.title,
    subtitle: subtitle(performance),
    reason: mapNull(performance.reason, (text) => foreign(text, privacy)),
    choices,
    headline: ofFile ? fileHeadline(performance, words, over) : headline(performance, words, over),
    groups: groups(performance.metrics, words, over),
    benchmarks: performance.benchmarks.map((benchmark) => ({
      id: benchmark.id,
      title: benchmark.title,
      subtitle: benchmarkSubtitle(benchmark, performance),
      rows: benchmark.metrics.map((metric) =>
        metricRow(
          metric,
          words,
          benchmark.periods === null ? '' : `Over the ${formatCount(benchmark.periods.count, 'period')} both have`,
        ),
      ),
      reason: mapNull(benchmark.reason, (text) => foreign(text, privacy)),
    })),
    monthly: monthlyView(performance.yearly, performance.benchmarks[0] ?? null),
    histogram: histogramView(performance),
    drawdowns: drawdowns(performance, words),
    notes: notes(performance).map((note) => foreign(note, privacy)),
    simulated: performance.simulated,
  };
}

function scaleOf({ worth }: Performance): number {
  return 'value' in worth ? Math.abs(worth.value) : 0;
}

/** "1 Jan 2024 – 20 Nov 2026, 1,053 days, 365 periods per year" */
function overWords({ periods }: Performance): string {
  if (periods === null) return '';
  const { start, end, count, perYear } = periods;
  return `${spanWords(start, end)}, ${formatCount(count, periodUnit(perYear))}, ${perYearWords(perYear)}`;
}

function subtitle(performance: Performance): string {
  const { periods, riskFree } = performance;
  if (periods === null) return spanWords(performance.from, performance.to);
  const { start, end, count, perYear, inferred } = periods;
  return [
    spanWords(start, end),
    formatCount(count, periodUnit(perYear)),
    `${perYearWords(perYear)} (${inferred ? 'told from the dates' : 'as set'})`,
    ...(riskFree === 0 ? [] : [`risk-free ${formatPercent(riskFree)} a year`]),
  ].join(' · ');
}

/** What people ask first: what it earned, by either way of counting, and in money. */
function headline(performance: Performance, words: Words, over: string): readonly MetricRow[] {
  const metric = (id: string) => performance.metrics.find((candidate) => candidate.id === id);
  const known = (id: string, title: string): readonly MetricRow[] => {
    const found = metric(id);
    return found ? [{ ...metricRow(found, words, over), id, title }] : [];
  };
  const row = valueRow(words);
  const note = mapNull(performance.moneyWeightedNote, (text) => foreign(text, words.privacy));
  const span = spanWords(performance.from, performance.to);
  return [
    ...known('totalReturn', 'Return, time-weighted'),
    ...known('cagr', 'Per year (CAGR)'),
    row('moneyWeighted', 'Money-weighted (XIRR)', yearly(performance), 'percent', {
      explain: `Annual rate at which all flows and the value at the end discount to zero, act/365${note === null ? '' : `. ${note}`}. ${span}`,
      coloured: true,
    }),
    row('pnl', 'P&L', performance.pnl, 'money', {
      explain: `Change of value less deposits and withdrawals. ${span}`,
      coloured: true,
    }),
    row('netFlow', 'Net deposits', performance.netFlow, 'money', {
      explain: `Deposits and transfers in, less withdrawals and transfers out: never a profit. ${span}`,
      signed: true,
    }),
    row('worth', 'Worth', performance.worth, 'money', { explain: `Value on ${formatDate(performance.to)}` }),
    row('todayReturn', 'Today', performance.todayReturn, 'percent', {
      explain: 'Change of value since the day began, less deposits, withdrawals and transfers, by the value then',
      coloured: true,
    }),
  ];
}

/** As many as the annualised return asks for: below, a rate for a year is noise. */
const fewestDays = 20;

function yearly({ moneyWeighted, from, to }: Performance): Performance['moneyWeighted'] {
  if ('value' in moneyWeighted && to - from < fewestDays * day)
    return { reason: `A rate for a year is not told from fewer than ${fewestDays} days` };
  return moneyWeighted;
}

const ofFileFirst = ['totalReturn', 'cagr', 'volatility', 'sharpe', 'sortino', 'maxDrawdown', 'winRate'] as const;

function fileHeadline(performance: Performance, words: Words, over: string): readonly MetricRow[] {
  return ofFileFirst.flatMap((id) => {
    const found = performance.metrics.find((metric) => metric.id === id);
    return found ? [metricRow(found, words, over)] : [];
  });
}

const titles: Readonly<Record<MetricGroup, string>> = {
  return: 'Returns',
  risk: 'Risk',
  ratio: 'Return for risk',
  drawdown: 'Drawdown',
  tail: 'Tails',
  distribution: 'Distribution',
  trade: 'Trades',
  relative: 'Against a benchmark',
};

function groups(metrics: readonly MetricResult[], words: Words, over: string): readonly MetricGroupView[] {
  return (Object.keys(titles) as MetricGroup[])
    .map((group) => ({
      title: titles[group],
      rows: metrics.filter((metric) => metric.group === group).map((metric) => metricRow(metric, words, over)),
    }))
    .filter((group) => group.rows.length > 0);
}

function benchmarkSubtitle(benchmark: Performance['benchmarks'][number], performance: Performance): string {
  const { periods, totalReturn, source } = benchmark;
  return [
    ...(source === '' || source === benchmark.title ? [] : [source]),
    ...(periods === null
      ? []
      : [
          `${formatCount(periods.count, periodUnit(performance.periods?.perYear ?? 0))} in common`,
          spanWords(periods.start, periods.end),
        ]),
    ...(totalReturn === null ? [] : [`returned ${formatPercent(totalReturn, { sign: true })}`]),
  ].join(' · ');
}

function drawdowns({ drawdowns: spells, reason, periods }: Performance, words: Words): TableView {
  const unit = periodUnit(periods?.perYear ?? 0);
  const column = (id: string, title: string, hidden = false) =>
    ({ id, title, align: 'end', ...(hidden ? { hidden } : {}) }) as const;
  return {
    id: 'drawdowns',
    title: 'Worst drawdowns',
    columns: [
      column('depth', 'Depth'),
      column('peak', 'Peak'),
      column('trough', 'Lowest'),
      column('recovered', 'Recovered'),
      column('fall', 'Fell for'),
      column('total', 'Lasted'),
      column('fallPeriods', `Fell, ${unit}s`, true),
      column('totalPeriods', `Lasted, ${unit}s`, true),
    ],
    rows: rows(
      spells.map((spell, index) => ({ id: String(index + 1), cells: spellCells(spell) })),
      words.privacy,
    ),
    empty: foreign(reason ?? 'The value was never below an earlier one.', words.privacy),
    incomplete: null,
  };
}

function spellCells(spell: DrawdownSpell): readonly Cell[] {
  const date = (at: number): Cell => ({ text: formatDate(at), sort: at });
  const count = (value: number): Cell => ({ text: formatRatio(value, 0), sort: value });
  const days = (value: number): Cell => ({ text: `${formatRatio(value, 0)} d`, sort: value });
  const open = spell.recoveredAt === null;
  return [
    { text: formatPercent(spell.depth), sort: spell.depth, tone: 'down' },
    date(spell.peakAt),
    date(spell.troughAt),
    spell.recoveredAt === null
      ? { text: missing, sort: null, title: 'Not yet: it is still below the peak' }
      : date(spell.recoveredAt),
    days(spell.fallDays),
    open ? { ...days(spell.totalDays), text: `${formatRatio(spell.totalDays, 0)} d so far` } : days(spell.totalDays),
    count(spell.fallPeriods),
    count(spell.totalPeriods),
  ];
}

const origins = {
  reconstructed: 'rebuilt from trades, transfers and daily closes, not recorded as it happened',
  simulated: 'from a simulated market',
} as const;

/** What a reader must know: which parts were not recorded, then what the engine says. */
function notes(performance: Performance): readonly string[] {
  const parts = joined(performance.origins).flatMap(({ from, to, origin }) =>
    origin === 'recorded' ? [] : [`${spanWords(from, to)}: ${origins[origin]}`],
  );
  const note = performance.moneyWeightedNote;
  return [...parts, ...(note === null ? [] : [`Money-weighted return: ${note}`]), ...performance.notes];
}

/** Runs of one origin that follow each other within a day are one to a reader. */
function joined(runs: Performance['origins']): Performance['origins'] {
  const told: { from: number; to: number; origin: Performance['origins'][number]['origin'] }[] = [];
  for (const run of runs) {
    const last = told.at(-1);
    if (last !== undefined && last.origin === run.origin && run.from - last.to <= day) last.to = run.to;
    else told.push({ ...run });
  }
  return told;
}

function mapNull(text: string | null, map: (text: string) => string): string | null {
  return text === null ? null : map(text);
}
