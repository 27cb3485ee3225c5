import type { Contribution } from '../../../../src/core/model/performance.ts';
import { formatDate, formatPercent, formatRatio } from '../../../../src/present/format.ts';
import type { NamedCurve, SeriesAnswer } from '../../../../src/protocol/engine.ts';
import type { PageRequests } from '../../../../src/protocol/page.ts';
import type { MetricRow, TableView, Tone } from '../../../../src/protocol/panelView.ts';
import type {
  AttributionView,
  CorrelationChoiceView,
  MonthCell,
  OverviewView,
  PerformanceView,
} from '../../../../src/protocol/performanceView.ts';
import { at, dailyValues, day, random } from './book.ts';

/** Answers of the Performance section, computed from the book's daily values, so that tests can compare what is drawn. */

const values = dailyValues(1, 1096);
export const parts = ['BTC', 'ETH', 'SOL', 'USDT', 'USD', 'LINK', 'Other'];

type Series = PageRequests['series'][0];

/** Value of BTC as a benchmark: another walk over the same days. */
function benchmark(seed: number): readonly number[] {
  const next = random(seed);
  let level = 1;
  return values.at.map(() => {
    level *= 1 + 0.0006 + 0.019 * (next() + next() + next() - 1.5);
    return level;
  });
}
const levels: Readonly<Record<string, readonly number[]>> = { BTC: benchmark(21), 'file:spx.csv': benchmark(5) };
const titles: Readonly<Record<string, string>> = { BTC: 'BTC', 'file:spx.csv': 'S&P 500' };

export function performanceSeries(question: Series, reconstructedTo: number): SeriesAnswer {
  const first = Math.max(
    0,
    values.at.findIndex((time) => question.from === null || time >= question.from),
  );
  const to = question.to;
  const end = to === null ? values.at.length : values.at.filter((time) => time <= to).length;
  const times = values.at.slice(first, end);
  const base = { extent: { from: values.at[0] ?? 0, to: values.at.at(-1) ?? 0 }, reason: null };
  const notRecorded = [{ from: values.at[0] ?? 0, to: reconstructedTo, origin: 'reconstructed' as const }];
  const cut = (list: readonly number[]) => list.slice(first, end);
  const ids = question.benchmarks ?? Object.keys(levels);
  if (question.series === 'return') {
    const rebase = (list: readonly number[]) => cut(list).map((value) => value / (list[first] ?? 1) - 1);
    const others = ids.map(
      (id): NamedCurve =>
        levels[id]
          ? { id, title: titles[id] ?? id, curve: { at: times, value: rebase(levels[id]) }, reason: null }
          : { id, title: id, curve: { at: [], value: [] }, reason: 'no closes of it are known' },
    );
    return { ...base, notRecorded, curve: { at: times, value: rebase(values.value) }, others };
  }
  if (question.series === 'allocation') {
    const share = (part: number, index: number) => 0.4 / (part + 1) + 0.06 * Math.sin(index / 90 + part);
    const rows = times.map((_, index) => parts.map((_part, part) => Math.max(0, share(part, index))));
    const totals = rows.map((row) => row.reduce((sum, entry) => sum + entry, 0));
    const others = parts.map((title, part) => ({
      id: title === 'Other' ? '\u0000other' : title,
      title,
      curve: { at: times, value: rows.map((row, index) => (row[part] ?? 0) / (totals[index] ?? 1)) },
      reason: null,
    }));
    return { ...base, notRecorded: [], curve: { at: times, value: times.map(() => 1) }, others };
  }
  const window = question.rolling ?? 90;
  const wave = (scale: number, offset: number) => times.map((_, index) => offset + scale * Math.sin(index / 40));
  const convention = `${window} days, 365 periods per year, n − 1`;
  const shift = Math.min(window, times.length);
  const late = times.slice(shift);
  if (question.series === 'rollingBeta' || question.series === 'rollingCorrelation') {
    const others = ids.flatMap((id, index) =>
      levels[id]
        ? [
            {
              id,
              title: titles[id] ?? id,
              curve: { at: late, value: wave(0.25, 0.6 - index * 0.2).slice(shift) },
              reason: null,
            },
          ]
        : [],
    );
    return { ...base, notRecorded: [], curve: { at: [], value: [] }, others, convention };
  }
  const percent = question.series !== 'rollingSharpe';
  return {
    ...base,
    notRecorded: [],
    curve: { at: late, value: wave(percent ? 0.08 : 1.4, percent ? 0.22 : 0.9).slice(shift) },
    convention,
  };
}

/** The falls below a peak, the deepest first, as the engine marks them. */
export function spellsOf(list: readonly number[], times: readonly number[]): NonNullable<SeriesAnswer['spells']> {
  const found: NonNullable<SeriesAnswer['spells']>[number][] = [];
  let peak = 0;
  let trough = -1;
  const close = (end: number | null) => {
    if (trough < 0) return;
    const days = (to: number) => Math.round(((times[to] ?? 0) - (times[peak] ?? 0)) / day);
    const last = end ?? list.length - 1;
    found.push({
      depth: (list[trough] ?? 1) / (list[peak] ?? 1) - 1,
      peakAt: times[peak] ?? 0,
      troughAt: times[trough] ?? 0,
      recoveredAt: end === null ? null : (times[end] ?? 0),
      fallPeriods: trough - peak,
      totalPeriods: last - peak,
      fallDays: days(trough),
      totalDays: days(last),
    });
  };
  list.forEach((value, index) => {
    if (value >= (list[peak] ?? 0)) {
      close(index);
      peak = index;
      trough = -1;
    } else if (trough < 0 || value < (list[trough] ?? 0)) trough = index;
  });
  close(null);
  return found.sort((a, b) => a.depth - b.depth).slice(0, 5);
}

const daily = values.value.slice(1).map((value, index) => value / (values.value[index] ?? 1) - 1);

function row(
  id: string,
  title: string,
  value: string,
  tone: Tone = 'none',
  explain = `${title}: how it is computed, 365 periods per year, n − 1`,
): MetricRow {
  return { id, title, value, tone, explain };
}

function histogramOf(): NonNullable<PerformanceView['histogram']> {
  const width = 0.0025;
  const low = Math.floor(Math.min(...daily) / width);
  const high = Math.ceil(Math.max(...daily) / width);
  const counts = Array.from({ length: high - low }, () => 0);
  for (const value of daily) {
    const bin = Math.min(counts.length - 1, Math.floor(value / width) - low);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const sorted = [...daily].sort((a, b) => a - b);
  const mean = daily.reduce((sum, value) => sum + value, 0) / daily.length;
  return {
    edges: Array.from({ length: counts.length + 1 }, (_, index) => Number(((low + index) * width).toFixed(6))),
    counts,
    subtitle: `1,095 days · mean ${formatPercent(mean)} · σ 1.25% · skew −0.05`,
    marks: [
      {
        at: sorted[Math.floor(sorted.length * 0.05)] ?? 0,
        label: `VaR 95% ${formatPercent(sorted[Math.floor(sorted.length * 0.05)])}`,
      },
      { at: mean, label: `mean ${formatPercent(mean)}` },
    ],
  };
}

function monthlyOf(): NonNullable<PerformanceView['monthly']> {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const cell = (value: number | null): MonthCell =>
    value === null
      ? { text: '', tone: 'none', strength: 0, title: 'no return' }
      : {
          text: formatPercent(value, { digits: 1 }).replace('%', ''),
          tone: value > 0 ? 'up' : 'down',
          strength: Math.min(1, Math.abs(value) / 0.1),
          title: formatPercent(value, { sign: true }),
        };
  const years = [2026, 2025, 2024, 2023].map((year) => {
    const ofMonth = (month: number) => {
      const inside = daily.filter((_, index) => {
        const date = new Date(values.at[index + 1] ?? 0);
        return date.getUTCFullYear() === year && (month < 0 || date.getUTCMonth() === month);
      });
      return inside.length === 0 ? null : inside.reduce((level, value) => level * (1 + value), 1) - 1;
    };
    return {
      year: String(year),
      cells: months.map((_, month) => cell(ofMonth(month))),
      total: cell(ofMonth(-1)),
      benchmark: cell(0.034 * (year - 2023)),
    };
  });
  return { months, years };
}

export function performanceView(question: PageRequests['performance'][0], privacy: boolean): PerformanceView {
  const ids = question.benchmarks ?? Object.keys(levels);
  const money = (text: string) => (privacy ? '•••••' : text);
  const spells = spellsOf(values.value, values.at);
  const table: TableView = {
    id: 'drawdowns',
    title: 'Worst drawdowns',
    columns: [
      { id: 'number', title: '#', align: 'end' },
      { id: 'depth', title: 'Depth', align: 'end' },
      { id: 'peak', title: 'Peak', align: 'start' },
      { id: 'trough', title: 'Trough', align: 'start' },
      { id: 'recovered', title: 'Recovered', align: 'start' },
      { id: 'days', title: 'Days', align: 'end' },
    ],
    rows: spells.map((spell, index) => ({
      id: String(index),
      cells: [
        { text: String(index + 1), sort: index },
        { text: formatPercent(spell.depth), sort: spell.depth, tone: 'down' },
        { text: formatDate(spell.peakAt), sort: spell.peakAt },
        { text: formatDate(spell.troughAt), sort: spell.troughAt },
        { text: spell.recoveredAt === null ? 'not yet' : formatDate(spell.recoveredAt), sort: spell.recoveredAt },
        { text: String(spell.totalDays), sort: spell.totalDays },
      ],
    })),
    empty: 'No fall below a peak yet',
    incomplete: null,
  };
  const group = (title: string, names: readonly string[]) => ({
    title,
    rows: names.map((name, index) =>
      index % 7 === 5
        ? row(name, name, '–', 'muted', 'needs three years of returns; there are 1.2')
        : row(name, name, index % 2 ? formatRatio(0.4 + index / 3) : formatPercent(0.02 * (index + 1))),
    ),
  });
  return {
    title: question.subject.id ?? 'Main book',
    subtitle: '20 Nov 2023 – 19 Nov 2026 · 1,095 days · 365 periods per year (told from the dates)',
    reason: null,
    choices: {
      subjects: [
        { subject: { kind: 'portfolio', id: null }, title: 'Main book', group: 'Portfolio' },
        { subject: { kind: 'account', id: 'binance-main' }, title: 'Binance · main', group: 'Accounts' },
        { subject: { kind: 'account', id: 'kraken' }, title: 'Kraken', group: 'Accounts' },
        { subject: { kind: 'strategy', id: 'momentum' }, title: 'momentum', group: 'Strategies' },
        { subject: { kind: 'asset', id: 'BTC' }, title: 'BTC', group: 'Assets' },
      ],
      benchmarks: Object.keys(levels).map((id) => ({ id, title: titles[id] ?? id })),
    },
    headline: [
      row('twr', 'Return (TWR)', '+84.12%', 'up'),
      row('moneyWeighted', 'Money-weighted', '+21.40%', 'up'),
      row('pnl', 'P&L', money('+$412,903.00'), privacy ? 'none' : 'up'),
      row('netFlow', 'Net deposits', money('$120,000.00')),
      row('today', 'Today', '+0.28%', 'up'),
      row('maxDrawdown', 'Max drawdown', '−25.69%', 'down'),
    ],
    groups: [
      group('Return', ['Total return', 'Annualised return', 'Best month', 'Worst month', 'Mean return', 'Calmar']),
      group('Risk', [
        'Volatility',
        'Downside deviation',
        'Semi-deviation',
        'VaR 95%, 1 day',
        'Expected shortfall',
        'Tail ratio',
      ]),
      group('Ratios', ['Sharpe', 'Sortino', 'Omega', 'Martin ratio', 'Stability', 'Kelly']),
      group('Drawdown', ['Max drawdown', 'Current drawdown', 'Ulcer index', 'Pain index']),
      group('Trades', ['Win rate', 'Profit factor', 'Payoff', 'Expectancy', 'Longest win streak']),
    ],
    benchmarks: ids.map((id) =>
      levels[id]
        ? {
            id,
            title: titles[id] ?? id,
            subtitle: '1,095 common days',
            rows: [
              row('difference', 'Difference', '+12.40%', 'up'),
              row('alpha', 'Alpha', '+6.11%', 'up'),
              row('beta', 'Beta', '0.62'),
              row('correlation', 'Correlation', '0.71'),
              row('r2', 'R²', '0.50'),
              row('trackingError', 'Tracking error', '18.20%'),
              row('informationRatio', 'Information ratio', '0.34'),
              row('capture', 'Up / down capture', '0.84 / 0.61'),
            ],
            reason: null,
          }
        : { id, title: id, subtitle: '', rows: [], reason: 'no closes of it are known' },
    ),
    monthly: monthlyOf(),
    histogram: histogramOf(),
    drawdowns: table,
    notes: ['Values before 25 Sep 2025 are reconstructed from trades and daily closes.'],
    simulated: false,
  };
}

const contributions: readonly Pick<Contribution, 'key' | 'contribution' | 'pnl'>[] = [
  { key: 'BTC', contribution: 0.412, pnl: 204_000 },
  { key: 'ETH', contribution: 0.231, pnl: 113_000 },
  { key: 'SOL', contribution: 0.184, pnl: 92_000 },
  { key: 'LINK', contribution: -0.031, pnl: -15_000 },
  { key: 'PEPE', contribution: -0.0548, pnl: -27_000 },
  { key: 'Fees, funding and unexplained', contribution: 0.1, pnl: 45_903 },
];

export function attributionView(by: string, privacy: boolean): AttributionView {
  return {
    subtitle: `by ${by}, sums to the return`,
    table: {
      id: 'attribution',
      title: 'Attribution',
      columns: [
        { id: 'key', title: by, align: 'start' },
        { id: 'contribution', title: 'Contribution', align: 'end' },
        { id: 'pnl', title: 'P&L', align: 'end' },
        { id: 'trades', title: 'Trades', align: 'end' },
      ],
      rows: contributions.map((entry) => ({
        id: entry.key,
        cells: [
          { text: entry.key, sort: entry.key },
          { text: formatPercent(entry.contribution, { sign: true }), sort: entry.contribution },
          privacy ? { text: '•••••', sort: 1 } : { text: `$${entry.pnl}`, sort: entry.pnl },
          { text: '12', sort: 12 },
        ],
      })),
      empty: '',
      incomplete: null,
    },
    bars: contributions.map((entry) => ({
      key: entry.key,
      title: entry.key,
      value: entry.contribution,
      text: formatPercent(entry.contribution, { sign: true }),
    })),
    total: '+84.12%',
    reason: null,
    notes: [],
  };
}

export function correlationView(
  view: CorrelationChoiceView['view'],
  question: PageRequests['correlation'][0],
): CorrelationChoiceView {
  const method = { pearson: 'Pearson', spearman: 'Spearman', ewma: 'EWMA, λ 0.94' }[question.method];
  return {
    view: view && { ...view, subtitle: `${method}, daily returns, ${question.window ?? 90} days` },
    diversification: [
      row('diversificationRatio', 'Diversification ratio', '1.62'),
      row('effectiveBets', 'Effective bets', '3.4'),
      row('hhi', 'Concentration (HHI)', '0.21'),
    ],
    reason: view ? null : 'Correlations need at least two assets with daily prices.',
  };
}

export function overviewView(privacy: boolean): OverviewView {
  const subjects = [
    ['/home/me/book', { kind: 'portfolio', id: null }, 'Main book', 1_112_432.5],
    ['/home/me/book', { kind: 'strategy', id: 'momentum' }, 'momentum', 402_100],
    ['/home/me/other', { kind: 'portfolio', id: null }, 'Other', 20_400],
  ] as const;
  const ids = subjects.map(([portfolio, subject]) => JSON.stringify({ portfolio, subject }));
  const titles_ = [
    'Worth',
    'Total return',
    'Annualised',
    'Sharpe',
    'Sortino',
    'Max drawdown',
    'Volatility',
    'Trades',
    'Start',
  ];
  return {
    table: {
      id: 'overview',
      title: 'Portfolios and strategies',
      columns: [
        { id: 'title', title: 'Name', align: 'start' },
        ...titles_.map((title) => ({ id: title, title, align: 'end' as const })),
      ],
      rows: subjects.map(([, , title, worth], index) => ({
        id: ids[index] ?? '',
        cells: [
          { text: title, sort: title },
          { text: privacy ? '•••••' : `$${worth.toLocaleString('en-US')}`, sort: privacy ? 3 - index : worth },
          { text: formatPercent(0.84 - index / 3, { sign: true }), sort: 0.84 - index / 3, tone: 'up' },
          { text: '+22.57%', sort: 0.2257, tone: 'up' },
          { text: '0.97', sort: 0.97 },
          { text: '1.42', sort: 1.42 },
          { text: '−25.69%', sort: -0.2569, tone: 'down' },
          { text: '23.91%', sort: 0.2391 },
          { text: String(120 - index * 40), sort: 120 - index * 40 },
          { text: '20 Nov 2023', sort: at - 1095 * day },
        ],
      })),
      empty: 'No portfolio is open.',
      incomplete: null,
    },
    sparklines: Object.fromEntries(
      ids.map((id, index) => [id, benchmark(40 + index).filter((_, step) => step % 12 === 0)]),
    ),
  };
}
